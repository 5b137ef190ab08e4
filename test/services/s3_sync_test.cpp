// Trees: what is merged, what is deleted, what never is.

#include "services/played_bucket.hpp"

#include "services/s3/key_filter.hpp"
#include "services/s3/key_path.hpp"
#include "services/s3/part_plan.hpp"

#include <random>
#include <set>

namespace aloft::s3 {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct tree : played_bucket {
  std::vector<std::string> events;

  tree_options options() {
    tree_options how;
    how.compare = comparison::size_time;
    how.on_event = [this](const tree_event& what) {
      events.push_back(std::string{to_string(what.action)} +
                       (what.skipped   ? " skipped "
                        : what.failure ? " failed "
                                       : " ") +
                       std::string{what.key});
    };
    return how;
  }
  result<tree_counts> up(tree_options how, const std::string& below = "tree") {
    return run(try_transfer_tree(open(), open(), {.folder = path(below)}, {.bucket = "bucket"}, std::move(how)));
  }
  result<tree_counts> down(tree_options how, const std::string& prefix = "") {
    return run(try_transfer_tree(open(), open(), {.bucket = "bucket", .prefix = prefix}, {.folder = path("tree")},
                                 std::move(how)));
  }
};

TEST_F(tree, folder_goes_up_and_the_second_time_nothing_does) {
  for (const char* name : {"tree/a", "tree/a-b", "tree/a0", "tree/b/c/d", "tree/b.txt"}) write(name, name);
  std::filesystem::create_directories(path("tree/a.d"));
  auto first = up(options());
  ASSERT_TRUE(first) << first.error().what();
  EXPECT_EQ(first->transferred, 5U);
  EXPECT_THAT(keys(), ElementsAre("a", "a-b", "a0", "b.txt", "b/c/d"));
  auto second = up(options());
  ASSERT_TRUE(second);
  EXPECT_EQ(second->transferred, 0U);
  EXPECT_EQ(second->same, 5U);
}

TEST_F(tree, order_of_a_folder_is_that_of_a_listing) {
  // 'a' as a folder comes between 'a-b' and 'a0', as '/' does between '-' and '0'.
  for (const char* name : {"tree/a/x", "tree/a-b", "tree/a0", "tree/a.b/y"}) write(name, name);
  const auto reader = read_tree(open(), {.folder = path("tree")});
  const auto all = run(reader->next());
  ASSERT_TRUE(all);
  std::vector<std::string> seen;
  for (const auto& one : *all) seen.push_back(one.key);
  EXPECT_THAT(seen, ElementsAre("a-b", "a.b/y", "a/x", "a0"));
}

TEST_F(tree, random_trees_are_equal_after_a_sync_and_a_second_does_nothing) {
  std::mt19937 random{7};
  for (int round = 0; round < 10; ++round) {
    std::filesystem::remove_all(path("tree"));
    std::filesystem::create_directories(path("tree"));
    objects.clear();
    std::set<std::string> names;
    for (int i = 0; i < 40; ++i) {
      std::string name;
      for (unsigned depth = random() % 3 + 1; depth > 0; --depth) {
        for (unsigned length = random() % 3 + 1; length > 0; --length) name += "ab-0. "[random() % 6];
        if (name.ends_with('.') || name.ends_with("..")) name += 'x';
        if (depth > 1) name += '/';
      }
      bool fits = true;
      for (const auto& other : names)
        fits = fits && !other.starts_with(name + '/') && !name.starts_with(other + '/') && other != name;
      if (fits) names.insert(name);
    }
    for (const auto& name : names) {
      if (random() % 2) write("tree/" + name, name);
      if (random() % 2) objects[name].bytes = "other";
    }
    auto how = options();
    how.delete_extra = how.allow_empty = true;
    how.max_delete = 1000;
    const auto first = up(how);
    ASSERT_TRUE(first) << first.error().what();
    std::vector<std::string> there;
    for (const auto& name : files()) there.push_back(name.substr(5));
    EXPECT_EQ(keys(), there);
    const auto second = up(how);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->transferred + second->removed, 0U);
  }
}

TEST_F(tree, nothing_is_deleted_without_being_asked_for) {
  write("tree/a", "a");
  objects["old"].bytes = "old";
  ASSERT_TRUE(up(options()));
  EXPECT_THAT(keys(), ElementsAre("a", "old"));
}

TEST_F(tree, extra_objects_go_when_asked_for_but_not_the_excluded) {
  write("tree/a", "a");
  objects["old"].bytes = objects["logs/x"].bytes = "old";
  auto how = options();
  how.delete_extra = true;
  how.filters = {{false, "logs/*"}};
  ASSERT_TRUE(up(how));
  EXPECT_THAT(keys(), ElementsAre("a", "logs/x"));
}

TEST_F(tree, empty_source_deletes_nothing_unless_allowed) {
  std::filesystem::create_directories(path("tree"));
  objects["old"].bytes = "old";
  auto how = options();
  how.delete_extra = true;
  const auto refused = up(how);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "EmptySource");
  EXPECT_THAT(keys(), ElementsAre("old"));
  how.allow_empty = true;
  ASSERT_TRUE(up(how));
  EXPECT_THAT(keys(), IsEmpty());
}

TEST_F(tree, missing_source_deletes_nothing) {
  objects["old"].bytes = "old";
  auto how = options();
  how.delete_extra = how.allow_empty = true;
  const auto refused = up(how, "none");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "NoSuchFolder");
  EXPECT_THAT(keys(), ElementsAre("old"));
}

TEST_F(tree, listing_that_breaks_off_deletes_nothing) {
  for (int i = 0; i < 10; ++i) objects["k" + std::to_string(i)].bytes = "x";
  write("tree/extra", "x");
  before = [](const http_request& request) -> std::optional<result<http_response>> {
    if (request.method == "GET" && !parameter(std::string{request.query}, "continuation-token").empty())
      return refusal(500, "InternalError");
    return std::nullopt;
  };
  auto how = options();
  how.delete_extra = true;
  const auto refused = down(how);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "InternalError");
  EXPECT_THAT(files(), Contains("tree/extra"));
}

TEST_F(tree, failed_transfer_holds_deletions) {
  write("tree/a", "a");
  objects["old"].bytes = "old";
  before = [](const http_request& request) -> std::optional<result<http_response>> {
    if (request.method == "PUT") return refusal(403, "AccessDenied");
    return std::nullopt;
  };
  auto how = options();
  how.delete_extra = true;
  const auto done = up(how);
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->deletions_held);
  EXPECT_EQ(done->failed, 1U);
  EXPECT_THAT(keys(), ElementsAre("old"));
}

TEST_F(tree, unreadable_folder_holds_deletions) {
  if (::geteuid() == 0) GTEST_SKIP() << "the superuser reads everything";
  write("tree/a", "a");
  write("tree/shut/b", "b");
  std::filesystem::permissions(path("tree/shut"), std::filesystem::perms::none);
  objects["shut/b"].bytes = "b";
  auto how = options();
  how.delete_extra = true;
  const auto done = up(how);
  std::filesystem::permissions(path("tree/shut"), std::filesystem::perms::owner_all);
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->deletions_held);
  EXPECT_THAT(keys(), ElementsAre("a", "shut/b"));
}

TEST_F(tree, too_many_deletions_are_none) {
  for (int i = 0; i < 120; ++i) objects["k" + std::to_string(i)].bytes = "x";
  write("tree/a", "a");
  auto how = options();
  how.delete_extra = true;
  const auto refused = up(how);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "TooManyDeletions");
  EXPECT_THAT(refused.error().message(), HasSubstr("120 objects would go"));
  EXPECT_EQ(objects.size(), 121U);
  how.max_delete = 119;
  EXPECT_FALSE(up(how));
  how.max_delete.reset();
  how.max_delete_percent = 100;
  ASSERT_TRUE(up(how));
  EXPECT_THAT(keys(), ElementsAre("a"));
}

TEST_F(tree, hostile_keys_are_refused_one_by_one) {
  for (const char* key : {"../x", "/abs", "a//b", ".", "..", "a/../../x", "a/./b", "good", "dir/", "a/"})
    objects[key].bytes = "x";
  objects[std::string(300, 'n')].bytes = "x";
  objects["dir/"].bytes = "";
  auto how = options();
  const auto done = down(how);
  ASSERT_TRUE(done) << done.error().what();
  EXPECT_THAT(files(), ElementsAre("tree/good"));
  EXPECT_EQ(done->failed, 9U);
  EXPECT_THAT(events, Contains("download failed ../x"));
}

TEST_F(tree, file_and_folder_of_one_name_are_one_failure) {
  objects["a"].bytes = "file";
  objects["a/b"].bytes = "below";
  auto how = options();
  const auto done = down(how);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->failed + done->transferred, 2U);
  EXPECT_EQ(done->failed, 1U);
}

TEST_F(tree, move_removes_what_arrived_and_keeps_what_did_not) {
  write("tree/a", "a");
  write("tree/b", "b");
  before = [](const http_request& request) -> std::optional<result<http_response>> {
    if (request.method == "PUT" && request.path == "/b") return refusal(403, "AccessDenied");
    return std::nullopt;
  };
  auto how = options();
  how.move = true;
  ASSERT_TRUE(up(how));
  EXPECT_THAT(keys(), ElementsAre("a"));
  EXPECT_THAT(files(), ElementsAre("tree/b"));
}

TEST_F(tree, dry_run_does_nothing) {
  write("tree/a", "a");
  objects["old"].bytes = "old";
  auto how = options();
  how.dry_run = how.delete_extra = true;
  ASSERT_TRUE(up(how));
  EXPECT_THAT(events, ElementsAre("upload a", "delete old"));
  EXPECT_THAT(keys(), ElementsAre("old"));
}

TEST_F(tree, objects_are_removed_by_the_thousand_and_refusals_told) {
  for (int i = 0; i < 7; ++i) objects["k" + std::to_string(i)].bytes = "x";
  objects["kept"].bytes = "x";
  const auto done = run(try_remove_tree(open(), {.bucket = "bucket", .prefix = "k"}, options()));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->removed, 7U);
  EXPECT_EQ(done->failed, 1U);
  EXPECT_THAT(events, Contains("delete failed ept"));
}

TEST_F(tree, contents_are_compared_by_checksum_where_that_is_asked_for) {
  write("tree/same", "1234");
  write("tree/other", "1234");
  objects["same"].bytes = "1234";
  objects["other"].bytes = "4321";
  auto how = options();
  how.compare = comparison::checksum;
  const auto done = up(how);
  ASSERT_TRUE(done);
  EXPECT_THAT(events, ElementsAre("upload other"));
  EXPECT_EQ(done->same, 1U);
}

TEST_F(tree, loop_of_links_ends) {
  write("tree/a", "a");
  std::filesystem::create_directory_symlink("..", path("tree/loop"));
  const auto done = up(options());
  ASSERT_TRUE(done);
  EXPECT_EQ(done->skipped, 1U);
  EXPECT_THAT(keys(), Contains("a"));
  events.clear();
  auto how = options();
  how.links = link_choice::skip;
  const auto without = up(how);
  ASSERT_TRUE(without);
  EXPECT_EQ(without->skipped, 0U);
}

TEST(key_filters, patterns_are_those_of_fnmatch) {
  struct {
    const char *pattern, *text;
    bool fits;
  } const cases[] = {{"*", "", true},
                     {"*.txt", "a/b.txt", true},
                     {"*.txt", "a.txtx", false},
                     {"a?c", "abc", true},
                     {"a?c", "ac", false},
                     {"[a-c]x", "bx", true},
                     {"[!a-c]x", "bx", false},
                     {"[a", "[a", true},
                     {"a*b*c", "axxbyyc", true},
                     {"a*b*c", "axxbyy", false},
                     {"", "", true},
                     {"", "a", false},
                     {"*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false}};
  for (const auto& one : cases) EXPECT_EQ(matches(one.pattern, one.text), one.fits) << one.pattern << ' ' << one.text;
  const std::vector<filter_rule> rules{{false, "*"}, {true, "*.txt"}, {false, "secret*"}};
  EXPECT_TRUE(takes_key(rules, "a.txt"));
  EXPECT_FALSE(takes_key(rules, "a.bin"));
  EXPECT_FALSE(takes_key(rules, "secret.txt"));
}

TEST(part_plans, ten_thousand_parts_are_enough) {
  const auto small = plan_parts(20ULL << 20, 8ULL << 20).value();
  EXPECT_EQ(small.count, 3U);
  EXPECT_EQ(small.length(2), 4ULL << 20);
  const auto exact = plan_parts(10'000ULL * (8ULL << 20), 8ULL << 20).value();
  EXPECT_EQ(exact.count, 10'000U);
  const auto more = plan_parts(10'000ULL * (8ULL << 20) + 1, 8ULL << 20).value();
  EXPECT_LE(more.count, 10'000U);
  EXPECT_EQ(more.part_size, 9ULL << 20);
  EXPECT_EQ(plan_parts(0, 8ULL << 20).value().count, 1U);
  EXPECT_EQ(plan_parts(UINT64_MAX, 8ULL << 20).error().code(), "ObjectTooLarge");
}

TEST(object_checksums, parts_add_up_to_the_whole) {
  std::string bytes(100'000, '\0');
  std::mt19937 random{1};
  for (char& c : bytes) c = static_cast<char>(random());
  for (const crc_kind kind : {crc_kind::crc64nvme, crc_kind::crc32, crc_kind::crc32c})
    for (const std::size_t cut : {std::size_t{0}, std::size_t{1}, std::size_t{77'777}, bytes.size()}) {
      object_checksum whole{kind}, first{kind}, second{kind};
      whole.update(bytes);
      first.update(std::string_view{bytes}.substr(0, cut));
      second.update(std::string_view{bytes}.substr(cut));
      first.append(second);
      EXPECT_EQ(first, whole) << name_of(kind) << ' ' << cut;
      EXPECT_EQ(object_checksum::from_text(kind, whole.text(), bytes.size()), whole);
    }
  EXPECT_FALSE(object_checksum::from_text(crc_kind::crc32, "AAAA", 1));
}

}  // namespace
}  // namespace aloft::s3
