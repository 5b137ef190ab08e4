#include "model/html_text.hpp"

#include <gtest/gtest.h>

namespace aloft::model {
namespace {

TEST(HtmlText, JoinsLinesAndPartsParagraphs) {
  EXPECT_EQ(html_to_text("<p>One\n   two</p><p>three <b>four</b> .</p>"), "One two\n\nthree four .");
  EXPECT_EQ(html_to_text("plain"), "plain");
  EXPECT_EQ(html_to_text(""), "");
  EXPECT_EQ(html_to_text("<p> </p> <p>x</p> "), "x");
  EXPECT_EQ(html_to_text("a<br/>b"), "a\nb");
}

TEST(HtmlText, MarksCodeAndDropsLinks) {
  EXPECT_EQ(html_to_text(R"(<p>Use <a href="https://x/y">the <code>Name</code></a>.</p>)"), "Use the `Name`.");
}

TEST(HtmlText, WritesLists) {
  EXPECT_EQ(html_to_text("<p>Values:</p><ul> <li> <p>one</p> </li> <li><p>two</p><p>more</p></li> </ul><p>End</p>"),
            "Values:\n\n- one\n- two\n\n  more\n\nEnd");
  EXPECT_EQ(html_to_text("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"), "1. a\n  - b\n2. c");
  EXPECT_EQ(html_to_text("<dl><dt>200</dt><dd><p>Fine.</p></dd><dt>301</dt><dd>Moved.</dd></dl>"),
            "200\n  Fine.\n\n301\n  Moved.");
}

TEST(HtmlText, LabelsRemarks) {
  EXPECT_EQ(html_to_text("<p>a</p> <note> <p>b</p> </note> <important><p>c</p></important>"),
            "a\n\nNote: b\n\nImportant: c");
}

TEST(HtmlText, ReadsEntities) {
  EXPECT_EQ(html_to_text("1 &lt; 2 &amp;&amp; &quot;x&quot; &#65;&#x42; caf&#233;"), "1 < 2 && \"x\" AB caf\xc3\xa9");
  EXPECT_EQ(html_to_text("a &#x96; b &#150;"), "a - b -");
}

TEST(HtmlText, KeepsWhatItDoesNotKnow) {
  EXPECT_EQ(html_to_text("arn:aws:s3:::<bucket>/<key> AT&T &bogus; a < b &#xd800; &#x110000;"),
            "arn:aws:s3:::<bucket>/<key> AT&T &bogus; a < b &#xd800; &#x110000;");
  EXPECT_EQ(html_to_text("<"), "<");
  EXPECT_EQ(html_to_text("&"), "&");
  EXPECT_EQ(html_to_text("</li></ul></dd></dd>x"), "x");
}

}  // namespace
}  // namespace aloft::model
