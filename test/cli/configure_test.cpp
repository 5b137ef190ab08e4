// configure: asked and told, into files that keep everything else.

#include "cloud_fixture.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace aloft::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct configure : test::cloud {
  configure() {
    environment_["AWS_CONFIG_FILE"] = home_ + "/.aws/config";
    environment_["AWS_SHARED_CREDENTIALS_FILE"] = home_ + "/.aws/credentials";
  }

  std::string content(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream{home_ + "/.aws/" + name}.rdbuf();
    return text.str();
  }

  mode_t mode(const std::string& path) const {
    struct stat facts {};
    return ::stat((home_ + path).c_str(), &facts) == 0 ? facts.st_mode & 0777 : 0;
  }

  test::program_result answering(const std::string& answers, const std::string& words) {
    return test::run_shell("printf '" + answers + "' | \"$ALOFT\" " + words, environment_);
  }
};

TEST_F(configure, set_and_get) {
  EXPECT_EQ(out({"configure", "set", "region", "eu-west-1"}), "");
  EXPECT_EQ(out({"configure", "set", "region", "eu-west-3", "--profile", "work"}), "");
  EXPECT_EQ(out({"configure", "set", "profile.work.s3.addressing_style", "path"}), "");
  EXPECT_EQ(out({"configure", "set", "aws_access_key_id", "AKIDWORK", "--profile", "work"}), "");
  EXPECT_EQ(content("config"),
            "[default]\nregion = eu-west-1\n\n[profile work]\nregion = eu-west-3\ns3 =\n    addressing_style = path\n");
  EXPECT_EQ(content("credentials"), "[work]\naws_access_key_id = AKIDWORK\n");
  EXPECT_EQ(mode("/.aws/credentials"), 0600u);
  EXPECT_EQ(mode("/.aws"), 0700u);
  EXPECT_EQ(out({"configure", "get", "region", "--profile", "work"}), "eu-west-3\n");
  EXPECT_EQ(out({"configure", "get", "default.region"}), "eu-west-1\n");
  EXPECT_EQ(out({"configure", "get", "profile.work.s3.addressing_style"}), "path\n");
  EXPECT_EQ(out({"configure", "list-profiles"}), "default\nwork\n");
  const auto missing = run({"configure", "get", "output"});
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.out + missing.err, "");
}

TEST_F(configure, asks) {
  const auto first = answering("AKIDFIRST\\nsecretsecretsecret\\neu-west-1\\n\\n", "configure");
  EXPECT_EQ(first.status, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("AWS Access Key ID [None]: "));
  EXPECT_EQ(content("credentials"),
            "[default]\naws_access_key_id = AKIDFIRST\naws_secret_access_key = secretsecretsecret\n");
  EXPECT_EQ(content("config"), "[default]\nregion = eu-west-1\n");
  const auto second = answering("\\n\\n\\njson\\n", "configure");
  EXPECT_THAT(second.out,
              AllOf(HasSubstr("****************cret"), HasSubstr("[eu-west-1]"), Not(HasSubstr("secretsecret"))));
  EXPECT_EQ(content("config"), "[default]\nregion = eu-west-1\noutput = json\n");
}

TEST_F(configure, keeps_nothing_of_half_the_answers) {
  const auto cut = answering("AKIDFIRST\\n", "configure");
  EXPECT_EQ(cut.status, 252);
  EXPECT_EQ(content("credentials"), "");
}

TEST_F(configure, writes_through_links) {
  std::filesystem::create_directories(home_ + "/.aws");
  std::filesystem::create_directories(home_ + "/dotfiles");
  std::ofstream{home_ + "/dotfiles/config"} << "# mine\n[default]\nregion = a\n";
  std::filesystem::create_symlink(home_ + "/dotfiles/config", home_ + "/.aws/config");
  EXPECT_EQ(out({"configure", "set", "region", "eu-west-1"}), "");
  EXPECT_TRUE(std::filesystem::is_symlink(home_ + "/.aws/config"));
  EXPECT_EQ(content("config"), "# mine\n[default]\nregion = eu-west-1\n");
}

TEST_F(configure, imports_keys_from_the_console) {
  std::ofstream{home_ + "/keys.csv"}
      << "\xef\xbb\xbfUser Name,Access key ID,Secret access key\r\nann,AKIDANN,secret\r\n,AKIDX,y\r\n";
  const auto refused = run({"configure", "import", "--csv", "file://" + home_ + "/keys.csv"});
  EXPECT_EQ(refused.status, 252);
  EXPECT_THAT(refused.err, HasSubstr("line 3"));
  EXPECT_EQ(content("credentials"), "");
  EXPECT_EQ(out({"configure", "import", "--csv", "file://" + home_ + "/keys.csv", "--skip-invalid", "--profile-prefix",
                 "p-"}),
            "Successfully imported 1 profile(s)\n");
  EXPECT_EQ(content("credentials"), "[p-ann]\naws_access_key_id = AKIDANN\naws_secret_access_key = secret\n");
}

TEST_F(configure, keeps_sso_sessions) {
  const auto done = answering("corp\\nhttps://x.test/start\\neu-west-1\\n\\n", "configure sso-session");
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(content("config"),
            "[sso-session corp]\nsso_start_url = https://x.test/start\nsso_region = eu-west-1\n"
            "sso_registration_scopes = sso:account:access\n");
}

TEST_F(configure, refuses_what_is_no_name) {
  EXPECT_THAT(run({"configure", "set", "a b", "c"}).err, HasSubstr("'a b' is no setting's name"));
  EXPECT_THAT(run({"configure", "set", "region"}).err, HasSubstr("a name and a value are wanted"));
  EXPECT_THAT(run({"configure", "sett", "region", "x"}).err, HasSubstr("did you mean set"));
}

}  // namespace
}  // namespace aloft::cli
