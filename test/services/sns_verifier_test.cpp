#include <aloft/sns_publish.hpp>
#include <aloft/sns_verifier.hpp>
#include <aloft/testing.hpp>

#include "services/signing_authority.hpp"
#include "support/turned_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>

#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

namespace aloft::sns {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using aloft::testing::signing_certificate;

const std::string topic = "arn:aws:sns:eu-west-1:111122223333:orders";
const std::string url =
    "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";

/// SNS, as far as signatures go, under a clock that stands still.
class notifications : public ::testing::Test {
 protected:
  notifications() {
    std::ofstream{ca_file_} << authority_.pem();
    pages_[url] = signer_.pem();
    options_.ca_bundle = ca_file_;
    options_.clock = &clock_;
    options_.transport =
        std::make_shared<aloft::testing::scripted_transport>([this](const http_request& what) -> result<http_response> {
          ++fetched_;
          const auto found = pages_.find(what.scheme + "://" + what.authority() + what.path);
          if (found == pages_.end()) return aloft::testing::reply(302);
          return aloft::testing::reply(200, found->second);
        });
  }
  ~notifications() override { std::filesystem::remove(ca_file_); }

  std::time_t now() const { return std::chrono::system_clock::to_time_t(clock_.now()); }

  json::object message() const {
    return {{"Type", "Notification"},
            {"MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324"},
            {"TopicArn", topic},
            {"Subject", "Über"},
            {"Message", "Grüße\n\"€\" \\u0041"},
            {"Timestamp", time_text(now())},
            {"SignatureVersion", "2"},
            {"SigningCertURL", url}};
  }
  json::object confirmation() const {
    auto made = message();
    made["Type"] = "SubscriptionConfirmation";
    made.erase("Subject");
    made["Token"] = "2336412f37f";
    made["SubscribeURL"] = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription";
    return made;
  }
  static std::string time_text(std::time_t at) { return format_timestamp({at, 0}, timestamp_format::date_time); }

  json::object signed_by(const signing_certificate& who, json::object what) const {
    what["Signature"] = who.sign(signed_text(what).value(), what["SignatureVersion"] == "1");
    return what;
  }

  result<notification> verify(const json::object& what) { return verify_text(json::serialize(what)); }
  result<notification> verify_text(const std::string& body) {
    asio::io_context context;
    const verifier with{context.get_executor(), options_};
    auto copy = with;
    auto outcome = asio::co_spawn(context, copy.verify(body), asio::use_future);
    context.run();
    return outcome.get();
  }
  std::string code(const json::object& what) {
    const auto outcome = verify(what);
    return outcome ? "verified" : outcome.error().code();
  }

  aloft::testing::turned_clock clock_;
  const signing_certificate authority_{
      {.name = "Test Root", .from = now() - 9000, .until = now() + 90000, .authority = true}, nullptr};
  const signing_certificate signer_{{.from = now() - 3600, .until = now() + 3600}, &authority_};
  const std::string ca_file_ =
      (std::filesystem::temp_directory_path() / ("aloft-ca-" + std::to_string(::getpid()) + ".pem")).string();
  std::map<std::string, std::string> pages_;
  int fetched_ = 0;
  verifier_options options_;
};

TEST_F(notifications, are_verified_in_version_2) {
  const auto outcome = verify(signed_by(signer_, message()));
  ASSERT_TRUE(outcome) << outcome.error().what();
  EXPECT_EQ(outcome->topic, topic);
  EXPECT_EQ(outcome->subject, "Über");
  EXPECT_EQ(outcome->message, "Grüße\n\"€\" \\u0041");
  EXPECT_EQ(outcome->sent.seconds, now());
}

TEST_F(notifications, are_verified_in_version_1_where_that_is_allowed) {
  auto what = message();
  what["SignatureVersion"] = "1";
  EXPECT_EQ(code(signed_by(signer_, what)), "Sha1NotAllowed");
  options_.allow_sha1 = true;
  EXPECT_EQ(code(signed_by(signer_, what)), "verified");
}

TEST_F(notifications, that_confirm_hold_their_token) {
  const auto outcome = verify(signed_by(signer_, confirmation()));
  ASSERT_TRUE(outcome) << outcome.error().what();
  EXPECT_EQ(outcome->kind, notification::type::confirmation);
  EXPECT_EQ(outcome->token, "2336412f37f");
}

TEST_F(notifications, fetch_a_certificate_once_for_all) {
  asio::io_context context;
  verifier with{context.get_executor(), options_};
  const auto body = json::serialize(signed_by(signer_, message()));
  int verified = 0;
  for (int i = 0; i < 50; ++i)
    asio::co_spawn(context, with.verify(body), [&](const std::exception_ptr&, const result<notification>& outcome) {
      verified += outcome.has_value();
    });
  context.run();
  EXPECT_EQ(verified, 50);
  EXPECT_EQ(fetched_, 1);
}

TEST_F(notifications, lead_to_an_authority_over_certificates_that_are_fetched) {
  const signing_certificate between{
      {.name = "Test Issuer", .from = now() - 9000, .until = now() + 9000, .authority = true}, &authority_};
  const signing_certificate leaf{
      {.from = now() - 60, .until = now() + 60, .issuer_url = "http://crt.test.amazontrust.com/issuer.cer"}, &between};
  pages_[url] = leaf.pem();
  EXPECT_EQ(code(signed_by(leaf, message())), "UntrustedCertificate");
  pages_["http://crt.test.amazontrust.com/issuer.cer"] = between.pem();
  EXPECT_EQ(code(signed_by(leaf, message())), "verified");
  pages_[url] = leaf.pem() + between.pem();
  pages_.erase("http://crt.test.amazontrust.com/issuer.cer");
  EXPECT_EQ(code(signed_by(leaf, message())), "verified");
}

// Everything that somebody who is not SNS can try: the name of the attempt, the notification, what it ends with.
TEST_F(notifications, that_are_forged_are_refused) {
  const signing_certificate stranger{
      {.name = "Stranger", .from = now() - 9000, .until = now() + 9000, .authority = true}, nullptr};
  const signing_certificate of_stranger{{.from = now() - 60, .until = now() + 60}, &stranger};
  const signing_certificate of_other_name{{.name = "sns.example.com", .from = now() - 60, .until = now() + 60},
                                          &authority_};
  const signing_certificate over{{.from = now() - 600, .until = now() - 60}, &authority_};
  const signing_certificate early{{.from = now() + 60, .until = now() + 600}, &authority_};
  options_.topics = {topic};
  options_.allow_sha1 = true;
  const auto good = signed_by(signer_, message());
  ASSERT_EQ(code(good), "verified");

  int attempts = 0;
  const auto refused = [&](const std::string& name, const json::object& what, const std::string& expected) {
    ++attempts;
    EXPECT_EQ(code(what), expected) << name;
  };
  const auto with = [&](const std::string& member, const auto& value) {
    auto what = good;
    what[member] = value;
    return what;
  };
  const auto without = [&](const std::string& member) {
    auto what = good;
    what.erase(member);
    return what;
  };
  const std::string file = "/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
  for (const std::string& from :
       std::vector<std::string>{"http://sns.eu-west-1.amazonaws.com" + file,
                                "https://sns.eu-west-1.amazonaws.com.evil" + file,
                                "https://sns.example.com.evil/",
                                "https://sns.eu-west-1.amazonaws.com:8443" + file,
                                "https://sns.eu-west-1.amazonaws.com@evil.example" + file,
                                "https://user@sns.eu-west-1.amazonaws.com" + file,
                                "https://evil.example/https://sns.eu-west-1.amazonaws.com" + file,
                                "https://s3.amazonaws.com/evil" + file,
                                "https://sns.eu-west-1.amazonaws.com.s3.amazonaws.com" + file,
                                "https://sns.us-east-1.amazonaws.com" + file,
                                "https://xn--sns-eu-west-1.amazonaws.com" + file,
                                "https://SNS.eu-west-1.amazonaws.com" + file,
                                "https://sns.eu-west-1.amazonaws.com./" + file,
                                "https://sns.eu-west-1.amazonaws.com/../evil.pem",
                                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-..%2fevil.pem",
                                "https://sns.eu-west-1.amazonaws.com/evil.pem",
                                "https://sns.eu-west-1.amazonaws.com" + file + "?x=.pem",
                                "https://sns.eu-west-1.amazonaws.com" + file + "#",
                                "https://sns.eu-west-1.amazonaws.com\\@evil.example" + file,
                                "//sns.eu-west-1.amazonaws.com" + file,
                                "https://sns.eu-west-1.amazonaws.com.cn" + file,
                                std::string{}}) {
    pages_[from] = of_stranger.pem();
    refused("a certificate from " + from, signed_by(of_stranger, with("SigningCertURL", from)), "UntrustedUrl");
    EXPECT_EQ(check_certificate_url(from, topic).has_error(), true) << from;
  }
  for (const char* const member : {"Message", "MessageId", "Subject"})
    refused(std::string{"another "} + member, with(member, "other"), "SignatureMismatch");
  refused("another time", with("Timestamp", time_text(now() - 1)), "SignatureMismatch");
  refused("another topic", with("TopicArn", "arn:aws:sns:eu-west-1:999999999999:orders"), "UnexpectedTopic");
  refused("no subject", without("Subject"), "SignatureMismatch");
  refused("another type", with("Type", "SubscriptionConfirmation"), "InvalidNotification");
  refused("no type that is known", with("Type", "Else"), "InvalidNotification");
  refused("the other version", with("SignatureVersion", "1"), "SignatureMismatch");
  refused("no version that is known", with("SignatureVersion", "3"), "InvalidNotification");
  refused("no signature", without("Signature"), "InvalidNotification");
  refused("a signature that is no base64", with("Signature", "!"), "InvalidNotification");
  refused("an empty signature", with("Signature", ""), "InvalidNotification");
  refused("a signature of a stranger", signed_by(of_stranger, message()), "SignatureMismatch");
  refused("a message that is no text", with("Message", json::object{}), "InvalidNotification");
  refused("no certificate's URL", without("SigningCertURL"), "UntrustedUrl");
  auto subject_added = message();
  subject_added.erase("Subject");
  subject_added = signed_by(signer_, subject_added);
  subject_added["Subject"] = "added";
  refused("a subject that was added", subject_added, "SignatureMismatch");
  auto stale = message();
  stale["Timestamp"] = time_text(now() - 3601);
  refused("one that was recorded", signed_by(signer_, stale), "StaleNotification");
  stale["Timestamp"] = time_text(now() + 301);
  refused("one of the future", signed_by(signer_, stale), "StaleNotification");
  pages_[url] = of_stranger.pem();
  refused("a certificate of another authority", signed_by(of_stranger, message()), "UntrustedCertificate");
  pages_[url] = of_other_name.pem();
  refused("a certificate for another name", signed_by(of_other_name, message()), "UntrustedCertificate");
  pages_[url] = over.pem();
  refused("a certificate that is over", signed_by(over, message()), "UntrustedCertificate");
  pages_[url] = early.pem();
  refused("a certificate that is not valid yet", signed_by(early, message()), "UntrustedCertificate");
  pages_[url] = "<html>moved</html>";
  refused("no certificate at all", good, "UntrustedCertificate");
  pages_.erase(url);
  refused("a URL that answers with a redirect", good, "UntrustedUrl");
  EXPECT_GE(attempts, 40);
}

TEST_F(notifications, that_are_no_json_are_refused) {
  for (const char* const body : {"", "x", "[]", "{}", "null", R"({"Type": 1})"}) {
    const auto outcome = verify_text(body);
    ASSERT_FALSE(outcome) << body;
    EXPECT_EQ(outcome.error().code(), "InvalidNotification");
  }
}

TEST(signed_texts, are_names_and_values) {
  const json::object what{{"Type", "Notification"}, {"MessageId", "1"},    {"TopicArn", "t"},
                          {"Message", "m\nn"},      {"Timestamp", "2026"}, {"Ignored", "x"}};
  EXPECT_EQ(signed_text(what).value(),
            "Message\nm\nn\nMessageId\n1\nTimestamp\n2026\nTopicArn\nt\nType\nNotification\n");
}

TEST(messages_per_protocol, have_a_default) {
  EXPECT_EQ(per_protocol("all", {{"sqs", "queue"}}).value(), R"({"default":"all","sqs":"queue"})");
  EXPECT_EQ(per_protocol("all", {{"pigeon", "x"}}).error().code(), "InvalidMessageStructure");
  EXPECT_EQ(per_protocol("all", {{"APNS", "no object"}}).error().code(), "InvalidMessageStructure");
  EXPECT_TRUE(per_protocol("all", {{"APNS", R"({"aps":{}})"}}));
  for (const char* const bad : {"", "x", "[]", R"({"sqs":"x"})", R"({"default":1})", R"({"default":"x","pigeon":"y"})"})
    EXPECT_TRUE(check_per_protocol(bad).has_error()) << bad;
  EXPECT_FALSE(check_per_protocol(R"({"default":"x"})").has_error());
}

}  // namespace
}  // namespace aloft::sns
