// aloft s3, as people type it, against the embedded AWS.

#include "cloud_fixture.hpp"

#include <fstream>
#include <sstream>

namespace aloft::test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

class s3_commands : public cloud {
 protected:
  s3_commands() { EXPECT_EQ(out({"s3", "mb", "s3://bucket"}), "make_bucket: bucket\n"); }

  program_result s3(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "s3");
    return run(arguments);
  }
  /// Its output; expects success.
  std::string said(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "s3");
    return out(arguments);
  }
  std::string path(const std::string& name) const { return home_ + '/' + name; }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories(std::filesystem::path{path(name)}.parent_path());
    std::ofstream{path(name), std::ios::binary} << bytes;
    return path(name);
  }
  static std::string read(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream{name, std::ios::binary}.rdbuf();
    return text.str();
  }
  /// The keys of the bucket.
  std::vector<std::string> keys() {
    std::vector<std::string> all;
    for (const auto& line : s3({"ls", "s3://bucket", "--recursive"}).lines()) all.push_back(line.substr(31));
    return all;
  }
};

TEST_F(s3_commands, file_goes_up_and_comes_down) {
  EXPECT_THAT(said({"cp", write("a.txt", "hello"), "s3://bucket/d/"}),
              ::testing::AllOf(StartsWith("upload: "), EndsWith("a.txt to s3://bucket/d/a.txt\n")));
  EXPECT_THAT(said({"cp", "s3://bucket/d/a.txt", path("b")}), StartsWith("download: s3://bucket/d/a.txt to "));
  EXPECT_EQ(read(path("b")), "hello");
  EXPECT_EQ(said({"cp", "s3://bucket/d/a.txt", "-"}), "hello");
  EXPECT_EQ(said({"cat", "s3://bucket/d/a.txt", "s3://bucket/d/a.txt"}), "hellohello");
  EXPECT_EQ(said({"cp", "s3://bucket/d/a.txt", "s3://bucket/e/"}),
            "copy: s3://bucket/d/a.txt to s3://bucket/e/a.txt\n");
  EXPECT_EQ(said({"mv", "s3://bucket/e/a.txt", "s3://bucket/f"}), "move: s3://bucket/e/a.txt to s3://bucket/f\n");
  EXPECT_EQ(said({"rm", "s3://bucket/f"}), "delete: s3://bucket/f\n");
  EXPECT_THAT(keys(), ElementsAre("d/a.txt"));
}

TEST_F(s3_commands, listing_looks_as_that_of_the_aws_cli) {
  said({"cp", write("f", std::string(3000, 'x')), "s3://bucket/d/f"});
  said({"cp", write("g", "x"), "s3://bucket/top"});
  const auto lines = s3({"ls", "bucket"}).lines();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], std::string(27, ' ') + "PRE d/");
  EXPECT_THAT(lines[1], MatchesRegex("[0-9-]* [0-9:]*          1 top"));
  EXPECT_THAT(said({"ls", "s3://bucket/d/", "--human-readable", "--summarize"}),
              HasSubstr("    2.9 KiB f\n\nTotal Objects: 1\n   Total Size: 2.9 KiB\n"));
  EXPECT_EQ(s3({"ls", "s3://bucket/none"}).status, 1);
  EXPECT_EQ(s3({"ls", "s3://none"}).status, 254);
  EXPECT_THAT(said({"ls"}), EndsWith(" bucket\n"));
  EXPECT_EQ(said({"du", "s3://bucket"}), "3001 bytes in 2 objects: s3://bucket/\n");
}

TEST_F(s3_commands, exit_status_is_that_of_the_aws_cli) {
  EXPECT_EQ(s3({"cp", path("none"), "s3://bucket/x"}).status, 255);
  EXPECT_EQ(s3({"cp", "a", "b"}).status, 252);
  EXPECT_EQ(s3({"cp", "s3://bucket/a"}).status, 252);
  EXPECT_EQ(s3({"rm", "s3://bucket"}).status, 252);
  EXPECT_EQ(s3({"rb", "s3://bucket/key"}).status, 252);
  EXPECT_EQ(s3({"cp", write("f", "f"), "s3://bucket/f", "--exlude", "x"}).status, 252);
  const auto failed = s3({"cp", write("f", "f"), "s3://none/f"});
  EXPECT_EQ(failed.status, 1);
  EXPECT_THAT(failed.err, HasSubstr("f to s3://none/f An error occurred (NoSuchBucket) when calling the PutObject"));
  EXPECT_EQ(s3({"cp", "s3://bucket/none", path("x")}).status, 1);
  EXPECT_FALSE(std::filesystem::exists(path("x")));
  EXPECT_EQ(s3({"rb", "s3://none"}).status, 1);
}

TEST_F(s3_commands, sync_is_a_mirror_and_deletes_by_rules) {
  for (const char* name : {"t/a", "t/b/c", "t/b-d", "t/logs/x"}) write(name, name);
  said({"sync", path("t"), "s3://bucket/w"});
  EXPECT_THAT(keys(), ElementsAre("w/a", "w/b-d", "w/b/c", "w/logs/x"));
  EXPECT_EQ(said({"sync", path("t"), "s3://bucket/w"}), "");
  EXPECT_EQ(said({"verify", path("t"), "s3://bucket/w"}), "4 alike, 0 not\n");
  std::filesystem::remove_all(path("t/b"));
  std::filesystem::remove_all(path("t/logs"));
  EXPECT_EQ(said({"sync", path("t"), "s3://bucket/w", "--delete", "--exclude", "logs/*", "--dryrun"}),
            "(dryrun) delete: s3://bucket/w/b/c\n");
  EXPECT_EQ(s3({"sync", path("t"), "s3://bucket/w", "--delete", "--max-delete", "1"}).status, 1);
  EXPECT_EQ(said({"sync", path("t"), "s3://bucket/w", "--delete", "--exclude", "logs/*"}),
            "delete: s3://bucket/w/b/c\n");
  EXPECT_THAT(keys(), ElementsAre("w/a", "w/b-d", "w/logs/x"));
  std::filesystem::create_directory(path("empty"));
  const auto refused = s3({"sync", path("empty"), "s3://bucket/w", "--delete"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("nothing was deleted"));
  EXPECT_THAT(keys(), ElementsAre("w/a", "w/b-d", "w/logs/x"));
}

TEST_F(s3_commands, large_objects_travel_in_parts) {
  std::string bytes(20 << 20, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7 + (i >> 13));
  said({"cp", write("large", bytes), "s3://bucket/large", "--quiet"});
  said({"cp", "s3://bucket/large", path("back"), "--quiet", "--part-size", "5MB"});
  EXPECT_TRUE(read(path("back")) == bytes);
  EXPECT_EQ(said({"uploads", "s3://bucket"}), "");
  EXPECT_EQ(run_shell("$ALOFT s3 cat s3://bucket/large | cmp - " + path("large"), environment_).status, 0);
  EXPECT_EQ(run_shell("$ALOFT s3 pipe s3://bucket/piped < " + path("large"), environment_).status, 0);
  EXPECT_EQ(said({"du", "s3://bucket/piped"}), "20971520 bytes in 1 object: s3://bucket/piped\n");
}

TEST_F(s3_commands, report_has_a_line_for_each_object) {
  write("t/a", "a");
  said({"cp", path("t"), "s3://bucket", "--recursive", "--report", path("report"), "--quiet"});
  EXPECT_THAT(read(path("report")), HasSubstr(R"("success":true)"));
  EXPECT_THAT(read(path("report")), HasSubstr(R"("destination":"s3://bucket/a")"));
}

TEST_F(s3_commands, file_of_commands_is_run) {
  const std::string file = write("commands", "cp " + write("a b", "x") + "none s3://bucket/x\n# nothing\n\ncp '" +
                                                 path("a b") + "' s3://bucket/x\nls s3://bucket\n");
  const auto ended = s3({"run", file});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("line 5: expected cp, mv, sync or rm"));
  EXPECT_THAT(keys(), ElementsAre("x"));
}

TEST_F(s3_commands, bucket_is_removed_with_what_is_in_it) {
  said({"cp", write("a", "a"), "s3://bucket/a"});
  EXPECT_EQ(s3({"rb", "s3://bucket"}).status, 1);
  EXPECT_EQ(said({"rb", "s3://bucket", "--force"}), "delete: s3://bucket/a\nremove_bucket: bucket\n");
  EXPECT_THAT(said({"ls"}), IsEmpty());
}

}  // namespace
}  // namespace aloft::test
