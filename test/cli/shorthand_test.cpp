#include "cli/grammar/shorthand.hpp"

#include <gmock/gmock.h>

namespace aloft::cli {
namespace {

using ::testing::HasSubstr;

/// The tree as compact text: texts in quotes, [lists], {key=objects}.
std::string shown(const shorthand_node& node) {
  std::string text;
  for (const auto& inner : node.nodes) {
    if (!text.empty()) text += ' ';
    if (node.is == shorthand_node::form::object) text += inner.key + (inner.from_file ? "@=" : "=");
    text += shown(inner);
  }
  switch (node.is) {
    case shorthand_node::form::list: return "[" + text + "]";
    case shorthand_node::form::object: return "{" + text + "}";
    case shorthand_node::form::text: break;
  }
  return "'" + node.text + "'";
}

std::string parsed(std::string_view text) {
  const auto tree = parse_shorthand(text);
  return tree ? shown(*tree) : tree.error().message();
}

TEST(shorthand, reads_entries_and_lists) {
  EXPECT_EQ(parsed("a=b"), "{a='b'}");
  EXPECT_EQ(parsed("a=b,c=d"), "{a='b' c='d'}");
  EXPECT_EQ(parsed("a=b,c"), "{a=['b' 'c']}");
  EXPECT_EQ(parsed("a=b,c,d=e"), "{a=['b' 'c'] d='e'}");
  EXPECT_EQ(parsed("a=b=c"), "{a='b=c'}");
  EXPECT_EQ(parsed("a=,b=c"), "{a='' b='c'}");
  EXPECT_EQ(parsed("a="), "{a=''}");
}

TEST(shorthand, reads_brackets) {
  EXPECT_EQ(parsed("a=[1,2]"), "{a=['1' '2']}");
  EXPECT_EQ(parsed("a=[1]"), "{a=['1']}");
  EXPECT_EQ(parsed("a=[]"), "{a=[]}");
  EXPECT_EQ(parsed("a={}"), "{a={}}");
  EXPECT_EQ(parsed("a={b=c,d=[e,{f=g}]},h=i"), "{a={b='c' d=['e' {f='g'}]} h='i'}");
  EXPECT_EQ(parsed("a = { b = c , d = e }"), "{a={b='c' d='e'}}");
}

TEST(shorthand, reads_quotes_and_escapes) {
  EXPECT_EQ(parsed(R"(a='x,y',b="p=q")"), "{a='x,y' b='p=q'}");
  EXPECT_EQ(parsed(R"(a="say \"hi\"")"), R"({a='say "hi"'})");
  EXPECT_EQ(parsed(R"(a=b\,c)"), "{a='b,c'}");
  EXPECT_EQ(parsed(R"(a=C:\dir)"), R"({a='C:\dir'})");
  EXPECT_EQ(parsed("a= two words ,b=1"), "{a='two words' b='1'}");
  EXPECT_EQ(parsed("a=日本"), "{a='日本'}");
  EXPECT_EQ(parsed(R"("a b"=c)"), "{a b='c'}");
}

TEST(shorthand, marks_values_that_name_files) { EXPECT_EQ(parsed("a@=file://x,b=y"), "{a@='file://x' b='y'}"); }

TEST(shorthand, says_what_was_expected_and_where) {
  EXPECT_EQ(parsed("a=b,=c"), "expected a key (key=value) at column 5 of\n  a=b,=c\n      ^");
  EXPECT_EQ(parsed("a"), "expected '=' after the key 'a' at the end of\n  a\n   ^");
  EXPECT_EQ(parsed("a=[b"), "expected ',' or ']' at the end of\n  a=[b\n      ^");
  EXPECT_EQ(parsed("a={b=c"), "expected ',' or '}' at the end of\n  a={b=c\n        ^");
  EXPECT_EQ(
      parsed("a='b"),
      "expected a closing ' for the quote at column 3 of\n  a='b\n    ^\n  a value with ' in it is written in quotes, "
      "which the shell must let through: 'Key=\"...\"'");
  EXPECT_THAT(parsed("a=x{b}"),
              ::testing::EndsWith("a value with } in it is written in quotes, which the shell must let "
                                  "through: \"Key='...'\""));
  EXPECT_THAT(parsed("a=it's,b=c"), ::testing::HasSubstr("at column 5 of"));
  EXPECT_THAT(parsed("a=[\u201cx]y"), ::testing::EndsWith("\u201c is a typographic quote: type \" or '"));
  EXPECT_THAT(parsed("a=1,a=2"), ::testing::HasSubstr("at column 5 of"));
  EXPECT_EQ(parsed("a=b,"), "expected a value after ',' at the end of\n  a=b,\n      ^");
  EXPECT_THAT(parsed("a=1,b=2,a=3"), HasSubstr("'a' is here a second time"));
  EXPECT_THAT(parsed(""), HasSubstr("expected a key"));
}

TEST(shorthand, limits_the_depth) {
  EXPECT_THAT(parsed("a=" + std::string(100000, '[')), HasSubstr("at most 64 brackets"));
}

TEST(shorthand, points_into_long_texts) {
  const auto shown = point_at(std::string(500, 'x'), 250);
  EXPECT_THAT(shown, ::testing::StartsWith("  ...xxx"));
  EXPECT_EQ(shown.find('^') - shown.find('\n') - 1, 2u + 3u + 60u);
}

}  // namespace
}  // namespace aloft::cli
