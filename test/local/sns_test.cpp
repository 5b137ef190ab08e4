// The embedded SNS, through the client's half of the protocol, into queues of the embedded SQS and to HTTP endpoints.

#include "aloft/base64.hpp"
#include "crypto/openssl_handle.hpp"
#include "engine_fixture.hpp"

#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

namespace aloft::local {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

using certificate = crypto::openssl_handle<X509, X509_free>;

certificate read_certificate(const std::string& pem) {
  const crypto::openssl_handle<BIO, BIO_free_all> memory{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  return certificate{PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr)};
}

/// Whether `root` vouches for `own`.
bool is_vouched_for(X509* own, X509* root) {
  const crypto::openssl_handle<X509_STORE, X509_STORE_free> trusted{X509_STORE_new()};
  X509_STORE_add_cert(trusted.get(), root);
  const crypto::openssl_handle<X509_STORE_CTX, X509_STORE_CTX_free> check{X509_STORE_CTX_new()};
  X509_STORE_CTX_init(check.get(), trusted.get(), own, nullptr);
  return X509_verify_cert(check.get()) == 1;
}

bool is_signed(const json::object& notification, const std::string& text, X509* by, const EVP_MD* digest) {
  const auto signature = from_base64(std::string{notification.at("Signature").as_string()}).value();
  const crypto::openssl_handle<EVP_MD_CTX, EVP_MD_CTX_free> check{EVP_MD_CTX_new()};
  const crypto::openssl_handle<EVP_PKEY, EVP_PKEY_free> key{X509_get_pubkey(by)};
  EVP_DigestVerifyInit(check.get(), nullptr, digest, nullptr, key.get());
  return EVP_DigestVerify(check.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

class topics : public test::engine_test {
 public:
  explicit topics(server_options options = {}) : engine_test{std::move(options)} {
    tested->deliver_by([this](http_request request) { posted.push_back(std::move(request)); });
  }

  json::value ask(std::string_view service, std::string_view operation, json::object input) {
    auto output = try_call(service, operation, json::serialize(input));
    if (output) return *std::move(output);
    ADD_FAILURE() << operation << ' ' << json::serialize(input) << ": " << output.error().what();
    return json::object{};
  }
  json::value ask(std::string_view operation, json::object input) { return ask("sns", operation, std::move(input)); }
  std::string refused(std::string_view operation, json::object input) {
    return refusal(operation, json::serialize(input), "sns");
  }
  std::string create(std::string_view name, json::object attributes = {}) {
    return text(ask("CreateTopic", {{"Name", name}, {"Attributes", attributes}}), "/TopicArn");
  }
  /// A queue whose policy lets the topic send; gives its URL.
  std::string create_queue(std::string_view name, std::string_view allowed_topic, json::object attributes = {}) {
    if (!allowed_topic.empty())
      attributes["Policy"] = R"({"Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
          "Action": "sqs:SendMessage", "Resource": "*",
          "Condition": {"ArnEquals": {"aws:SourceArn": ")" +
                             std::string{allowed_topic} + "\"}}}]}";
    return text(ask("sqs", "CreateQueue", {{"QueueName", name}, {"Attributes", attributes}}), "/QueueUrl");
  }
  std::string subscribe(std::string_view topic, std::string_view queue, json::object attributes = {}) {
    const auto endpoint = "arn:aws:sqs:eu-west-1:123456789012:" + std::string{queue};
    return text(ask("Subscribe",
                    {{"TopicArn", topic}, {"Protocol", "sqs"}, {"Endpoint", endpoint}, {"Attributes", attributes}}),
                "/SubscriptionArn");
  }
  json::array receive(std::string_view queue) {
    const auto output = ask("sqs", "ReceiveMessage",
                            {{"QueueUrl", queue},
                             {"MaxNumberOfMessages", 10},
                             {"MessageAttributeNames", {"All"}},
                             {"AttributeNames", {"All"}}});
    const auto* messages = output.as_object().if_contains("Messages");
    return messages != nullptr ? messages->as_array() : json::array{};
  }
  /// The notification in a message's body.
  static json::object notification_in(const json::value& message) {
    return json::parse(text(message, "/Body")).as_object();
  }
  answer get(std::string_view url) {
    http_request request;
    const auto at = url.find("//") + 2;
    request.scheme = "http";
    request.host = url.substr(at, url.find('/', at) - at);
    const auto path = url.substr(url.find('/', at));
    request.path = path.substr(0, path.find('?'));
    if (path.find('?') != path.npos) request.query = path.substr(path.find('?') + 1);
    return tested->handle(request, now);
  }

  std::vector<http_request> posted;
};

TEST_F(topics, are_made_once_and_described) {
  const auto arn = create("news");
  EXPECT_EQ(arn, "arn:aws:sns:eu-west-1:123456789012:news");
  EXPECT_EQ(create("news"), arn);
  EXPECT_THAT(refused("CreateTopic", {{"Name", "news"}, {"Attributes", {{"DisplayName", "x"}}}}),
              StartsWith("InvalidParameter (400): Invalid parameter: Attributes Reason: Topic already exists"));
  EXPECT_THAT(refused("CreateTopic", {{"Name", "a b"}}), HasSubstr("Topic Name"));
  EXPECT_THAT(refused("CreateTopic", {{"Name", "a"}, {"Attributes", {{"FifoTopic", "true"}}}}), HasSubstr(".fifo"));
  ask("SetTopicAttributes", {{"TopicArn", arn}, {"AttributeName", "DisplayName"}, {"AttributeValue", "News"}});
  const auto shown = ask("GetTopicAttributes", {{"TopicArn", arn}});
  EXPECT_EQ(text(shown, "/Attributes/DisplayName"), "News");
  EXPECT_EQ(text(shown, "/Attributes/SubscriptionsConfirmed"), "0");
  EXPECT_EQ(text(ask("ListTopics", {}), "/Topics/0/TopicArn"), arn);
  ask("TagResource", {{"ResourceArn", arn}, {"Tags", {json::object{{"Key", "team"}, {"Value", "blue"}}}}});
  EXPECT_EQ(text(ask("ListTagsForResource", {{"ResourceArn", arn}}), "/Tags/0/Value"), "blue");
  ask("DeleteTopic", {{"TopicArn", arn}});
  ask("DeleteTopic", {{"TopicArn", arn}});
  EXPECT_THAT(refused("Publish", {{"TopicArn", arn}, {"Message", "x"}}), StartsWith("NotFound (404)"));
  EXPECT_THAT(refused("SetTopicAttributes",
                      {{"TopicArn", create("b")}, {"AttributeName", "DeliveryPolicy"}, {"AttributeValue", "{}"}}),
              HasSubstr("does not have the topic attribute DeliveryPolicy"));
}

TEST_F(topics, lists_have_pages_of_a_hundred) {
  for (int i = 0; i < 150; ++i) create("t" + std::to_string(i));
  const auto first = ask("ListTopics", {});
  EXPECT_THAT(first.at("Topics").as_array(), SizeIs(100));
  const auto second = ask("ListTopics", {{"NextToken", first.at("NextToken")}});
  EXPECT_THAT(second.at("Topics").as_array(), SizeIs(50));
  EXPECT_FALSE(second.as_object().contains("NextToken"));
}

TEST_F(topics, notifications_reach_queues_that_allow_it_signed) {
  for (const auto* version : {"1", "2"}) {
    const auto name = std::string{"news-"} + version;
    const auto topic = create(name, {{"SignatureVersion", version}});
    const auto queue = create_queue(name, topic);
    const auto closed = create_queue(name + "-closed", "");
    const auto other = create_queue(name + "-other", "arn:aws:sns:eu-west-1:123456789012:other");
    subscribe(topic, name);
    subscribe(topic, name + "-closed");
    subscribe(topic, name + "-other");
    const auto sent = ask("Publish", {{"TopicArn", topic},
                                      {"Message", "größe\n\"1\""},
                                      {"Subject", "a subject"},
                                      {"MessageAttributes", {{"n", {{"DataType", "Number"}, {"StringValue", "5"}}}}}});
    EXPECT_THAT(receive(closed), IsEmpty());
    EXPECT_THAT(receive(other), IsEmpty());
    const auto messages = receive(queue);
    ASSERT_THAT(messages, SizeIs(1));
    const auto notification = notification_in(messages[0]);
    EXPECT_EQ(text(notification, "/MessageId"), text(sent, "/MessageId"));
    EXPECT_EQ(text(notification, "/Timestamp"), "2026-01-02T03:04:05.000Z");
    EXPECT_EQ(text(notification, "/MessageAttributes/n/Value"), "5");
    EXPECT_EQ(text(notification, "/SignatureVersion"), version);

    const auto url = text(notification, "/SigningCertURL");
    EXPECT_THAT(url, StartsWith("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-"));
    const auto own = read_certificate(get(url).response.body);
    const auto root = read_certificate(tested->notification_authority());
    ASSERT_TRUE(own && root);
    EXPECT_TRUE(is_vouched_for(own.get(), root.get()));
    const auto signed_text = "Message\ngröße\n\"1\"\nMessageId\n" + text(notification, "/MessageId") +
                             "\nSubject\na subject\nTimestamp\n2026-01-02T03:04:05.000Z\nTopicArn\n" + topic +
                             "\nType\nNotification\n";
    const auto* digest = std::string_view{version} == "1" ? EVP_sha1() : EVP_sha256();
    EXPECT_TRUE(is_signed(notification, signed_text, own.get(), digest));
    EXPECT_FALSE(is_signed(notification, signed_text + " ", own.get(), digest));
  }
}

TEST_F(topics, raw_messages_keep_their_attributes) {
  const auto topic = create("news");
  const auto queue = create_queue("jobs", topic);
  subscribe(topic, "jobs", {{"RawMessageDelivery", "true"}});
  ask("Publish", {{"TopicArn", topic},
                  {"Message", "plain"},
                  {"MessageAttributes", {{"n", {{"DataType", "Binary"}, {"BinaryValue", "AAEC"}}}}}});
  const auto messages = receive(queue);
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(text(messages[0], "/Body"), "plain");
  EXPECT_EQ(text(messages[0], "/MessageAttributes/n/BinaryValue"), "AAEC");
}

TEST_F(topics, each_protocol_may_have_a_text_of_its_own) {
  const auto topic = create("news");
  const auto queue = create_queue("jobs", topic);
  subscribe(topic, "jobs", {{"RawMessageDelivery", "true"}});
  const auto publish = [&](std::string_view message) {
    return json::object{{"TopicArn", topic}, {"Message", message}, {"MessageStructure", "json"}};
  };
  ask("Publish", publish(R"({"default": "d", "sqs": "for queues"})"));
  EXPECT_THAT(column(receive(queue), "Body"), ElementsAre("for queues"));
  EXPECT_THAT(refused("Publish", publish(R"({"sqs": "x"})")), HasSubstr("No default entry"));
  EXPECT_THAT(refused("Publish", publish("{")), HasSubstr("failed to parse"));
}

TEST_F(topics, filters_choose) {
  const auto topic = create("news");
  const auto by_attribute = create_queue("by-attribute", topic), by_body = create_queue("by-body", topic);
  const auto subscription =
      subscribe(topic, "by-attribute", {{"RawMessageDelivery", "true"}, {"FilterPolicy", R"({"kind": ["a"]})"}});
  subscribe(topic, "by-body",
            {{"RawMessageDelivery", "true"},
             {"FilterPolicyScope", "MessageBody"},
             {"FilterPolicy", R"({"order": {"price": [{"numeric": [">", 10]}]}})"}});
  const auto publish = [&](std::string_view message, std::string_view kind) {
    ask("Publish", {{"TopicArn", topic},
                    {"Message", message},
                    {"MessageAttributes", {{"kind", {{"DataType", "String"}, {"StringValue", kind}}}}}});
  };
  publish(R"({"order": {"price": 11}})", "b");
  publish(R"({"order": {"price": 9}})", "a");
  publish("no JSON", "c");
  EXPECT_THAT(column(receive(by_attribute), "Body"), ElementsAre(R"({"order": {"price": 9}})"));
  EXPECT_THAT(column(receive(by_body), "Body"), ElementsAre(R"({"order": {"price": 11}})"));
  EXPECT_THAT(refused("SetSubscriptionAttributes", {{"SubscriptionArn", subscription},
                                                    {"AttributeName", "FilterPolicy"},
                                                    {"AttributeValue", R"({"kind": "a"})"}}),
              HasSubstr("FilterPolicy: \"kind\" must be an object or an array"));
  ask("SetSubscriptionAttributes",
      {{"SubscriptionArn", subscription}, {"AttributeName", "FilterPolicy"}, {"AttributeValue", ""}});
  publish("all", "z");
  EXPECT_THAT(column(receive(by_attribute), "Body"), ElementsAre("all"));
}

TEST_F(topics, subscriptions_are_listed_and_end) {
  const auto topic = create("news");
  create_queue("jobs", topic);
  const auto subscription = subscribe(topic, "jobs");
  EXPECT_EQ(subscribe(topic, "jobs"), subscription);
  EXPECT_THAT(refused("Subscribe", {{"TopicArn", topic},
                                    {"Protocol", "sqs"},
                                    {"Endpoint", "arn:aws:sqs:eu-west-1:123456789012:jobs"},
                                    {"Attributes", {{"RawMessageDelivery", "true"}}}}),
              HasSubstr("already exists with different attributes"));
  EXPECT_EQ(text(ask("ListSubscriptions", {}), "/Subscriptions/0/SubscriptionArn"), subscription);
  EXPECT_EQ(
      text(ask("GetSubscriptionAttributes", {{"SubscriptionArn", subscription}}), "/Attributes/PendingConfirmation"),
      "false");
  ask("Unsubscribe", {{"SubscriptionArn", subscription}});
  EXPECT_THAT(ask("ListSubscriptionsByTopic", {{"TopicArn", topic}}).at("Subscriptions").as_array(), IsEmpty());
  EXPECT_THAT(refused("Subscribe", {{"TopicArn", topic}, {"Protocol", "email"}, {"Endpoint", "a@example.com"}}),
              HasSubstr("delivers to sqs, http and https, not to \"email\""));
  EXPECT_THAT(refused("Subscribe", {{"TopicArn", topic}, {"Protocol", "http"}, {"Endpoint", "https://example.com"}}),
              HasSubstr("Endpoint must match the specified protocol"));
  create_queue("jobs.fifo", "", {{"FifoQueue", "true"}});
  EXPECT_THAT(
      refused("Subscribe",
              {{"TopicArn", topic}, {"Protocol", "sqs"}, {"Endpoint", "arn:aws:sqs:eu-west-1:123456789012:jobs.fifo"}}),
      HasSubstr("can not be subscribed to standard SNS topics"));
}

TEST_F(topics, http_endpoints_confirm_and_are_notified) {
  const auto topic = create("news");
  EXPECT_EQ(text(ask("Subscribe",
                     {{"TopicArn", topic}, {"Protocol", "http"}, {"Endpoint", "http://127.0.0.1:8080/hook?a=1"}}),
                 "/SubscriptionArn"),
            "pending confirmation");
  ASSERT_THAT(posted, SizeIs(1));
  EXPECT_EQ(posted[0].authority() + posted[0].path + "?" + posted[0].query, "127.0.0.1:8080/hook?a=1");
  EXPECT_EQ(posted[0].headers.find("x-amz-sns-message-type"), "SubscriptionConfirmation");
  const auto confirmation = json::parse(posted[0].body).as_object();
  ask("Publish", {{"TopicArn", topic}, {"Message", "too early"}});
  EXPECT_THAT(posted, SizeIs(1));

  EXPECT_EQ(get(text(confirmation, "/SubscribeURL") + "0").response.status, 400);
  EXPECT_EQ(get(text(confirmation, "/SubscribeURL")).response.status, 200);
  ask("Publish", {{"TopicArn", topic}, {"Message", "now"}});
  ASSERT_THAT(posted, SizeIs(2));
  EXPECT_EQ(posted[1].headers.find("x-amz-sns-message-type"), "Notification");
  const auto notification = json::parse(posted[1].body).as_object();
  EXPECT_EQ(text(notification, "/Message"), "now");
  EXPECT_EQ(posted[1].headers.find("x-amz-sns-message-id"), text(notification, "/MessageId"));
  EXPECT_EQ(get(text(notification, "/UnsubscribeURL")).response.status, 200);
  ask("Publish", {{"TopicArn", topic}, {"Message", "too late"}});
  EXPECT_THAT(posted, SizeIs(2));
}

TEST_F(topics, of_fifo_kind_keep_order_and_send_once) {
  const auto topic = create("news.fifo", {{"FifoTopic", "true"}, {"ContentBasedDeduplication", "true"}});
  const auto queue = create_queue("jobs.fifo", topic, {{"FifoQueue", "true"}});
  subscribe(topic, "jobs.fifo", {{"RawMessageDelivery", "true"}});
  for (const auto* message : {"1", "2", "1", "3"}) {
    const auto sent = ask("Publish", {{"TopicArn", topic}, {"Message", message}, {"MessageGroupId", "g"}});
    EXPECT_THAT(text(sent, "/SequenceNumber"), SizeIs(20));
  }
  EXPECT_THAT(column(receive(queue), "Body"), ElementsAre("1", "2", "3"));
  EXPECT_THAT(refused("Publish", {{"TopicArn", topic}, {"Message", "x"}}), HasSubstr("MessageGroupId"));
  EXPECT_THAT(refused("Publish", {{"TopicArn", create("b")}, {"Message", "x"}, {"MessageDeduplicationId", "d"}}),
              HasSubstr("not valid for this topic type"));
}

TEST_F(topics, batches_answer_each_entry) {
  const auto topic = create("news");
  const auto entry = [](std::string_view id, std::string_view message) {
    return json::object{{"Id", id}, {"Message", message}};
  };
  const auto sent =
      ask("PublishBatch", {{"TopicArn", topic}, {"PublishBatchRequestEntries", {entry("a", "1"), entry("b", "")}}});
  EXPECT_THAT(column(sent.at("Successful"), "Id"), ElementsAre("a"));
  EXPECT_THAT(column(sent.at("Failed"), "Id"), ElementsAre("b"));
  const auto why = [&](json::array entries) {
    return refused("PublishBatch", {{"TopicArn", topic}, {"PublishBatchRequestEntries", std::move(entries)}});
  };
  EXPECT_THAT(why({entry("a", "1"), entry("a", "2")}), StartsWith("BatchEntryIdsNotDistinct (400)"));
  EXPECT_THAT(why({entry("a", std::string(std::size_t{256} << 10, 'x')), entry("b", "x")}),
              StartsWith("BatchRequestTooLong (400)"));
  EXPECT_THAT(refused("Publish", {{"TopicArn", topic}, {"Message", std::string((std::size_t{256} << 10) + 1, 'x')}}),
              HasSubstr("Message too long"));
  EXPECT_THAT(refused("Publish", {{"TopicArn", topic}, {"Message", "x"}, {"Subject", "two\nlines"}}),
              HasSubstr("Subject"));
}

class topics_without_policies : public topics {
 public:
  topics_without_policies() : topics{{.check_queue_policies = false}} {}
};

TEST_F(topics_without_policies, reach_any_queue) {
  const auto topic = create("news");
  const auto queue = create_queue("jobs", "");
  subscribe(topic, "jobs");
  ask("Publish", {{"TopicArn", topic}, {"Message", "x"}});
  EXPECT_THAT(receive(queue), SizeIs(1));
}

}  // namespace
}  // namespace aloft::local
