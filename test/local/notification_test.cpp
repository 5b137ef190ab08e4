// What the embedded SNS signs, judged by the verifier that applications use: certificates from the embedded AWS,
// trusted because a file says so.

#include "engine_fixture.hpp"

#include <aloft/sns_verifier.hpp>
#include <aloft/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace aloft::local {
namespace {

namespace asio = boost::asio;

/// The engine's time.
struct still_clock final : clock {
  explicit still_clock(std::chrono::system_clock::time_point at) : at{at} {}
  std::chrono::system_clock::time_point now() const noexcept override { return at; }
  std::chrono::steady_clock::time_point steady_now() const noexcept override { return {}; }
  std::chrono::system_clock::time_point at;
};

class posted_notifications : public test::engine_test {
 protected:
  posted_notifications() {
    tested->deliver_by([this](http_request request) { posted_.push_back(std::move(request)); });
    std::ofstream{authority_} << tested->notification_authority();
    how_.ca_bundle = authority_.string();
    how_.clock = &clock_;
    how_.allow_sha1 = true;
    how_.transport =
        std::make_shared<aloft::testing::scripted_transport>([this](const http_request& what) -> result<http_response> {
          asked_.push_back(what.authority());
          return aloft::testing::reply(200, tested->handle(what, now).response.body);
        });
  }
  ~posted_notifications() override { std::filesystem::remove(authority_); }

  json::value ask(std::string_view operation, const json::object& input) {
    return try_call("sns", operation, json::serialize(input)).value();
  }

  result<aloft::sns::notification> verify(std::string body) {
    asio::io_context context;
    const aloft::sns::verifier with{context.get_executor(), how_};
    auto outcome = asio::co_spawn(context, with_copy(with, std::move(body)), asio::use_future);
    context.run();
    return outcome.get();
  }
  static asio::awaitable<result<aloft::sns::notification>> with_copy(aloft::sns::verifier with, std::string body) {
    co_return co_await with.verify(std::move(body));
  }

  std::vector<http_request> posted_;
  std::vector<std::string> asked_;
  const std::filesystem::path authority_ =
      std::filesystem::temp_directory_path() / ("aloft-authority-" + std::to_string(::getpid()) + ".pem");
  const still_clock clock_{test::noon};
  aloft::sns::verifier_options how_;
};

TEST_F(posted_notifications, pass_the_verifier_and_nothing_that_was_changed_does) {
  for (const std::string version : {"1", "2"}) {
    posted_.clear();
    const auto topic =
        text(ask("CreateTopic", {{"Name", "news-" + version}, {"Attributes", {{"SignatureVersion", version}}}}),
             "/TopicArn");
    ask("Subscribe", {{"TopicArn", topic}, {"Protocol", "http"}, {"Endpoint", "http://127.0.0.1:8080/hook"}});
    ASSERT_EQ(posted_.size(), 1u);
    const auto confirmation = verify(posted_[0].body).value();
    EXPECT_EQ(confirmation.kind, aloft::sns::notification::type::confirmation);
    ask("ConfirmSubscription", {{"TopicArn", topic}, {"Token", confirmation.token}});
    ask("Publish", {{"TopicArn", topic}, {"Message", "größe\n\"1\""}, {"Subject", "a subject"}});
    ASSERT_EQ(posted_.size(), 2u);
    const auto notification = verify(posted_[1].body).value();
    EXPECT_EQ(notification.message, "größe\n\"1\"");
    EXPECT_EQ(notification.topic, topic);

    auto forged = json::parse(posted_[1].body).as_object();
    forged["Message"] = "other";
    EXPECT_EQ(verify(json::serialize(forged)).error().code(), "SignatureMismatch");
  }
  for (const auto& host : asked_) EXPECT_EQ(host, "sns.eu-west-1.amazonaws.com");
}

TEST_F(posted_notifications, of_an_authority_that_nobody_trusts_are_refused) {
  how_.ca_bundle = {};
  const auto topic = text(ask("CreateTopic", {{"Name", "news"}}), "/TopicArn");
  ask("Subscribe", {{"TopicArn", topic}, {"Protocol", "http"}, {"Endpoint", "http://127.0.0.1:8080/hook"}});
  EXPECT_EQ(verify(posted_.at(0).body).error().code(), "UntrustedCertificate");
}

}  // namespace
}  // namespace aloft::local
