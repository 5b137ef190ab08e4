// Identities that cannot be: one clear error that names the file and line or the provider, and no secret anywhere.
#include "client/machine.hpp"

#include <ctime>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct bad_identities : ::testing::Test {
  machine home;
  asio::io_context context;
  kept_log log;
  session_options options;

  /// The error that asking for the keys ends with; it is one line, and neither it nor the log holds a secret.
  error failure() {
    options.log = &log;
    const session as{context.get_executor(), options};
    try {
      run(context, as.credentials());
    } catch (const error& thrown) {
      const std::string said = thrown.what();
      EXPECT_THAT(said, AllOf(Not(HasSubstr("hush")), Not(HasSubstr("\n"))));
      EXPECT_THAT(log.lines(), Not(HasSubstr("hush")));
      return thrown;
    }
    ADD_FAILURE() << "keys were found";
    return error{error_kind::usage, "None", ""};
  }
  void expect(const std::string& code, std::initializer_list<std::string> parts) {
    const error said = failure();
    EXPECT_EQ(said.code(), code) << said.what();
    for (const auto& part : parts) EXPECT_THAT(said.message(), HasSubstr(part));
  }
};

TEST_F(bad_identities, a_profile_that_is_not_there) {
  home.config("[profile develop]\nregion = eu-west-1\n[profile staging]\n[default]\naws_secret_access_key = hush\n");
  options.profile = "devlop";
  expect("ProfileNotFound", {"\"devlop\"", "given in code", home.path(".aws/config"), "develop"});
  options.profile = "";
  home.set("AWS_PROFILE", "stagin");
  expect("ProfileNotFound", {"\"stagin\"", "AWS_PROFILE", "staging"});
  home.set("AWS_PROFILE", "");
  expect("ProfileNotFound", {"AWS_PROFILE is set but names no profile"});
}

TEST_F(bad_identities, half_a_pair) {
  home.config("[default]\nregion = x\naws_access_key_id = AKID\n");
  expect("PartialCredentials", {".aws/config:3", "aws_secret_access_key is not"});
  home.set("AWS_ACCESS_KEY_ID", "AKID");
  expect("PartialCredentials", {"AWS_SECRET_ACCESS_KEY"});
  options.credentials.emplace();
  options.credentials->secret_access_key = "hush";
  expect("PartialCredentials", {"in code"});
}

TEST_F(bad_identities, roles_in_a_circle) {
  home.config(
      "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = c\n"
      "[profile c]\nrole_arn = r\nsource_profile = a\n");
  options.profile = "a";
  expect("InvalidProfile", {"a -> b -> c -> a", ".aws/config:9"});
}

TEST_F(bad_identities, processes) {
  const auto with = [&](const std::string& command) {
    home.config("[default]\ncredential_process = " + command + '\n');
  };
  with("sh -c 'echo oops >&2; echo hush; exit 3'");
  expect("CredentialProcessFailed", {".aws/config:2", "exit status 3: oops"});
  with("sh -c 'echo hush >&2; echo hush'");
  expect("InvalidCredentialsAnswer", {".aws/config:2", "did not print a JSON object"});
  with(R"(sh -c 'echo "{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"hush\",\"Expiration\":\"hush\"}"')");
  expect("InvalidCredentialsAnswer", {".aws/config:2"});
  with("/nowhere/to/be/found --password hush");
  expect("CredentialProcessFailed", {".aws/config:2"});
  with("sleep 60");
  options.credentials_timeout = 1s;
  const auto begun = std::chrono::steady_clock::now();
  expect("CredentialsTimeout", {"\"credential_process\"", "1 s"});
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

TEST_F(bad_identities, metadata_that_nobody_answers_is_off_within_its_short_timeout) {
  const auto begun = std::chrono::steady_clock::now();
  home.set("AWS_EC2_METADATA_DISABLED", "false").set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9");
  expect("NoCredentials", {"the instance metadata service"});
  scripted_server silent{[](peer& client) { client.stall(); }};
  home.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + std::to_string(silent.port()));
  expect("NoCredentials", {"the instance metadata service"});
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s) << "the session's own timeout would be 60 s";

  // Nor does each call pay for it.
  const session as{context.get_executor(), options};
  EXPECT_THROW(run(context, as.credentials()), error);
  const auto later = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) EXPECT_THROW(run(context, as.credentials()), error);
  EXPECT_LT(std::chrono::steady_clock::now() - later, 20s) << "asked anew each time it would be 100 s";
}

TEST_F(bad_identities, files_that_are_none) {
  home.config(
      std::string{"\x7f"
                  "ELF\0\1\2 hush",
                  13});
  expect("ConfigParseError", {".aws/config:1"});
  home.config("[default]\naws_secret_access_key hush\n");
  expect("ConfigParseError", {".aws/config:2", "'='"});
  std::filesystem::create_directory(home.path("folder"));
  home.set("AWS_CONFIG_FILE", home.path("folder"));
  expect("ConfigUnreadable", {home.path("folder"), "it is a folder"});
  home.set("AWS_CONFIG_FILE", home.path("absent"));
  home.set("AWS_WEB_IDENTITY_TOKEN_FILE", home.path("folder")).set("AWS_ROLE_ARN", "arn:aws:iam::1:role/web");
  expect("FileUnreadable", {home.path("folder"), "it is a folder"});
}

TEST_F(bad_identities, settings_that_are_none) {
  const auto with = [&](const std::string& line) { home.config("[default]\n" + line + '\n'); };
  for (const char* name : {"retry_mode", "max_attempts", "defaults_mode", "parameter_validation", "use_fips_endpoint",
                           "sts_regional_endpoints", "account_id_endpoint_mode", "disable_host_prefix_injection"}) {
    with(std::string{name} + " = maybe");
    const error said = failure();
    EXPECT_EQ(said.code(), "InvalidSetting") << name;
    EXPECT_THAT(said.message(),
                AllOf(HasSubstr(name), HasSubstr("\"maybe\""), HasSubstr(".aws/config:2"), HasSubstr("expected")));
  }
}

TEST_F(bad_identities, large_files_are_no_trouble) {
  std::string text;
  for (int i = 0; i < 100'000; ++i)
    text += "[profile account-" + std::to_string(i) + "]\nregion = eu-west-1\naws_access_key_id = AKID" +
            std::to_string(i) + "\naws_secret_access_key = hush\n# " + std::string(400, 'x') + "\n";
  home.config(text);
  ASSERT_GT(text.size(), 45u << 20);
  const std::clock_t begun = std::clock();  // of the processor: other programs do not count
  options.profile = "account-99999";
  const session as{context.get_executor(), options};
  EXPECT_EQ(run(context, as.credentials()).access_key_id, "AKID99999");
  options.profile = "acount-99998";
  expect("ProfileNotFound", {"account-99998"});
  EXPECT_LT((std::clock() - begun) / CLOCKS_PER_SEC, 20) << "a hundred times what optimized builds need";
}

}  // namespace
}  // namespace aloft
