#include "aloft/http_message.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

namespace aloft {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::vector<std::pair<std::string, std::string>> fields(const header_list& of) { return {of.begin(), of.end()}; }

TEST(header_list, keeps_fields_in_order_and_finds_them_in_any_case) {
  header_list list;
  list.add("Accept", "a");
  list.add("X-Id", {"part", "-", "s"});
  list.add("accept", "b");
  EXPECT_EQ(list.size(), 3U);
  EXPECT_EQ(list.find("ACCEPT"), "a");
  EXPECT_EQ(list.find("x-id"), "part-s");
  EXPECT_EQ(list.find("other"), std::nullopt);
  EXPECT_THAT(fields(list), ElementsAre(Pair("Accept", "a"), Pair("X-Id", "part-s"), Pair("accept", "b")));
}

TEST(header_list, sets_in_the_place_of_the_first_of_that_name) {
  header_list list;
  list.add("One", "1");
  list.add("Two", "22");
  list.add("one", "3");
  list.set("ONE", "x");
  EXPECT_THAT(fields(list), ElementsAre(Pair("One", "x"), Pair("Two", "22")));
  list.set("one", std::string(500, 'y'));
  EXPECT_THAT(fields(list), ElementsAre(Pair("One", std::string(500, 'y')), Pair("Two", "22")));
  list.set("one", {"a", "", "b"});
  list.set("two", "");
  list.set("three", "");
  EXPECT_THAT(fields(list), ElementsAre(Pair("One", "ab"), Pair("Two", ""), Pair("three", "")));
  list.set("two", "22");
  EXPECT_THAT(fields(list), ElementsAre(Pair("One", "ab"), Pair("Two", "22"), Pair("three", "")));
}

TEST(header_list, takes_views_of_itself) {
  const std::string longer(700, 'v');
  header_list list;
  list.add("a", longer);
  list.add("b", "w");
  for (int more = 0; more < 20; ++more) list.add(*list.find("b"), *list.find("a"));
  EXPECT_EQ(list.size(), 22U);
  list.set("b", *list.find("a"));
  list.set("w", *list.find("b"));
  EXPECT_THAT(fields(list), ElementsAre(Pair("a", longer), Pair("b", longer), Pair("w", longer)));
  list.set((*list.begin()).first, {*list.find("b"), "!"});
  EXPECT_EQ(list.find("a"), longer + '!');
}

TEST(header_list, erases_every_field_of_a_name) {
  header_list list;
  for (const char* name : {"a", "B", "A", "c", "a"}) list.add(name, name);
  EXPECT_EQ(list.erase("a"), 3U);
  EXPECT_THAT(fields(list), ElementsAre(Pair("B", "B"), Pair("c", "c")));
  EXPECT_EQ(list.erase("a"), 0U);
  list.clear();
  EXPECT_TRUE(list.empty());
  list.add("d", "e");
  EXPECT_THAT(fields(list), ElementsAre(Pair("d", "e")));
}

TEST(header_list, is_empty_after_it_was_moved_and_copies_are_its_own) {
  header_list list;
  list.add("a", "b");
  header_list copy = list;
  const header_list moved = std::move(list);
  EXPECT_TRUE(list.empty());  // NOLINT: what is promised of one that was moved
  copy.set("a", std::string(40, 'c'));
  EXPECT_THAT(fields(moved), ElementsAre(Pair("a", "b")));
  EXPECT_THAT(fields(copy), ElementsAre(Pair("a", std::string(40, 'c'))));
}

}  // namespace
}  // namespace aloft
