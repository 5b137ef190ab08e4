#include "services/message_digest.hpp"
#include "services/queue_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace aloft::sqs {

json::object played_queue::taken(const json::object& entry) {
  json::object record{{"Id", entry.at("Id")}, {"MessageId", "id-of-" + std::string{entry.at("Id").as_string()}}};
  if (const auto* const body = entry.if_contains("MessageBody")) {
    record["MessageId"] = "id-of-" + std::string{body->as_string()};
    record["MD5OfMessageBody"] = digest_of(std::string{body->as_string()});
  }
  return record;
}

namespace {

using ::testing::ElementsAre;

std::string code_of(const result<sent>& outcome) { return outcome ? outcome->message_id : outcome.error().code(); }

TEST_F(played_queue, takes_any_number_of_messages) {
  const auto sqs = open(take_all);
  const auto outcomes = run(send_batch(sqs, url, numbered(23)));
  ASSERT_EQ(outcomes.size(), 23U);
  for (int i = 0; i < 23; ++i) EXPECT_EQ(code_of(outcomes[i]), "id-of-" + std::to_string(i));
  EXPECT_EQ(requests.size(), 3U);
}

TEST_F(played_queue, gets_again_what_failed_and_nothing_else) {
  const auto sqs = open([&](const asked& what) {
    if (requests.size() > 1) return take_all(what);
    json::array good, bad;
    for (const auto& one : what.entries()) {
      const auto& entry = one.as_object();
      const auto body = entry.at("MessageBody").as_string();
      if (body == "1" || body == "2")
        bad.push_back(failed(entry, body == "2"));
      else
        good.push_back(taken(entry));
    }
    return answer({{"Successful", good}, {"Failed", bad}});
  });
  const auto outcomes = run(send_batch(sqs, url, numbered(4)));
  std::vector<std::string> codes;
  for (const auto& one : outcomes) codes.push_back(code_of(one));
  EXPECT_THAT(codes, ElementsAre("id-of-0", "id-of-1", "InvalidMessageContents", "id-of-3"));
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[1].entries().size(), 1U);
}

TEST_F(played_queue, is_not_sent_what_is_a_byte_too_long) {
  const auto sqs = open(take_all);
  std::vector<outgoing> messages(3);
  messages[0].body.assign(1'048'576, 'x');
  messages[1].body.assign(1'048'577, 'x');
  messages[2].body.assign(1'048'576 - 9, 'x');  // an attribute takes the rest, and a byte more
  messages[2].attributes["abcd"] = {"String", ""};
  messages[2].attributes["abcd"].value = std::string(0, 'x');
  messages[2].attributes["abcd"].type = "String";
  EXPECT_EQ(size_of(messages[2]), 1'048'577U);
  const auto outcomes = run(send_batch(sqs, url, messages));
  EXPECT_TRUE(outcomes[0]);
  EXPECT_EQ(code_of(outcomes[1]), "MessageTooLong");
  EXPECT_EQ(code_of(outcomes[2]), "MessageTooLong");
  EXPECT_EQ(requests.size(), 1U);
}

TEST_F(played_queue, carries_bytes_as_base64) {
  const auto sqs = open(take_all);
  std::vector<outgoing> messages(1);
  messages[0].body = "x";
  messages[0].attributes["raw"] = {"Binary", std::string{"\0\xff", 2}};
  run(send_batch(sqs, url, messages));
  EXPECT_EQ(requests.at(0).entries().at(0).at("MessageAttributes").at("raw").at("BinaryValue").as_string(), "AP8=");
}

TEST_F(played_queue, that_has_something_else_is_told_of) {
  const auto sqs = open([&](const asked& what) {
    auto record = taken(what.entries().at(0).as_object());
    record["MD5OfMessageBody"] = digest_of("other");
    return answer({{"Successful", json::array{record}}});
  });
  const auto outcomes = run(send_batch(sqs, url, numbered(1)));
  EXPECT_EQ(code_of(outcomes[0]), "ChecksumMismatch");
  EXPECT_EQ(requests.size(), 1U);  // it is in the queue: sent again, it would be there twice
}

TEST_F(played_queue, that_says_nothing_of_a_message_is_not_believed) {
  const auto sqs = open([&](const asked& what) {
    return answer({{"Successful", json::array{taken(what.entries().at(0).as_object())}}});
  });
  const auto outcomes = run(send_batch(sqs, url, numbered(2)));
  EXPECT_TRUE(outcomes[0]);
  EXPECT_EQ(code_of(outcomes[1]), "NoResult");
}

TEST_F(played_queue, finds_the_message_that_spoils_a_batch) {
  const auto sqs = open([&](const asked& what) {
    for (const auto& one : what.entries())
      if (one.at("MessageBody").as_string() == "3") return refusal("InvalidMessageContents");
    return take_all(what);
  });
  const auto outcomes = run(send_batch(sqs, url, numbered(6)));
  for (int i = 0; i < 6; ++i) EXPECT_EQ(outcomes[i].has_value(), i != 3) << i;
}

TEST_F(played_queue, of_groups_is_sent_nothing_behind_what_failed) {
  const auto sqs = open([&](const asked& what) {
    json::array good, bad;
    for (const auto& one : what.entries()) {
      const auto& entry = one.as_object();
      if (entry.at("MessageBody").as_string() == "9")
        bad.push_back(failed(entry, true));
      else
        good.push_back(taken(entry));
    }
    return answer({{"Successful", good}, {"Failed", bad}});
  });
  const auto outcomes = run(send_batch(sqs, fifo_url, numbered(25, "a")));
  for (int i = 0; i < 25; ++i)
    EXPECT_EQ(code_of(outcomes[i]), i < 9    ? "id-of-" + std::to_string(i)
                                    : i == 9 ? "InvalidMessageContents"
                                             : "EarlierMessageFailed");
  EXPECT_EQ(requests.size(), 1U);
}

TEST_F(played_queue, that_is_not_there_fails_each_message) {
  const auto sqs = open([](const asked&) { return refusal("QueueDoesNotExist"); });
  for (const auto& one : run(send_batch(sqs, url, numbered(2)))) EXPECT_EQ(code_of(one), "QueueDoesNotExist");
}

TEST_F(played_queue, is_found_by_name_and_by_arn) {
  const auto sqs = open([](const asked&) { return answer({{"QueueUrl", url}}); });
  EXPECT_EQ(run(queue_url(sqs, "orders")), url);
  EXPECT_EQ(run(queue_url(sqs, "arn:aws:sqs:eu-west-1:111122223333:orders")), url);
  EXPECT_EQ(requests.at(1).input.at("QueueOwnerAWSAccountId").as_string(), "111122223333");
  EXPECT_EQ(run(queue_url(sqs, url)), url);
  EXPECT_EQ(requests.size(), 2U);
  for (const char* const bad : {"", "a b", "arn:aws:sns:eu-west-1:111122223333:orders", "arn:aws:sqs:orders", "a/b"})
    EXPECT_EQ(run(try_queue_url(sqs, bad)).error().code(), "UnknownQueue") << bad;
}

TEST_F(played_queue, deletes_and_hides_by_the_ten) {
  const auto sqs = open([&](const asked& what) {
    json::array good, bad;
    for (const auto& one : what.entries()) {
      const auto& entry = one.as_object();
      if (entry.at("ReceiptHandle").as_string() == "old")
        bad.push_back(json::object{{"Id", entry.at("Id")}, {"Code", "ReceiptHandleIsInvalid"}, {"SenderFault", true}});
      else
        good.push_back(json::object{{"Id", entry.at("Id")}});
    }
    return answer({{"Successful", good}, {"Failed", bad}});
  });
  std::vector<std::string> handles(11, "new");
  handles[4] = "old";
  const auto outcomes = run(delete_batch(sqs, url, handles));
  ASSERT_EQ(outcomes.size(), 11U);
  for (int i = 0; i < 11; ++i) EXPECT_EQ(outcomes[i].has_value(), i != 4);
  EXPECT_EQ(outcomes[4].error().code(), "ReceiptHandleIsInvalid");
  EXPECT_EQ(requests.size(), 2U);
  std::vector<visibility_change> changes(1);
  changes[0] = {"new", std::chrono::seconds{7}};
  EXPECT_TRUE(run(change_visibility_batch(sqs, url, changes))[0]);
  EXPECT_EQ(requests.back().entries().at(0).at("VisibilityTimeout").as_int64(), 7);
}

TEST_F(played_queue, gets_single_messages_together) {
  const auto sqs = open(take_all);
  sender together{sqs, url};
  int good = 0;
  for (int i = 0; i < 100; ++i) {
    outgoing one;
    one.body = std::to_string(i);
    asio::co_spawn(context, together.send(std::move(one)),
                   [&, i](const std::exception_ptr&, const result<sent>& outcome) {
                     good += code_of(outcome) == "id-of-" + std::to_string(i);
                   });
  }
  context.run();
  EXPECT_EQ(good, 100);
  std::vector<std::size_t> sizes;
  for (const auto& one : requests) sizes.push_back(one.entries().size());
  EXPECT_THAT(sizes, ::testing::Contains(1U));  // the first, at once
  EXPECT_LE(requests.size(), 12U);
  EXPECT_EQ(together.counters().messages, 100U);
  EXPECT_EQ(together.counters().requests, requests.size());
}

TEST_F(played_queue, gets_single_messages_of_a_group_in_order) {
  const auto sqs = open(take_all);
  sender together{sqs, fifo_url};
  for (int i = 0; i < 35; ++i) {
    outgoing one;
    one.body = std::to_string(i);
    one.group = "a";
    asio::co_spawn(context, together.send(std::move(one)), asio::detached);
  }
  context.run();
  int next = 0;
  for (const auto& request : requests)
    for (const auto& entry : request.entries()) EXPECT_EQ(entry.at("MessageBody").as_string(), std::to_string(next++));
  EXPECT_EQ(next, 35);
}

TEST_F(played_queue, tells_whoever_sends_that_it_is_not_there) {
  const auto sqs = open([](const asked&) { return refusal("QueueDoesNotExist"); });
  sender together{sqs, "orders"};
  outgoing one;
  one.body = "x";
  EXPECT_EQ(code_of(run(together.send(one))), "QueueDoesNotExist");
}

TEST(messages_of_json, are_entries_or_what_was_received) {
  const auto made = message_from_json(R"({"MessageBody": "b", "DelaySeconds": 3, "MessageGroupId": "g",
    "MessageAttributes": {"raw": {"DataType": "Binary", "BinaryValue": "AP8="}}})")
                        .value();
  EXPECT_EQ(made.body, "b");
  EXPECT_EQ(made.attributes.at("raw").value, (std::string{"\0\xff", 2}));
  EXPECT_EQ(message_from_json(
                R"({"MessageId": "1", "ReceiptHandle": "r", "Body": "b", "Attributes": {"MessageGroupId": "g"}})")
                .value()
                .group,
            "g");
  for (const char* const bad :
       {"", "x", "[]", "{}", R"({"MessageBody": 1})", R"({"MessageBody": "b", "Delay": 1})",
        R"({"MessageBody": "b", "MessageAttributes": {"a": {"DataType": "Binary", "BinaryValue": "!"}}})"})
    EXPECT_EQ(message_from_json(bad).error().code(), "InvalidMessage") << bad;
}

}  // namespace
}  // namespace aloft::sqs
