// Kinesis and CloudWatch Logs: records as bytes, times in milliseconds.

#include "referee/library/scenario.hpp"

namespace aloft::referee {
namespace {

namespace json = boost::json;
using namespace aloft::literals;

boost::asio::awaitable<void> records(aloft::session session) {
  const auto kinesis = session.client("kinesis");
  json::value parameters = R"({"StreamName": "library", "ShardCount": 1})"_json;
  const auto made = co_await kinesis.call("create_stream", parameters);
  expect("no output", made.output().empty());
  parameters =
      R"({"StreamName": "library", "Records": [{"Data": "AP8=", "PartitionKey": "a"}, {"Data": "", "PartitionKey": "b"}]})"_json;
  const auto put = co_await kinesis.call("put_records", parameters);
  expect_equal("records that failed", 0, put["FailedRecordCount"].as_integer());
  parameters = R"({"StreamName": "library", "ShardIteratorType": "TRIM_HORIZON"})"_json;
  parameters.as_object()["ShardId"] = put["Records"][0]["ShardId"].as_text();
  const auto at = co_await kinesis.call("get_shard_iterator", parameters);
  parameters = json::object{{"ShardIterator", at["ShardIterator"].as_text()}};
  const auto read = co_await kinesis.call("get_records", parameters);
  expect_equal("records", 2u, read["Records"].size());
  expect_equal("bytes", std::string_view("\0\xff", 2), read["Records"][0]["Data"].as_text());
  expect("an empty blob is there", read["Records"][1]["Data"].kind() == value_kind::blob);
  expect("arrival is a time", read["Records"][0]["ApproximateArrivalTimestamp"].kind() == value_kind::timestamp);
  const auto page = co_await kinesis.call("list_streams");
  expect("the stream is listed", page["StreamNames"].size() > 0);
  parameters = R"({"StreamName": "library"})"_json;
  const auto gone = co_await kinesis.call("delete_stream", parameters);
  expect("no output", gone.output().empty());
  const auto failure = co_await refusal(kinesis, "delete_stream", parameters, "ResourceNotFoundException");
  expect_equal("status", 400, failure.info().http_status);
}

boost::asio::awaitable<void> log_groups(aloft::session session) {
  const auto logs = session.client("logs");
  json::value parameters = R"({"logGroupName": "library"})"_json;
  const auto made = co_await logs.call("create_log_group", parameters);
  expect("no output", made.output().empty());
  const auto page = co_await logs.call("describe_log_groups");
  expect("the group is listed", page["logGroups"].size() > 0);
  expect("its time is a number", page["logGroups"][0]["creationTime"].as_integer() > 1'600'000'000'000);
  const auto twice = co_await refusal(logs, "create_log_group", parameters, "ResourceAlreadyExistsException");
  const auto gone = co_await logs.call("delete_log_group", parameters);
  const auto failure = co_await refusal(logs, "delete_log_group", parameters, "ResourceNotFoundException");
}

const scenario kinesis{"kinesis", records};
const scenario logs{"logs", log_groups};

}  // namespace
}  // namespace aloft::referee
