#include <aloft/config/profile_file.hpp>

#include "config/folder.hpp"

#include <gmock/gmock.h>

namespace aloft::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

profile_file config(const std::string& text) { return profile_file::parse(text, "/c", file_kind::config).value(); }
profile_file credentials(const std::string& text) {
  return profile_file::parse(text, "/c", file_kind::credentials).value();
}

std::map<std::string, std::string> values(const profile_file& file, std::string_view name,
                                          section_kind kind = section_kind::profile) {
  properties all;
  file.collect(kind, name, all);
  std::map<std::string, std::string> out;
  for (const auto& [key, found] : all) out[key] = found.value;
  return out;
}

using map = std::map<std::string, std::string>;

TEST(profile_file, sections_are_named_by_the_kind_of_file) {
  const std::string text =
      "[default]\na=1\n[profile dev]\na=2\n[dev]\na=3\n[sso-session corp]\nb=4\n[services local]\nec2 =\n endpoint_url "
      "= x\n";
  EXPECT_THAT(config(text).names(section_kind::profile), ElementsAre("default", "dev"));
  EXPECT_THAT(config(text).names(section_kind::sso_session), ElementsAre("corp"));
  EXPECT_THAT(config(text).names(section_kind::services), ElementsAre("local"));
  EXPECT_EQ(values(config(text), "dev"), (map{{"a", "2"}}));
  EXPECT_THAT(credentials(text).names(section_kind::profile), ElementsAre("default", "dev"));
  EXPECT_EQ(values(credentials(text), "dev"), (map{{"a", "3"}}));
}

TEST(profile_file, a_prefixed_default_hides_the_plain_one) {
  EXPECT_EQ(values(config("[default]\na=1\n[profile default]\nb=2"), "default"), (map{{"b", "2"}}));
  EXPECT_EQ(values(config("[profile default]\nb=2\n[default]\na=1"), "default"), (map{{"b", "2"}}));
}

TEST(profile_file, duplicates_merge_and_the_last_wins) {
  EXPECT_EQ(values(config("[default]\na=1\nb=2\na=3\n[default]\nb=4"), "default"), (map{{"a", "3"}, {"b", "4"}}));
}

TEST(profile_file, comments_need_a_blank_inside_property_lines) {
  const auto file = config("# top\n; top\n[default] # x\na = 1 # no\nb = 1;2#3\nc = 4\t; no\n[profile x]# y\n");
  EXPECT_EQ(values(file, "default"), (map{{"a", "1"}, {"b", "1;2#3"}, {"c", "4"}}));
  EXPECT_TRUE(file.contains(section_kind::profile, "x"));
}

TEST(profile_file, continuation_lines_join_and_keep_comments) {
  EXPECT_EQ(values(config("[default]\na = 1\n  two # kept\n \t \n\tthree\nb=4"), "default"),
            (map{{"a", "1\ntwo # kept\nthree"}, {"b", "4"}}));
}

TEST(profile_file, comments_may_be_indented_anywhere) {
  const auto file = config(
      "[default]\n  # below a header\naws_secret_access_key = sec\n    # rotated in May\n\t; again\n"
      "s3 =\n  # below a nest\n  addressing_style = path\n    ; in it\n[profile unused]\n  # x\n");
  const auto found = values(file, "default");
  EXPECT_EQ(found.at("aws_secret_access_key"), "sec");
  EXPECT_EQ(nested_properties(found.at("s3")),
            (std::map<std::string, std::string, std::less<>>{{"addressing_style", "path"}}));
}

TEST(profile_file, indentation_is_relative) {
  EXPECT_EQ(values(config("[default]\n  a = 1\n  b = 2\n    more\n c = 3\n"), "default"),
            (map{{"a", "1"}, {"b", "2\nmore"}, {"c", "3"}}));
  EXPECT_EQ(values(config("  [default]\n  a = 1\n   [profile x]\n"), "default"), (map{{"a", "1\n[profile x]"}}));
  EXPECT_EQ(values(config("  [default]\n  a = 1\n  [profile x]\nb=2"), "x"), (map{{"b", "2"}}));
  EXPECT_EQ(values(config("  [default]\n  a = 1\n[profile x]\nb=2"), "x"), (map{{"b", "2"}}));
}

TEST(profile_file, a_colon_separates_too) {
  EXPECT_EQ(values(config("[default]\nregion: eu-west-1\nendpoint_url:http://x/\na:b = 3\nc: d=4\ne :5\n"), "default"),
            (map{{"region", "eu-west-1"}, {"endpoint_url", "http://x/"}, {"a:b", "3"}, {"c", "d=4"}, {"e", "5"}}));
}

TEST(profile_file, what_stands_behind_a_header_is_passed_over) {
  EXPECT_EQ(values(config("[default] mine\na = 1\n[profile x]]\nb = 2\n"), "default"), (map{{"a", "1"}}));
}

TEST(profile_file, words_in_quotes_hold_no_comments) {
  EXPECT_EQ(values(config("[default]\na = run --f \"a ; b\" # c\nb = it's # a 'comment'\nc = 'open # c\n"), "default"),
            (map{{"a", "run --f \"a ; b\""}, {"b", "it's"}, {"c", "'open"}}));
}

TEST(profile_file, nested_properties_are_one_value_until_taken_apart) {
  const auto found = values(config("[services s]\nec2 =\n  endpoint_url = http://x  # no\n  Other = 2\n"), "s",
                            section_kind::services);
  const auto nested = nested_properties(found.at("ec2"));
  EXPECT_EQ(nested.at("endpoint_url"), "http://x");
  EXPECT_EQ(nested.at("other"), "2");
}

TEST(profile_file, names_are_trimmed_lowered_and_may_be_quoted) {
  EXPECT_EQ(values(config("[ profile \t dev ]\r\nKEY = other\r\n"
                          "[profile \"my team\"]\r\nAws_Region = eu-west-1\r\n"),
                   "my team"),
            (map{{"aws_region", "eu-west-1"}}));
}

TEST(profile_file, sections_and_properties_with_bad_names_are_passed_over) {
  const auto file = config(
      "[profile in valid]\nthis is not judged\n[preview]\ncloudfront = true\n[default]\nin valid = 1\n more\nok = 2");
  EXPECT_THAT(file.names(section_kind::profile), ElementsAre("default"));
  EXPECT_EQ(values(file, "default"), (map{{"ok", "2"}}));
}

TEST(profile_file, a_property_knows_its_place) {
  properties all;
  config("\n[default]\n# c\na = 1\n 2\nb = 3").collect(section_kind::profile, "default", all);
  EXPECT_EQ(all.at("a").place(), "/c:4");
  EXPECT_EQ(all.at("b").place(), "/c:6");
}

TEST(profile_file, broken_lines_are_named) {
  auto message = [](const std::string& text) {
    auto parsed = profile_file::parse(text, "/home/u/.aws/config", file_kind::config);
    EXPECT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code(), "ConfigParseError");
    return parsed.error().message();
  };
  EXPECT_THAT(message("[default]\na=1\n\n[profile x\n"),
              HasSubstr("/home/u/.aws/config:4: Profile definition must end with ']'"));
  EXPECT_THAT(message("a=1"), HasSubstr(":1: Expected a profile definition"));
  EXPECT_THAT(message(" a=1"), HasSubstr("Expected a profile definition"));
  EXPECT_THAT(message("[default]\n = 1"), HasSubstr("Property did not have a name"));
  EXPECT_THAT(message("[default]\n= 1"), HasSubstr("Property did not have a name"));
  EXPECT_THAT(message("[default]\nword"), HasSubstr("Expected an '=' sign"));
  EXPECT_THAT(message("[default]\na=1\n[default]\n b"), HasSubstr("Expected an '=' sign"));
  EXPECT_THAT(message("[default]\ns3 =\n word"), HasSubstr("in sub-property"));
  EXPECT_THAT(message("[default]\ns3 =\n = word"), HasSubstr("Sub-property did not have a name"));
  EXPECT_THAT(message(std::string{"\x7f\x45\x4c\x46\0\1\2", 7}), HasSubstr("Expected a profile definition"));
}

TEST(profile_file, loading) {
  testing::home_folder home;
  home.config("[profile x]\na=1");
  EXPECT_EQ(values(profile_file::load(home.path(".aws/config"), file_kind::config).value(), "x"), (map{{"a", "1"}}));
  EXPECT_TRUE(
      profile_file::load(home.path("absent/file"), file_kind::config).value().names(section_kind::profile).empty());
  auto folder = profile_file::load(home.path(".aws"), file_kind::config);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code(), "ConfigUnreadable");
  EXPECT_THAT(folder.error().message(), HasSubstr("it is a folder"));
}

}  // namespace
}  // namespace aloft::config
