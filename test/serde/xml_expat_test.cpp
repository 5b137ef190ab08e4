// aloft's tokenizer against expat, over documents that are damaged at random (always the same ones).
#include "support/xml_events.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace aloft::serde {
namespace {

constexpr std::array<std::string_view, 8> seeds{
    R"(<?xml version="1.0" encoding="UTF-8"?>
<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>8f77</requestId><regionInfo><item><regionName>eu-west-1</regionName>
<optInStatus/></item></regionInfo></DescribeRegionsResponse>)",
    "<a>x<![CDATA[<&]]]]>y<![CDATA[]]></a><!-- end -->\n",
    "<n:a xmlns:n='u' x = \"1\" y='&lt;\n\"'><n:b n:c='2'/>&amp;&#65;&#x1F600;\r\n\r]] ></n:a >",
    "\xef\xbb\xbf<?xml version='1.0' standalone='yes'?><!----><?pi some ?data?><a><?x?>t</a><?y z?>",
    "<r><k>\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80</k><k/><k></k>\t<deep><deep><deep>1</deep></deep></deep></r>",
    "<Error><Code>NoSuchKey</Code><Message>The &quot;key&quot; &apos;x&apos; &gt; "
    "y</Message><RequestId>r</RequestId></Error>",
    "<a b='1' c='2' d='3'><!-- a - b --><e f=''/></a>",
    "<a><b>1</b><b>2</b><c>3</c><b>4</b></a>"};

constexpr std::array<std::string_view, 34> dictionary{"<",
                                                      ">",
                                                      "/",
                                                      "</",
                                                      "/>",
                                                      "&",
                                                      ";",
                                                      "&amp;",
                                                      "&#",
                                                      "&#x",
                                                      "<!",
                                                      "<!--",
                                                      "-->",
                                                      "--",
                                                      "<![CDATA[",
                                                      "]]>",
                                                      "]]",
                                                      "<?",
                                                      "?>",
                                                      "<?xml ",
                                                      "=",
                                                      "'",
                                                      "\"",
                                                      " ",
                                                      "\n",
                                                      "\r",
                                                      "\t",
                                                      "\xc3",
                                                      "\xef\xbf\xbf",
                                                      "\xed\xa0\x80",
                                                      "a",
                                                      "xml",
                                                      "version='1.0'",
                                                      ":"};

std::string damaged(std::mt19937& random) {
  const auto below = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  std::string body{seeds[below(seeds.size())]};
  for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
    const std::size_t at = below(body.size() + 1);
    switch (below(5)) {
      case 0: body.erase(at, 1 + below(8)); break;
      case 1: body.insert(at, dictionary[below(dictionary.size())]); break;
      case 2: body.insert(at, 1, static_cast<char>(random())); break;
      case 3: {
        const std::string_view other = seeds[below(seeds.size())];
        body.insert(at, other.substr(below(other.size()), 1 + below(20)));
        break;
      }
      default: body.insert(at, body.substr(below(body.size() + 1), 1 + below(12)));
    }
  }
  return body;
}

TEST(XmlAgainstExpat, AgreesOnTheSeeds) {
  for (const std::string_view body : seeds) {
    const auto events = test::aloft_events(body, body.size());
    ASSERT_TRUE(events) << body;
    EXPECT_EQ(events, test::expat_events(body)) << body;
  }
}

TEST(XmlAgainstExpat, AgreesOnDamagedDocuments) {
  std::mt19937 random{20261121};
  std::size_t accepted = 0;
  for (int round = 0; round < 60'000; ++round) {
    const std::string body = damaged(random);
    if (test::is_outside_the_subset(body)) continue;
    const auto wanted = test::expat_events(body);
    accepted += wanted.has_value();
    ASSERT_EQ(test::aloft_events(body, body.size() + 1), wanted) << "round " << round << ": " << body;
    ASSERT_EQ(test::aloft_events(body, 1 + random() % 16), wanted) << "in pieces, round " << round << ": " << body;
  }
  EXPECT_GT(accepted, 3'000u) << "too few of the documents are well-formed to say much";
}

}  // namespace
}  // namespace aloft::serde
