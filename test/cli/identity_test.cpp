// whoami, configure and exec: the program as an AWS CLI user would meet it, against the embedded AWS.

#include "cloud_fixture.hpp"

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace aloft::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class identity : public test::cloud {
 protected:
  identity() : folder_{::testing::TempDir() + "aloft-identity-" + std::to_string(::getpid())} {
    std::filesystem::create_directories(folder_);
    const auto keys = local::demo_credentials();
    std::ofstream{folder_ + "/config"} << "[profile demo]\nregion = eu-west-2\naws_access_key_id = "
                                       << keys.access_key_id << "\naws_secret_access_key = " << keys.secret_access_key
                                       << "\n[profile role]\nregion = eu-west-2\nrole_arn = "
                                          "arn:aws:iam::123456789012:role/reader\nsource_profile = demo\n"
                                          "[profile mfa]\nregion = eu-west-2\nrole_arn = "
                                          "arn:aws:iam::123456789012:role/writer\nsource_profile = demo\n"
                                          "mfa_serial = arn:aws:iam::123456789012:mfa/me\n";
    environment_["AWS_CONFIG_FILE"] = folder_ + "/config";
    environment_["HOME"] = folder_;
    environment_.erase("AWS_REGION");
  }
  ~identity() override { std::filesystem::remove_all(folder_); }

  const std::string folder_;
};

TEST_F(identity, whoami_says_who_where_and_how) {
  EXPECT_THAT(out({"whoami", "--profile", "role", "--output", "json"}),
              AllOf(HasSubstr(R"("Account": "123456789012")"), HasSubstr(":assumed-role/reader/"),
                    HasSubstr(R"("Region": "eu-west-2")"), HasSubstr(R"("Provider": "assume-role")"),
                    HasSubstr("/config:"), Not(HasSubstr("SessionToken"))));
  EXPECT_THAT(out({"whoami", "--profile", "demo"}), HasSubstr("config-file"));
  EXPECT_THAT(out({"whoami"}), HasSubstr("env"));  // no region is configured
}

TEST_F(identity, configure_list_names_the_origin_and_hides_secrets) {
  environment_["https_proxy"] = "http://me:hidden@proxy:1";
  const auto text = out({"configure", "list", "--profile", "demo", "--max-attempts", "7"});
  EXPECT_THAT(text, AllOf(HasSubstr("config-file"), HasSubstr(folder_ + "/config:2"), HasSubstr("command line"),
                          HasSubstr("http://****@proxy:1"), Not(HasSubstr("hidden")),
                          Not(HasSubstr(local::demo_credentials().secret_access_key))));
  environment_.erase("AWS_ACCESS_KEY_ID");
  const auto nobody = run({"configure", "list"});
  EXPECT_EQ(nobody.status, 0);
  EXPECT_THAT(nobody.out, HasSubstr("<not set>"));
  EXPECT_THAT(nobody.err, HasSubstr("No credentials were found"));
}

TEST_F(identity, credentials_are_exported_for_shells_and_programs) {
  const auto in = [&](const char* format) {
    return out({"configure", "export-credentials", "--profile", "demo", "--format", format});
  };
  const auto keys = local::demo_credentials();
  EXPECT_EQ(in("env"), "export AWS_ACCESS_KEY_ID=" + keys.access_key_id +
                           "\nexport AWS_SECRET_ACCESS_KEY=" + keys.secret_access_key + "\n");
  EXPECT_THAT(in("env-no-export"), StartsWith("AWS_ACCESS_KEY_ID="));
  EXPECT_THAT(in("powershell"), StartsWith("$Env:AWS_ACCESS_KEY_ID='"));
  EXPECT_THAT(in("windows-cmd"), StartsWith("set AWS_ACCESS_KEY_ID="));
  EXPECT_THAT(in("fish"), StartsWith("set -gx AWS_ACCESS_KEY_ID "));
  EXPECT_THAT(in("process"), AllOf(HasSubstr("\"Version\": 1"), Not(HasSubstr("Provider"))));
  EXPECT_THAT(in("json"), HasSubstr(R"("Provider": "config-file")"));
  EXPECT_THAT(out({"configure", "export-credentials", "--profile", "role"}),
              AllOf(HasSubstr("SessionToken"), HasSubstr("Expiration")));
  const auto refused = run({"configure", "export-credentials", "--format", "fsh"});
  EXPECT_EQ(refused.status, 252);
  EXPECT_THAT(refused.err, HasSubstr("did you mean fish"));
}

TEST_F(identity, a_command_runs_as_the_profile) {
  environment_["AWS_PROFILE"] = "demo";
  environment_["AWS_SESSION_TOKEN"] = "stale";
  EXPECT_EQ(
      out({"exec", "--profile", "demo", "--", "sh", "-c",
           "echo $AWS_ACCESS_KEY_ID $AWS_REGION $AWS_DEFAULT_REGION ${AWS_SESSION_TOKEN-none} ${AWS_PROFILE-none}",
           "--region", "x"}),
      local::demo_credentials().access_key_id + " eu-west-2 eu-west-2 none none\n");
  EXPECT_EQ(run({"exec", "--", "sh", "-c", "exit 7"}).status, 7);
  EXPECT_EQ(run({"exec", "--", "sh", "-c", "kill -TERM $$"}).status, 128 + SIGTERM);
  EXPECT_EQ(run({"exec", "--", "there-is-no-such-command"}).status, 127);
  EXPECT_EQ(run({"exec", "--", "/dev/null"}).status, 126);
  EXPECT_EQ(run({"exec"}).status, 252);
  EXPECT_EQ(run({"exec", "--profile", "nobody", "--", "true"}).status, 253);
}

TEST_F(identity, the_code_of_an_mfa_device_is_asked_for_at_the_terminal) {
  int terminal = -1;
  const pid_t process = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (process == 0) {
    for (const auto& [name, value] : environment_) ::setenv(name.c_str(), value.c_str(), 1);
    ::execl(ALOFT_PROGRAM, ALOFT_PROGRAM, "whoami", "--profile", "mfa", "--output", "json", nullptr);
    ::_exit(99);
  }
  std::string seen;
  const auto read_on = [&] {
    char piece[512];
    const auto count = ::read(terminal, piece, sizeof piece);
    if (count > 0) seen.append(piece, static_cast<std::size_t>(count));
    return count > 0;
  };
  while (seen.find("mfa/me: ") == std::string::npos && read_on()) {
  }
  EXPECT_EQ(::write(terminal, "123456\n", 7), 7);
  while (read_on()) {
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  ::close(terminal);
  EXPECT_EQ(status, 0) << seen;
  EXPECT_THAT(seen, AllOf(HasSubstr("Enter MFA code for arn:aws:iam::123456789012:mfa/me"), HasSubstr("writer"),
                          Not(HasSubstr("123456\r"))));
}

TEST_F(identity, without_a_terminal_a_code_cannot_be_asked_for) {
  const auto refused = test::run_shell("setsid \"$ALOFT\" whoami --profile mfa", environment_);
  EXPECT_EQ(refused.status, 253);
  EXPECT_THAT(refused.err, HasSubstr("MfaRequired"));
}

}  // namespace
}  // namespace aloft::cli
