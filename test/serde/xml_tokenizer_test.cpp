#include "serde/xml_tokenizer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace aloft::serde {
namespace {

// The tokens as text, neighbouring text joined: "<a x='1'>", "</>", "text", and at the end "!problem" or nothing.
std::string tokens(std::string_view body, std::size_t piece_size, std::size_t max_depth = 128) {
  xml_tokenizer tokenizer{max_depth};
  std::string seen;
  for (;;) {
    switch (tokenizer.next()) {
      case xml_token::start:
        seen.append("<").append(tokenizer.name());
        for (const auto& attribute : tokenizer.attributes()) {
          seen.append(" ").append(attribute.name).append("='").append(attribute.value).append("'");
        }
        seen.append(">");
        break;
      case xml_token::end: seen.append("</>"); break;
      case xml_token::text: seen.append(tokenizer.text()); break;
      case xml_token::need_more:
        if (body.empty()) {
          tokenizer.finish();
        } else {
          tokenizer.feed(body.substr(0, piece_size));
          body.remove_prefix(std::min(piece_size, body.size()));
        }
        break;
      case xml_token::done: return seen;
      case xml_token::error: {
        const std::string problem = tokenizer.problem();
        return "!" + problem.substr(0, problem.find(" (near"));
      }
    }
  }
}

std::string tokens(std::string_view body) {
  const std::string whole = tokens(body, std::string_view::npos);
  for (const std::size_t size : {1, 2, 3, 7}) EXPECT_EQ(tokens(body, size), whole) << "in pieces of " << size;
  return whole;
}

TEST(XmlTokenizer, ElementsAttributesText) {
  EXPECT_EQ(tokens("<a/>"), "<a></>");
  EXPECT_EQ(tokens("<a ></a\n>"), "<a></>");
  EXPECT_EQ(tokens("<?xml version=\"1.0\" encoding='UTF-8' standalone=\"yes\" ?>\n<a>x</a>\n"), "<a>x</>");
  EXPECT_EQ(tokens("\xef\xbb\xbf<a>é</a>"), "<a>é</>");
  EXPECT_EQ(tokens("<n:a xmlns:n='u'><n:b>1</n:b> <c>2</c></n:a>"), "<a xmlns:n='u'><b>1</> <c>2</></>");
  EXPECT_EQ(tokens("<a x='1' y = \"&lt;'\n\t\"/>"), "<a x='1' y='<'  '></>");
  EXPECT_EQ(tokens("<a><b/><b></b>t</a>"), "<a><b></><b></>t</>");
}

TEST(XmlTokenizer, ReferencesAndSections) {
  EXPECT_EQ(tokens("<a>&amp;&lt;&gt;&quot;&apos;&#65;&#x41;&#x1F600;&#xe9;</a>"), "<a>&<>\"'AA😀é</>");
  EXPECT_EQ(tokens("<a>x<![CDATA[<&]]]]>y<![CDATA[]]></a>"), "<a>x<&]]y</>");
  EXPECT_EQ(tokens("<!-- - --><?pi <>?><a>1<!-- <b> -->2<?x?>3</a><!----><?y z?>"), "<a>123</>");
  EXPECT_EQ(tokens("<a>]] ]> ></a>"), "<a>]] ]> ></>");
  EXPECT_EQ(tokens("<a>1\r\n2\r3\n\r\n&#13;</a>"), "<a>1\n2\n3\n\n\r</>");
}

TEST(XmlTokenizer, RefusesWhatIsNotWellFormed) {
  EXPECT_EQ(tokens(""), "!the document has no element");
  EXPECT_EQ(tokens("  \n"), "!the document has no element");
  EXPECT_EQ(tokens("<a>"), "!the document is truncated");
  EXPECT_EQ(tokens("<a><b></a></b>"), "!an end tag with another name than the start tag");
  EXPECT_EQ(tokens("<a></ab>"), "!an end tag with another name than the start tag");
  EXPECT_EQ(tokens("<a/><b/>"), "!a second root element");
  EXPECT_EQ(tokens("<a/>x"), "!text outside the root element");
  EXPECT_EQ(tokens("x<a/>"), "!text outside the root element");
  EXPECT_EQ(tokens("</a>"), "!an end tag without a start tag");
  EXPECT_EQ(tokens("<!DOCTYPE a><a/>"), "!a DOCTYPE, which is not accepted");
  EXPECT_EQ(tokens("<a>&nbsp;</a>"), "!a reference to an unknown entity");
  EXPECT_EQ(tokens("<a>&amp</a>"), "!a reference to an unknown entity");
  EXPECT_EQ(tokens("<a>&#0;</a>"), "!a reference to no character");
  EXPECT_EQ(tokens("<a>&#xD800;</a>"), "!a reference to no character");
  EXPECT_EQ(tokens("<a>&#99999999999999;</a>"), "!a reference to no character");
  EXPECT_EQ(tokens("<a>]]></a>"), "!\"]]>\" in text");
  EXPECT_EQ(tokens("<a><!-- -- --></a>"), "!\"--\" in a comment");
  EXPECT_EQ(tokens("<a x='1' x='2'/>"), "!an attribute that comes twice");
  EXPECT_EQ(tokens("<a x='1'y='2'/>"), "!a malformed tag");
  EXPECT_EQ(tokens("<a x=1/>"), "!a malformed tag");
  EXPECT_EQ(tokens("<a x='<'/>"), "!\"<\" in an attribute");
  EXPECT_EQ(tokens("<a \x01/>"), "!a control character, which XML does not allow");
  EXPECT_EQ(tokens("<a>\xc3</a>"), "!bytes that are not UTF-8");
  EXPECT_EQ(tokens("<a>\xed\xa0\x80</a>"), "!bytes that are not UTF-8");
  EXPECT_EQ(tokens("<a>\xef\xbf\xbf</a>"), "!bytes that are not UTF-8");
  EXPECT_EQ(tokens(std::string_view{"<a>\0</a>", 8}), "!a control character, which XML does not allow");
  EXPECT_EQ(tokens(" <?xml version='1.0'?><a/>"),
            "!markup that is neither tag, comment, CDATA nor processing instruction");
  EXPECT_EQ(tokens("<?xml encoding='UTF-8'?><a/>"), "!a malformed XML declaration");
  EXPECT_EQ(tokens("<1a/>"), "!markup that is neither tag, comment, CDATA nor processing instruction");
}

TEST(XmlTokenizer, HasLimits) {
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep.append("<a>");
  EXPECT_EQ(tokens(deep, 4096), "!elements are nested too deeply");
  EXPECT_EQ(tokens("<a><b/></a>", 4096, 1), "!elements are nested too deeply");
  EXPECT_EQ(tokens("<a " + std::string(100'000, ' '), 4096), "!a tag of more than 64 kB");
  EXPECT_EQ(tokens("<a>" + std::string(100'000, 'x') + "<!--" + std::string(100'000, 'x') + "--></a>", 4096),
            "<a>" + std::string(100'000, 'x') + "</>");
}

}  // namespace
}  // namespace aloft::serde
