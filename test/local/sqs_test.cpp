// The embedded SQS, through the client's half of the protocol. Time is the test's.

#include "engine_fixture.hpp"

#include <set>

namespace aloft::local {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;

/// Refusals have the names that clients give them: those of the older protocol.
class queues : public test::engine_test {
 public:
  /// The output of a call of SQS, or what it was refused with.
  json::value ask(std::string_view operation, json::object input) {
    auto output = try_call("sqs", operation, json::serialize(input));
    if (output) return *std::move(output);
    ADD_FAILURE() << operation << ' ' << json::serialize(input) << ": " << output.error().what();
    return json::object{};
  }
  std::string refused(std::string_view operation, json::object input) {
    return refusal(operation, json::serialize(input), "sqs");
  }
  std::string create(std::string_view name, json::object attributes = {}) {
    return text(ask("CreateQueue", {{"QueueName", name}, {"Attributes", attributes}}), "/QueueUrl");
  }
  std::string create_fifo(std::string_view name, json::object attributes = {}) {
    attributes["FifoQueue"] = "true";
    return create(name, attributes);
  }
  void send(std::string_view queue, std::string_view body, json::object more = {}) {
    more["QueueUrl"] = queue;
    more["MessageBody"] = body;
    ask("SendMessage", more);
  }
  void send_in_group(std::string_view queue, std::string_view group, std::string_view body) {
    send(queue, body, {{"MessageGroupId", group}, {"MessageDeduplicationId", body}});
  }
  json::array receive(std::string_view queue, json::object more = {}) {
    more["QueueUrl"] = queue;
    if (!more.contains("MaxNumberOfMessages")) more["MaxNumberOfMessages"] = 10;
    const auto output = ask("ReceiveMessage", more);
    const auto* messages = output.as_object().if_contains("Messages");
    return messages != nullptr ? messages->as_array() : json::array{};
  }
  std::vector<std::string> bodies(std::string_view queue, json::object more = {}) {
    return column(receive(queue, more), "Body");
  }
  void remove(std::string_view queue, const json::value& message) {
    ask("DeleteMessage", {{"QueueUrl", queue}, {"ReceiptHandle", text(message, "/ReceiptHandle")}});
  }
  void hide(std::string_view queue, const json::value& message, int seconds) {
    ask("ChangeMessageVisibility",
        {{"QueueUrl", queue}, {"ReceiptHandle", text(message, "/ReceiptHandle")}, {"VisibilityTimeout", seconds}});
  }
  std::string attribute(std::string_view queue, std::string_view name) {
    return text(ask("GetQueueAttributes", {{"QueueUrl", queue}, {"AttributeNames", {name}}}),
                "/Attributes/" + std::string{name});
  }
  void inject(std::string_view faults) { tested->inject(fault_plan::parse(faults).value()); }
};

TEST_F(queues, are_made_once) {
  const auto url = create("jobs", {{"VisibilityTimeout", "40"}});
  EXPECT_EQ(url, "http://127.0.0.1:4711/123456789012/jobs");
  EXPECT_EQ(create("jobs", {{"VisibilityTimeout", "40"}}), url);
  EXPECT_EQ(create("jobs"), url);
  EXPECT_EQ(refused("CreateQueue", {{"QueueName", "jobs"}, {"Attributes", {{"VisibilityTimeout", "41"}}}}),
            "QueueAlreadyExists (400): A queue already exists with the same name and a different value for attribute "
            "VisibilityTimeout");
  EXPECT_EQ(text(ask("GetQueueUrl", {{"QueueName", "jobs"}}), "/QueueUrl"), url);
  EXPECT_EQ(attribute(url, "QueueArn"), "arn:aws:sqs:eu-west-1:123456789012:jobs");
  EXPECT_EQ(attribute(url, "CreatedTimestamp"), "1767323045");
  region = "us-east-1";
  EXPECT_THAT(refused("GetQueueUrl", {{"QueueName", "jobs"}}),
              StartsWith("AWS.SimpleQueueService.NonExistentQueue (400)"));
}

TEST_F(queues, errors_carry_the_codes_of_both_protocols) {
  const auto answer = tested->handle(signed_request("sqs", "GetQueueUrl", R"({"QueueName": "none"})"), now).response;
  EXPECT_EQ(answer.headers.find("x-amzn-query-error"), "AWS.SimpleQueueService.NonExistentQueue;Sender");
  EXPECT_THAT(answer.body, HasSubstr("QueueDoesNotExist"));
  EXPECT_THAT(refused("SendMessage", {{"MessageBody", "x"}}),
              "MissingParameter (400): The request must contain the parameter QueueUrl");
}

TEST_F(queues, names_and_attributes_are_checked) {
  const auto create_error = [&](std::string_view name, json::object attributes = {}) {
    return refused("CreateQueue", {{"QueueName", name}, {"Attributes", attributes}});
  };
  EXPECT_THAT(create_error("a b"), StartsWith("InvalidParameterValue (400): Can only include alphanumeric"));
  EXPECT_THAT(create_error("a.fifo"), StartsWith("InvalidParameterValue (400): Can only include"));
  EXPECT_THAT(create_error("a", {{"FifoQueue", "true"}}), HasSubstr("must end with .fifo suffix"));
  EXPECT_THAT(create_error(std::string(81, 'a')), HasSubstr("1 to 80 in length"));
  EXPECT_EQ(create_error("a", {{"VisibilityTimeout", "43201"}}),
            "InvalidAttributeValue (400): Invalid value for the parameter VisibilityTimeout.");
  EXPECT_EQ(create_error("a", {{"Colour", "blue"}}), "InvalidAttributeName (400): Unknown Attribute Colour.");
  EXPECT_THAT(create_error("a", {{"ContentBasedDeduplication", "true"}}), HasSubstr("only when FifoQueue"));
  EXPECT_THAT(create_error("a", {{"Policy", "{"}}), StartsWith("InvalidAttributeValue (400): Invalid value for the"));
  EXPECT_THAT(create_error("a", {{"RedrivePolicy", "[]"}}), HasSubstr("must be a JSON object"));
  EXPECT_THAT(create_error("a", {{"RedrivePolicy", R"({"maxReceiveCount": 2})"}}), HasSubstr("deadLetterTargetArn"));
  EXPECT_THAT(create_error("a", {{"RedrivePolicy", R"({"deadLetterTargetArn": "arn:x", "maxReceiveCount": 0})"}}),
              HasSubstr("from 1 to 1000"));
  EXPECT_THAT(create_error("a", {{"RedrivePolicy", R"({"deadLetterTargetArn": "arn:x", "maxReceiveCount": "3"})"}}),
              HasSubstr("Dead letter target does not exist"));
  EXPECT_THAT(refused("GetQueueAttributes", {{"QueueUrl", create("b")}, {"AttributeNames", {"Colour"}}}),
              StartsWith("InvalidAttributeName"));
}

TEST_F(queues, lists_have_pages) {
  for (const auto* name : {"a-1", "a-2", "a-3", "b-1"}) create(name);
  EXPECT_THAT(ask("ListQueues", {}).at("QueueUrls").as_array(), SizeIs(4));
  const auto first = ask("ListQueues", {{"QueueNamePrefix", "a-"}, {"MaxResults", 2}});
  EXPECT_THAT(first.at("QueueUrls").as_array(), SizeIs(2));
  const auto second =
      ask("ListQueues", {{"QueueNamePrefix", "a-"}, {"MaxResults", 2}, {"NextToken", first.at("NextToken")}});
  EXPECT_EQ(text(second, "/QueueUrls/0"), "http://127.0.0.1:4711/123456789012/a-3");
  EXPECT_FALSE(second.as_object().contains("NextToken"));
  EXPECT_THAT(refused("ListQueues", {{"NextToken", "!"}}), HasSubstr("next token"));
}

TEST_F(queues, deleted_names_rest_for_a_minute) {
  const auto url = create("jobs");
  ask("DeleteQueue", {{"QueueUrl", url}});
  EXPECT_THAT(refused("ReceiveMessage", {{"QueueUrl", url}}), StartsWith("AWS.SimpleQueueService.NonExistentQueue"));
  EXPECT_THAT(refused("CreateQueue", {{"QueueName", "jobs"}}),
              StartsWith("AWS.SimpleQueueService.QueueDeletedRecently"));
  now += 60s;
  EXPECT_EQ(create("jobs"), url);
}

TEST_F(queues, purging_drops_everything_once_a_minute) {
  const auto url = create("jobs");
  send(url, "one");
  send(url, "two");
  EXPECT_THAT(receive(url, {{"MaxNumberOfMessages", 1}}), SizeIs(1));
  ask("PurgeQueue", {{"QueueUrl", url}});
  now += 31s;
  EXPECT_THAT(receive(url), IsEmpty());
  EXPECT_THAT(refused("PurgeQueue", {{"QueueUrl", url}}), StartsWith("AWS.SimpleQueueService.PurgeQueueInProgress"));
  now += 30s;
  ask("PurgeQueue", {{"QueueUrl", url}});
}

TEST_F(queues, tags) {
  const auto url = create("jobs");
  ask("TagQueue", {{"QueueUrl", url}, {"Tags", {{"team", "blue"}, {"size", "1"}}}});
  ask("UntagQueue", {{"QueueUrl", url}, {"TagKeys", {"size"}}});
  EXPECT_EQ(json::serialize(ask("ListQueueTags", {{"QueueUrl", url}}).at("Tags")), R"({"team":"blue"})");
}

TEST_F(queues, a_message_comes_back_when_its_visibility_ends) {
  const auto url = create("jobs", {{"VisibilityTimeout", "10"}});
  send(url, "work");
  const auto first = receive(url, {{"AttributeNames", {"All"}}});
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(text(first[0], "/Attributes/ApproximateReceiveCount"), "1");
  EXPECT_EQ(text(first[0], "/Attributes/SentTimestamp"), "1767323045000");
  EXPECT_EQ(attribute(url, "ApproximateNumberOfMessagesNotVisible"), "1");
  now += 9999ms;
  EXPECT_THAT(receive(url), IsEmpty());
  now += 1ms;
  const auto second =
      receive(url, {{"MessageSystemAttributeNames", {"ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"}}});
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(text(second[0], "/Attributes/ApproximateReceiveCount"), "2");
  EXPECT_EQ(text(second[0], "/Attributes/ApproximateFirstReceiveTimestamp"), "1767323045000");
  remove(url, first[0]);  // an old handle: accepted, and nothing happens
  EXPECT_EQ(attribute(url, "ApproximateNumberOfMessagesNotVisible"), "1");
  remove(url, second[0]);
  remove(url, second[0]);  // twice is once
  now += 1h;
  EXPECT_THAT(receive(url), IsEmpty());
}

TEST_F(queues, visibility_is_changed_and_limited) {
  const auto url = create("jobs");
  send(url, "work");
  const auto first = receive(url);
  now += 20s;
  hide(url, first[0], 60);
  now += 59s;
  EXPECT_THAT(receive(url), IsEmpty());
  hide(url, first[0], 0);
  const auto second = receive(url);
  ASSERT_THAT(second, SizeIs(1));
  const auto change = [&](const json::value& message, int seconds) {
    return refused(
        "ChangeMessageVisibility",
        {{"QueueUrl", url}, {"ReceiptHandle", text(message, "/ReceiptHandle")}, {"VisibilityTimeout", seconds}});
  };
  EXPECT_THAT(change(first[0], 5), HasSubstr("not available for visibility timeout change"));
  now += 10s;
  EXPECT_THAT(change(second[0], 43200), HasSubstr("Total VisibilityTimeout for the message is beyond the limit"));
  EXPECT_THAT(change(second[0], 43201), HasSubstr("between 0 and 43200"));
  EXPECT_THAT(refused("DeleteMessage", {{"QueueUrl", url}, {"ReceiptHandle", "bogus"}}),
              StartsWith("ReceiptHandleIsInvalid (400)"));
  const auto other = create("other");
  EXPECT_THAT(refused("DeleteMessage", {{"QueueUrl", other}, {"ReceiptHandle", text(second[0], "/ReceiptHandle")}}),
              StartsWith("ReceiptHandleIsInvalid (400)"));
}

TEST_F(queues, delay_and_retention_pass) {
  const auto url = create("jobs", {{"DelaySeconds", "5"}, {"MessageRetentionPeriod", "60"}});
  send(url, "by queue");
  send(url, "at once", {{"DelaySeconds", 0}});
  send(url, "late", {{"DelaySeconds", 30}});
  EXPECT_EQ(attribute(url, "ApproximateNumberOfMessagesDelayed"), "2");
  EXPECT_THAT(bodies(url, {{"VisibilityTimeout", 600}}), ElementsAre("at once"));
  now += 5s;
  EXPECT_THAT(bodies(url, {{"VisibilityTimeout", 600}}), ElementsAre("by queue"));
  now += 25s;
  EXPECT_THAT(bodies(url, {{"VisibilityTimeout", 0}}), ElementsAre("late"));
  now += 30s;
  EXPECT_THAT(receive(url), IsEmpty());
  EXPECT_EQ(attribute(url, "ApproximateNumberOfMessagesNotVisible"), "0");
}

TEST_F(queues, what_is_received_too_often_goes_to_the_dead_letter_queue_and_back) {
  const auto dead = create("dead");
  const auto url = create("jobs", {{"VisibilityTimeout", "1"},
                                   {"RedrivePolicy", R"({"deadLetterTargetArn": ")" + attribute(dead, "QueueArn") +
                                                         R"(", "maxReceiveCount": 2})"}});
  send(url, "poison");
  for (int i = 0; i < 2; ++i, now += 1s) EXPECT_THAT(receive(url), SizeIs(1));
  EXPECT_THAT(receive(url), IsEmpty());
  const auto letters = receive(dead, {{"AttributeNames", {"All"}}, {"VisibilityTimeout", 0}});
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(text(letters[0], "/Attributes/DeadLetterQueueSourceArn"), attribute(url, "QueueArn"));
  EXPECT_EQ(text(letters[0], "/Attributes/SentTimestamp"), "1767323045000");
  EXPECT_EQ(text(ask("ListDeadLetterSourceQueues", {{"QueueUrl", dead}}), "/queueUrls/0"), url);

  ask("StartMessageMoveTask", {{"SourceArn", attribute(dead, "QueueArn")}});
  EXPECT_THAT(receive(dead), IsEmpty());
  const auto tasks = ask("ListMessageMoveTasks", {{"SourceArn", attribute(dead, "QueueArn")}});
  EXPECT_EQ(text(tasks, "/Results/0/ApproximateNumberOfMessagesMoved"), "1");
  EXPECT_EQ(attribute(url, "ApproximateNumberOfMessages"), "1");
  EXPECT_THAT(refused("StartMessageMoveTask", {{"SourceArn", attribute(url, "QueueArn")}}),
              HasSubstr("must be configured as a Dead Letter Queue"));
}

// The digests are those that AWS answers with; botocore's users compare them.
TEST_F(queues, digests_are_those_of_aws) {
  const auto url = create("jobs");
  const json::object attributes{{"count", {{"DataType", "Number"}, {"StringValue", "5"}}},
                                {"blob", {{"DataType", "Binary"}, {"BinaryValue", "AAEC"}}},
                                {"name", {{"DataType", "String.custom"}, {"StringValue", "x"}}}};
  const auto sent =
      ask("SendMessage", {{"QueueUrl", url}, {"MessageBody", "hello"}, {"MessageAttributes", attributes}});
  EXPECT_EQ(text(sent, "/MD5OfMessageBody"), "5d41402abc4b2a76b9719d911017c592");
  EXPECT_EQ(text(sent, "/MD5OfMessageAttributes"), "eb33265eee87cf8e17f4796e93afbc08");
  const auto some = receive(url, {{"MessageAttributeNames", {"na.*", "name"}}});
  EXPECT_EQ(json::serialize(some[0].at("MessageAttributes")),
            R"({"name":{"StringValue":"x","DataType":"String.custom"}})");
  EXPECT_EQ(text(some[0], "/MD5OfMessageAttributes"), "6be7f5c75ed14b775757c58cb1a63749");
}

TEST_F(queues, messages_are_checked) {
  const auto url = create("jobs", {{"MaximumMessageSize", "1024"}});
  const auto why = [&](json::object input) {
    input["QueueUrl"] = url;
    if (!input.contains("MessageBody")) input["MessageBody"] = "x";
    return refused("SendMessage", input);
  };
  send(url, std::string(1024, 'x'));
  EXPECT_EQ(
      why({{"MessageBody", std::string(1025, 'x')}}),
      "InvalidParameterValue (400): One or more parameters are invalid. Reason: Message must be shorter than 1024 "
      "bytes.");
  EXPECT_THAT(why({{"MessageBody", ""}}), StartsWith("MissingParameter (400)"));
  EXPECT_THAT(why({{"MessageBody", "a\x01"}}),
              StartsWith("InvalidMessageContents (400): Invalid binary character '#x1'"));
  EXPECT_THAT(why({{"MessageBody", "\xEF\xBF\xBF"}}), HasSubstr("'#xffff'"));
  EXPECT_THAT(why({{"DelaySeconds", 901}}), HasSubstr("DelaySeconds must be >= 0 and <= 900"));
  EXPECT_THAT(why({{"MessageDeduplicationId", "x"}}), HasSubstr("not valid for this queue type"));
  const auto attribute_why = [&](std::string_view name, json::object value) {
    return why({{"MessageAttributes", {{name, value}}}});
  };
  EXPECT_THAT(attribute_why("a", {{"DataType", "Colour"}, {"StringValue", "x"}}), HasSubstr("supported type prefixes"));
  EXPECT_THAT(attribute_why("a", {{"DataType", "Number"}, {"StringValue", "x"}}), HasSubstr("to a number"));
  EXPECT_THAT(attribute_why("a", {{"DataType", "String"}, {"StringValue", ""}}), HasSubstr("non-empty value"));
  EXPECT_THAT(attribute_why("AWS.a", {{"DataType", "String"}, {"StringValue", "x"}}), HasSubstr("invalid name"));
  json::object eleven;
  for (int i = 0; i < 11; ++i)
    eleven["a" + std::to_string(i)] = json::object{{"DataType", "String"}, {"StringValue", "x"}};
  EXPECT_THAT(why({{"MessageAttributes", eleven}}), HasSubstr("[11] exceeds the allowed maximum [10]"));
  EXPECT_THAT(refused("ReceiveMessage", {{"QueueUrl", url}, {"MaxNumberOfMessages", 11}}),
              HasSubstr("between 1 and 10"));
}

json::object entry(std::string_view id, std::string_view body) { return {{"Id", id}, {"MessageBody", body}}; }

TEST_F(queues, batches_answer_each_entry) {
  const auto url = create("jobs", {{"MaximumMessageSize", "1024"}});
  const auto sent = ask("SendMessageBatch",
                        {{"QueueUrl", url}, {"Entries", {entry("a", "one"), entry("b", std::string(1025, 'x'))}}});
  EXPECT_THAT(column(sent.at("Successful"), "Id"), ElementsAre("a"));
  EXPECT_THAT(column(sent.at("Failed"), "Id"), ElementsAre("b"));
  EXPECT_EQ(text(sent, "/Failed/0/SenderFault"), "true");
  EXPECT_EQ(text(sent, "/Failed/0/Code"), "InvalidParameterValue");

  const auto received = receive(url);
  const auto removed =
      ask("DeleteMessageBatch", {{"QueueUrl", url},
                                 {"Entries",
                                  {json::object{{"Id", "1"}, {"ReceiptHandle", received[0].at("ReceiptHandle")}},
                                   json::object{{"Id", "2"}, {"ReceiptHandle", "bogus"}}}}});
  EXPECT_THAT(column(removed.at("Successful"), "Id"), ElementsAre("1"));
  EXPECT_EQ(text(removed, "/Failed/0/Code"), "ReceiptHandleIsInvalid");
}

TEST_F(queues, batches_are_checked_as_a_whole) {
  const auto url = create("jobs");
  const auto why = [&](json::array entries) {
    return refused("SendMessageBatch", {{"QueueUrl", url}, {"Entries", std::move(entries)}});
  };
  EXPECT_THAT(why({}), StartsWith("AWS.SimpleQueueService.EmptyBatchRequest (400)"));
  EXPECT_THAT(why({entry("a", "x"), entry("a", "y")}),
              StartsWith("AWS.SimpleQueueService.BatchEntryIdsNotDistinct (400): Id a repeated."));
  EXPECT_THAT(why({entry("a b", "x")}), StartsWith("AWS.SimpleQueueService.InvalidBatchEntryId (400)"));
  json::array eleven;
  for (int i = 0; i < 11; ++i) eleven.push_back(entry(std::to_string(i), "x"));
  EXPECT_THAT(why(eleven), StartsWith("AWS.SimpleQueueService.TooManyEntriesInBatchRequest (400)"));
  const std::string half(std::size_t{512} << 10, 'x');
  EXPECT_EQ(ask("SendMessageBatch", {{"QueueUrl", url}, {"Entries", {entry("a", half), entry("b", half)}}})
                .at("Successful")
                .as_array()
                .size(),
            2u);
  EXPECT_THAT(why({entry("a", half), entry("b", half + "x")}),
              StartsWith("AWS.SimpleQueueService.BatchRequestTooLong (400)"));
}

TEST_F(queues, faults_hit_entries_and_deliveries) {
  const auto url = create("jobs");
  inject("sqs.SendMessageBatch:partial=#2,sqs.ReceiveMessage:duplicate=1x");
  const auto sent =
      ask("SendMessageBatch", {{"QueueUrl", url}, {"Entries", {entry("a", "1"), entry("b", "2"), entry("c", "3")}}});
  EXPECT_THAT(column(sent.at("Failed"), "Id"), ElementsAre("b"));
  EXPECT_EQ(text(sent, "/Failed/0/SenderFault"), "false");
  EXPECT_THAT(bodies(url), UnorderedElementsAre("1", "3"));
  EXPECT_THAT(bodies(url), ElementsAre("1"));
  EXPECT_THAT(bodies(url), IsEmpty());
}

class fifo_queues : public queues {};

TEST_F(fifo_queues, a_group_is_locked_while_one_of_its_messages_is_in_flight) {
  const auto url = create_fifo("jobs.fifo");
  for (const auto* body : {"a1", "a2", "b1", "a3"}) send_in_group(url, std::string_view{body}.substr(0, 1), body);
  const auto one = receive(url, {{"MaxNumberOfMessages", 1}});
  EXPECT_THAT(column(one, "Body"), ElementsAre("a1"));
  const auto two = receive(url, {{"AttributeNames", {"All"}}});
  EXPECT_THAT(column(two, "Body"), ElementsAre("b1"));
  EXPECT_EQ(text(two[0], "/Attributes/MessageGroupId"), "b");
  EXPECT_THAT(receive(url), IsEmpty());
  remove(url, one[0]);
  const auto rest = receive(url);
  EXPECT_THAT(column(rest, "Body"), ElementsAre("a2", "a3"));
  hide(url, rest[1], 0);
  EXPECT_THAT(receive(url), IsEmpty());
  hide(url, rest[0], 0);
  EXPECT_THAT(bodies(url), ElementsAre("a2", "a3"));
  now += 31s;
  EXPECT_THAT(refused("DeleteMessage", {{"QueueUrl", url}, {"ReceiptHandle", text(rest[0], "/ReceiptHandle")}}),
              HasSubstr("The receipt handle has expired."));
}

TEST_F(fifo_queues, a_message_is_sent_once_in_five_minutes) {
  const auto url = create_fifo("jobs.fifo", {{"ContentBasedDeduplication", "true"}});
  const auto send_body = [&](std::string_view body, std::string_view group = "g") {
    return ask("SendMessage", {{"QueueUrl", url}, {"MessageBody", body}, {"MessageGroupId", group}});
  };
  const auto first = send_body("x");
  now += 299s;
  const auto again = send_body("x", "other");
  EXPECT_EQ(text(first, "/MessageId"), text(again, "/MessageId"));
  EXPECT_EQ(text(first, "/SequenceNumber"), text(again, "/SequenceNumber"));
  EXPECT_EQ(attribute(url, "ApproximateNumberOfMessages"), "1");
  now += 1s;
  const auto later = send_body("x");
  EXPECT_NE(text(first, "/MessageId"), text(later, "/MessageId"));
  EXPECT_LT(text(first, "/SequenceNumber"), text(later, "/SequenceNumber"));
  EXPECT_EQ(attribute(url, "ApproximateNumberOfMessages"), "2");
}

TEST_F(fifo_queues, deduplication_may_be_by_group) {
  const auto url =
      create_fifo("jobs.fifo", {{"ContentBasedDeduplication", "true"}, {"DeduplicationScope", "messageGroup"}});
  for (const auto* group : {"a", "b", "a"}) send(url, "x", {{"MessageGroupId", group}});
  EXPECT_EQ(attribute(url, "ApproximateNumberOfMessages"), "2");
}

TEST_F(fifo_queues, need_groups_and_ids) {
  const auto url = create_fifo("jobs.fifo");
  EXPECT_THAT(refused("SendMessage", {{"QueueUrl", url}, {"MessageBody", "x"}}),
              StartsWith("MissingParameter (400): The request must contain the parameter MessageGroupId"));
  EXPECT_THAT(refused("SendMessage", {{"QueueUrl", url}, {"MessageBody", "x"}, {"MessageGroupId", "g"}}),
              HasSubstr("ContentBasedDeduplication enabled or MessageDeduplicationId provided"));
  EXPECT_THAT(refused("SendMessage", {{"QueueUrl", url},
                                      {"MessageBody", "x"},
                                      {"MessageGroupId", "g"},
                                      {"MessageDeduplicationId", "d"},
                                      {"DelaySeconds", 3}}),
              HasSubstr("not valid for this queue type"));
}

class long_polls : public queues {
 public:
  answer poll(std::string_view queue, int seconds) {
    return tested->handle(
        signed_request("sqs", "ReceiveMessage",
                       json::serialize(json::object{{"QueueUrl", queue}, {"WaitTimeSeconds", seconds}})),
        now);
  }
  std::size_t count(const answer& made) {
    const auto output = read("sqs", "ReceiveMessage", made.response).value();
    const auto* messages = output.as_object().if_contains("Messages");
    return messages != nullptr ? messages->as_array().size() : 0;
  }
};

struct listener final : bell_listener {
  int heard = 0;
  void rung() noexcept override { ++heard; }
};

TEST_F(long_polls, end_when_a_message_is_sent) {
  const auto url = create("jobs");
  auto waiting = poll(url, 20);
  ASSERT_TRUE(waiting.pending);
  EXPECT_EQ(waiting.wait.until.to_time_point(), now + 20s);
  const auto ear = std::make_shared<listener>();
  waiting.wait.on->listen(waiting.wait.seen, ear);
  now += 5s;
  send(url, "work");
  EXPECT_EQ(ear->heard, 1);
  const auto over = tested->resume(std::move(waiting), now);
  EXPECT_FALSE(over.pending);
  EXPECT_EQ(count(over), 1u);
}

TEST_F(long_polls, hear_what_was_sent_before_they_listened) {
  const auto url = create("jobs");
  const auto waiting = poll(url, 20);
  send(url, "work");
  const auto ear = std::make_shared<listener>();
  waiting.wait.on->listen(waiting.wait.seen, ear);
  EXPECT_EQ(ear->heard, 1);
}

TEST_F(long_polls, end_empty_in_time_and_when_the_queue_goes) {
  const auto url = create("jobs");
  auto waiting = poll(url, 2);
  now += 1s;
  waiting = tested->resume(std::move(waiting), now);
  ASSERT_TRUE(waiting.pending);
  now += 1s;
  const auto over = tested->resume(std::move(waiting), now);
  ASSERT_FALSE(over.pending);
  EXPECT_EQ(count(over), 0u);

  waiting = poll(url, 20);
  ask("DeleteQueue", {{"QueueUrl", url}});
  const auto gone = tested->resume(std::move(waiting), now);
  EXPECT_EQ(gone.response.status, 400);
  EXPECT_THAT(gone.response.body, HasSubstr("QueueDoesNotExist"));
}

TEST_F(long_polls, wait_for_what_becomes_visible) {
  const auto url = create("jobs");
  send(url, "late", {{"DelaySeconds", 3}});
  auto waiting = poll(url, 20);
  EXPECT_EQ(waiting.wait.until.to_time_point(), now + 3s);
  now += 3s;
  EXPECT_EQ(count(tested->resume(std::move(waiting), now)), 1u);
}

}  // namespace
}  // namespace aloft::local
