// Parts of a session that its user has made.

#include "aloft/errc.hpp"
#include "aloft/resolver.hpp"
#include "aloft/testing.hpp"
#include "client/machine.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::HasSubstr;
using ::testing::Not;

class vault final : public credentials_provider {
 public:
  std::string_view name() const noexcept override { return "vault"; }
  asio::awaitable<result<credentials>> load() override {
    ++loads;
    if (empty) co_return error{error_kind::credentials, "VaultEmpty", "the vault is empty"};
    credentials keys;
    keys.access_key_id = "AKIDVAULT";
    keys.secret_access_key = "secret-of-the-vault";
    keys.session_token = "token-of-the-vault";
    co_return keys;
  }
  int loads = 0;
  bool empty = false;
};

struct seams : ::testing::Test {
  asio::io_context context;
  machine home;
  std::shared_ptr<vault> keys = std::make_shared<vault>();

  session_options with(std::shared_ptr<message_transport> transport) const {
    session_options options;
    options.region = "eu-west-1";
    options.credentials_provider = keys;
    options.transport = std::move(transport);
    return options;
  }
};

TEST_F(seams, a_provider_of_ones_own_signs_and_is_asked_once) {
  auto transport = std::make_shared<scripted_transport>(std::vector{reply(200, two_regions)});
  session session{context.get_executor(), with(transport)};
  const client ec2 = session.client("ec2");
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(run(context, ec2.try_call("describe_regions")));
  EXPECT_EQ(keys->loads, 1);
  EXPECT_THAT(std::string{transport->requests().at(0).headers.find("Authorization").value_or("")},
              HasSubstr("Credential=AKIDVAULT/"));
}

TEST_F(seams, the_error_of_such_a_provider_is_the_calls) {
  keys->empty = true;
  session session{context.get_executor(), with(std::make_shared<scripted_transport>(std::vector{reply(200)}))};
  EXPECT_EQ(run(context, session.client("ec2").try_call("describe_regions")).error().code(), "VaultEmpty");
}

TEST_F(seams, a_scripted_transport_is_retried_like_a_server) {
  auto transport = std::make_shared<scripted_transport>(
      std::vector{reply(503), reply(500, ec2_error("InternalError")), reply(200, two_regions)});
  virtual_clock clock;
  auto options = with(transport);
  options.clock = &clock;
  session session{context.get_executor(), options};
  const auto outcome = run(context, session.client("ec2").try_call("describe_regions"));
  ASSERT_TRUE(outcome) << outcome.error().what();
  EXPECT_EQ((*outcome)["Regions"].size(), 2U);
  EXPECT_EQ(outcome->metadata().attempts.size(), 2U);
}

TEST_F(seams, bodies_travel_through_a_transport_of_whole_messages) {
  auto transport = std::make_shared<scripted_transport>([](const http_request& request) -> result<http_response> {
    return request.method == "PUT" ? reply(200) : reply(200, "stored");
  });
  session session{context.get_executor(), with(transport)};
  const client s3 = session.client("s3");
  const boost::json::value object{{"Bucket", "b"}, {"Key", "k"}};
  call_options options;
  options.body = request_body::file("/proc/self/cmdline");
  ASSERT_TRUE(run(context, s3.try_call("put_object", object, options)));
  EXPECT_FALSE(transport->requests().at(0).body.empty());
  auto got = run(context, s3.try_call("get_object", object));
  ASSERT_TRUE(got) << got.error().what();
}

TEST_F(seams, names_are_looked_up_by_a_resolver_of_ones_own) {
  struct everything_here final : resolver {
    void lookup(std::string name, std::function<void(addresses)> done) override {
      asked = name;
      done(std::vector<asio::ip::address>{asio::ip::address_v4::loopback()});
    }
    std::string asked;
  };
  scripted_server server{always(answer(200, two_regions))};
  auto names = std::make_shared<everything_here>();
  auto options = options_for(server);
  options.endpoint_url = "http://ec2.nowhere.test:" + std::to_string(server.port());
  options.resolver = names;
  session session{context.get_executor(), options};
  EXPECT_TRUE(run(context, session.client("ec2").try_call("describe_regions")));
  EXPECT_EQ(names->asked, "ec2.nowhere.test");
}

TEST_F(seams, a_recording_has_no_secrets_and_answers_like_the_service) {
  const std::string file = home.path("recording");
  const std::string item = R"({"Item":{"id":{"S":"1"}},"SessionToken":"a-session-token"})";
  const boost::json::value input{{"TableName", "t"}, {"Key", {{"id", {{"S", "1"}}}}}};
  {
    auto service = std::make_shared<scripted_transport>(std::vector{reply(200, item)});
    session session{context.get_executor(), with(std::make_shared<recording_transport>(service, file))};
    ASSERT_TRUE(run(context, session.client("dynamodb").try_call("get_item", input)));
  }
  const std::string written = home.read("recording");
  EXPECT_THAT(written, HasSubstr("dynamodb.eu-west-1.amazonaws.com"));
  for (const char* secret : {"secret-of-the-vault", "token-of-the-vault", "a-session-token", "Signature="})
    EXPECT_THAT(written, Not(HasSubstr(secret)));

  session again{context.get_executor(), with(std::make_shared<replaying_transport>(file))};
  const client dynamodb = again.client("dynamodb", {.max_attempts = 1});
  const auto outcome = run(context, dynamodb.try_call("get_item", input));
  ASSERT_TRUE(outcome) << outcome.error().what();
  EXPECT_EQ((*outcome)["Item"]["id"]["S"].as_text(), "1");
  EXPECT_EQ(run(context, dynamodb.try_call("get_item", input)).error().code(), errc::not_recorded)
      << "each exchange is used once";
}

TEST_F(seams, what_is_no_recording_is_said) {
  EXPECT_THROW(replaying_transport{home.path("absent")}, error);
  home.write("text", "hello\n");
  EXPECT_THROW(replaying_transport{home.path("text")}, error);
}

}  // namespace
}  // namespace aloft
