// SQS and SNS: texts, bytes and batches of messages.

#include "referee/library/scenario.hpp"

namespace aloft::referee {
namespace {

namespace json = boost::json;
using namespace aloft::literals;

boost::asio::awaitable<void> queues(aloft::session session) {
  const auto sqs = session.client("sqs");
  const auto made =
      co_await sqs.call("create_queue", R"({"QueueName": "library", "tags": {"by": "the library"}})"_json);
  const std::string url{made["QueueUrl"].as_text()};
  json::value parameters = R"({"Entries": [
    {"Id": "1", "MessageBody": "one & two", "MessageAttributes": {"b": {"DataType": "Binary", "BinaryValue": "AP8="}}},
    {"Id": "2", "MessageBody": "late", "DelaySeconds": 901}]})"_json;
  parameters.as_object()["QueueUrl"] = url;
  const auto sent = co_await sqs.call("SendMessageBatch", parameters);
  expect_equal("messages sent", 1u, sent["Successful"].size());
  expect_equal("why the other failed", "InvalidParameterValue", sent["Failed"][0]["Code"].as_text());
  expect("it is the sender's fault", sent["Failed"][0]["SenderFault"].as_boolean());

  parameters = R"({"MessageAttributeNames": ["All"], "WaitTimeSeconds": 2})"_json;
  parameters.as_object()["QueueUrl"] = url;
  const auto received = co_await sqs.call("receive-message", parameters);
  expect_equal("messages received", 1u, received["Messages"].size());
  const auto message = received["Messages"][0];
  expect_equal("body", "one & two", message["Body"].as_text());
  const auto bytes = message["MessageAttributes"]["b"]["BinaryValue"];
  expect("the attribute is a blob", bytes.kind() == value_kind::blob);
  expect_equal("its bytes", std::string_view("\0\xff", 2), bytes.as_text());

  parameters = json::object{{"QueueUrl", url}};
  const auto gone = co_await sqs.call("delete_queue", parameters);
  expect("no output", gone.output().empty());
  const auto page = co_await sqs.call("list_queues", R"({"QueueNamePrefix": "library"})"_json);
  expect_equal("queues left", 0u, page["QueueUrls"].size());
  const auto failure = co_await sqs.try_call("get_queue_url", R"({"QueueName": "library"})"_json);
  expect("the queue is gone", !failure.has_value() && failure.error().kind() == error_kind::service);
  expect("the code is one of both protocols", failure.error().code() == "AWS.SimpleQueueService.NonExistentQueue" ||
                                                  failure.error().code() == "QueueDoesNotExist");
}

boost::asio::awaitable<void> topics(aloft::session session) {
  const auto sns = session.client("sns");
  const auto made =
      co_await sns.call("create_topic", R"({"Name": "library", "Attributes": {"DisplayName": "a b"}})"_json);
  json::value parameters = json::object{{"TopicArn", made["TopicArn"].as_text()}};
  const auto read = co_await sns.call("get_topic_attributes", parameters);
  expect_equal("display name", "a b", read["Attributes"]["DisplayName"].as_text());
  const auto page = co_await sns.call("list_topics");
  expect("the topic is listed", page["Topics"].size() > 0);
  parameters.as_object()["Message"] = "hello, äé€漢字";
  const auto sent = co_await sns.call("publish", parameters);
  expect("the message has an id", !sent["MessageId"].as_text().empty());
  parameters.as_object().erase("Message");
  const auto gone = co_await sns.call("delete_topic", parameters);
  expect("no output", gone.output().empty());
  const auto failure = co_await refusal(sns, "get_topic_attributes", parameters, "NotFound");
  expect_equal("status", 404, failure.info().http_status);
}

const scenario sqs{"sqs", queues};
const scenario sns{"sns", topics};

}  // namespace
}  // namespace aloft::referee
