// How a profile's identity is found and renewed where services have to be asked.
#include "aloft/timestamp.hpp"
#include "client/machine.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto base = "[profile base]\naws_access_key_id = BASE\naws_secret_access_key = hush\n";
constexpr auto work =
    "[sso-session work]\nsso_start_url = https://start\nsso_region = eu-west-1\n"
    "[profile dev]\nsso_session = work\nsso_account_id = 123456789012\nsso_role_name = reader\n";

std::string token(const std::string& text, const std::string& expires, const std::string& refresh = "refresh-1") {
  return R"({"startUrl":"https://start","region":"eu-west-1","accessToken":")" + text + R"(","expiresAt":")" + expires +
         R"(","refreshToken":")" + refresh +
         R"(","clientId":"c","clientSecret":"hush","registrationExpiresAt":"2099-01-01T00:00:00Z","kept":1})";
}

const std::string role_keys = answer(
    200,
    R"({"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"s","sessionToken":"t","expiration":4070908800000}})",
    "Content-Type: application/json\r\n");
const std::string new_token =
    answer(200, R"({"accessToken":"token-2","expiresIn":28800,"refreshToken":"refresh-2","tokenType":"Bearer"})",
           "Content-Type: application/json\r\n");
const std::string refused = answer(400, R"({"error":"invalid_grant","error_description":"no"})",
                                   "Content-Type: application/json\r\nx-amzn-ErrorType: InvalidGrantException\r\n");

struct identities : ::testing::Test {
  machine home;
  asio::io_context context;
  kept_log log;

  result<credentials> who(session_options options) {
    options.log = &log;
    const session as{context.get_executor(), options};
    try {
      return run(context, as.credentials());
    } catch (const error& failure) {
      return failure;
    }
  }
  result<credentials> who(const std::string& profile) {
    session_options options;
    options.profile = profile;
    return who(std::move(options));
  }
};

std::string signer_of(const std::string& request) {
  const auto at = request.find("Credential=");
  return at == std::string::npos ? "" : request.substr(at + 11, request.find('/', at) - at - 11);
}

TEST_F(identities, a_chain_of_roles_is_signed_by_the_one_before) {
  sequence sts{{role_answer("FIRST"), role_answer("SECOND"), role_answer("THIRD")}};
  scripted_server server{sts.script()};
  home.services_at(server).config(
      std::string{base} +
      "[profile a]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = base\nexternal_id = agreed\n"
      "[profile b]\nrole_arn = arn:aws:iam::1:role/b\nsource_profile = a\n"
      "[profile c]\nrole_arn = arn:aws:iam::1:role/c\nsource_profile = b\nduration_seconds = 900\n"
      "role_session_name = me\n");
  EXPECT_EQ(who("c").value().access_key_id, "THIRD");
  const auto asked = sts.requests();
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_THAT((std::vector{signer_of(asked[0]), signer_of(asked[1]), signer_of(asked[2])}),
              ElementsAre("BASE", "FIRST", "SECOND"));
  EXPECT_THAT(asked[0], AllOf(HasSubstr("role%2Fa"), HasSubstr("ExternalId=agreed")));
  EXPECT_THAT(asked[2],
              AllOf(HasSubstr("role%2Fc"), HasSubstr("DurationSeconds=900"), HasSubstr("RoleSessionName=me")));
}

TEST_F(identities, a_role_that_wants_a_code_asks_for_it) {
  sequence sts{{role_answer("MFA")}};
  scripted_server server{sts.script()};
  home.services_at(server).config(std::string{base} +
                                  "[profile dev]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = base\n"
                                  "mfa_serial = arn:aws:iam::1:mfa/me\n");
  EXPECT_EQ(who("dev").error().code(), "MfaRequired");
  session_options options;
  options.profile = "dev";
  options.mfa_code = [](const std::string&) { return std::string{}; };
  EXPECT_EQ(who(options).error().code(), "MfaRequired");
  EXPECT_TRUE(sts.requests().empty());
  std::string asked_for;
  options.mfa_code = [&](const std::string& serial) {
    asked_for = serial;
    return std::string{"123456"};
  };
  EXPECT_EQ(who(options).value().access_key_id, "MFA");
  EXPECT_EQ(asked_for, "arn:aws:iam::1:mfa/me");
  EXPECT_THAT(sts.requests().at(0), AllOf(HasSubstr("TokenCode=123456"), HasSubstr("SerialNumber=arn")));
}

TEST_F(identities, roles_kept_on_disk_need_no_call_and_no_code) {
  sequence sts{{role_answer("MFA")}};
  scripted_server server{sts.script()};
  home.services_at(server).config(std::string{base} +
                                  "[profile dev]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = base\n"
                                  "mfa_serial = arn:aws:iam::1:mfa/me\n");
  session_options options;
  options.profile = "dev";
  options.cache_role_credentials = true;
  options.mfa_code = [](const std::string&) { return std::string{"123456"}; };
  EXPECT_EQ(who(options).value().access_key_id, "MFA");
  options.mfa_code = nullptr;
  EXPECT_EQ(who(options).value().access_key_id, "MFA");
  EXPECT_EQ(sts.requests().size(), 1u);
  options.cache_role_credentials = false;
  EXPECT_EQ(who(options).error().code(), "MfaRequired");
}

TEST_F(identities, an_sso_token_is_renewed_and_written_for_its_owner_only) {
  sequence sso{{new_token, role_keys}};
  scripted_server server{sso.script()};
  const auto cache = machine::sso_cache("work");
  home.services_at(server).config(work).write(cache, token("token-1", "2001-01-01T00:00:00Z"));
  EXPECT_EQ(who("dev").value().access_key_id, "SSO");
  const auto asked = sso.requests();
  EXPECT_THAT(asked.at(0), HasSubstr("refresh-1"));
  EXPECT_THAT(asked.at(1), HasSubstr("token-2"));
  EXPECT_THAT(home.read(cache), AllOf(HasSubstr("token-2"), HasSubstr("refresh-2"), HasSubstr("\"kept\":1"),
                                      Not(HasSubstr("token-1")), Not(HasSubstr("refresh-1"))));
  EXPECT_EQ(home.mode(cache), 0600);
}

TEST_F(identities, of_many_programs_one_renews_the_sso_token) {
  std::atomic<int> renewals{0};
  scripted_server server{[&](peer& client) {
    for (;;) {
      const std::string request = client.read_request();
      if (request.empty()) return;
      const bool renewal = request.starts_with("POST /token");
      if (renewal) {
        ++renewals;
        client.pause(100ms);
      }
      client.write(renewal ? new_token : role_keys);
    }
  }};
  home.services_at(server).config(work).write(machine::sso_cache("work"), token("token-1", "2001-01-01T00:00:00Z"));
  asio::thread_pool threads{4};
  std::vector<std::future<credentials>> found;
  session_options options;
  options.profile = "dev";
  for (int i = 0; i < 8; ++i)  // sessions of their own, as in programs of their own
    found.push_back(asio::co_spawn(threads, session{threads.get_executor(), options}.credentials(), asio::use_future));
  for (auto& one : found) EXPECT_EQ(one.get().access_key_id, "SSO");
  EXPECT_EQ(renewals, 1);
}

TEST_F(identities, an_sso_token_that_cannot_be_renewed_is_used_while_it_is_good) {
  sequence sso{{refused, role_keys}};
  scripted_server server{sso.script()};
  const auto soon = timestamp::from(std::chrono::system_clock::now() + 5min);
  const auto cache = machine::sso_cache("work");
  home.services_at(server).config(work).write(cache,
                                              token("token-1", format_timestamp(soon, timestamp_format::date_time)));
  EXPECT_EQ(who("dev").value().access_key_id, "SSO");
  EXPECT_THAT(sso.requests().at(1), HasSubstr("token-1"));
  EXPECT_THAT(log.lines(), AllOf(HasSubstr("The SSO token could not be renewed"), Not(HasSubstr("refresh-1"))));
}

TEST_F(identities, an_expired_sso_token_names_the_command) {
  sequence sso{{refused}};
  scripted_server server{sso.script()};
  home.services_at(server).config(work).write(machine::sso_cache("work"), token("hush-token", "2001-01-01T00:00:00Z"));
  const auto outcome = who("dev");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "SsoLoginRequired");
  EXPECT_THAT(outcome.error().what(), AllOf(HasSubstr("expired at 2001-01-01"),
                                            HasSubstr("aws sso login --sso-session work"), Not(HasSubstr("hush"))));
}

TEST_F(identities, only_what_is_over_already_is_prolonged) {
  const auto given = [&](std::chrono::seconds in) {
    const auto end = timestamp::from(std::chrono::system_clock::now() + in);
    const std::string text = format_timestamp({end.seconds, 0}, timestamp_format::date_time);
    sequence metadata{{answer(200, "token"), answer(200, "role"),
                       answer(200, R"({"Code":"Success","AccessKeyId":"I","SecretAccessKey":"hush","Token":"t",)"
                                   R"("Expiration":")" +
                                       text + "\"}")}};
    scripted_server server{metadata.script()};
    home.set("AWS_EC2_METADATA_DISABLED", "false")
        .set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + std::to_string(server.port()));
    const auto keys = who(session_options{}).value();
    return timestamp::from(*keys.expiration).seconds - end.seconds;
  };
  EXPECT_EQ(given(300s), 0) << "honest keys that live for five minutes are dead after five minutes";
  EXPECT_EQ(given(3600s), 0);
  EXPECT_GT(given(-1s), 900) << "a service in trouble";
}

TEST_F(identities, a_web_identity_token_is_read_anew_and_may_vanish) {
  const virtual_clock clock;
  const auto keys_for = [&](std::chrono::hours life) {
    return answer(
        200,
        "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>WEB"
        "</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>" +
            format_timestamp(timestamp::from(clock.now() + life), timestamp_format::date_time) +
            "</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>");
  };
  sequence sts{{keys_for(1h), keys_for(3h)}};
  scripted_server server{sts.script()};
  home.services_at(server).write("token", "first-token").set("AWS_WEB_IDENTITY_TOKEN_FILE", home.path("token"));
  home.set("AWS_ROLE_ARN", "arn:aws:iam::1:role/web");
  session_options options;
  options.log = &log;
  options.clock = &clock;
  const session as{context.get_executor(), options};
  EXPECT_EQ(run(context, as.credentials()).access_key_id, "WEB");
  home.write("token", "second-token");
  clock.skip(2h);
  EXPECT_EQ(run(context, as.credentials()).access_key_id, "WEB");
  EXPECT_THAT(sts.requests().at(1), HasSubstr("second-token"));
  std::filesystem::remove(home.path("token"));
  clock.skip(2h);
  try {
    run(context, as.credentials());
    ADD_FAILURE() << "keys without a token";
  } catch (const error& failure) {
    EXPECT_THAT(failure.what(), AllOf(HasSubstr(home.path("token")), HasSubstr("No such file")));
  }
  EXPECT_THAT(log.lines(), Not(HasSubstr("-token")));
}

}  // namespace
}  // namespace aloft
