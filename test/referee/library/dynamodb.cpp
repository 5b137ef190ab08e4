// DynamoDB: attribute values of every type, and errors with modelled members.

#include "referee/library/scenario.hpp"

namespace aloft::referee {
namespace {

namespace json = boost::json;
using namespace aloft::literals;

json::value table(std::string_view name) {
  json::value parameters = R"({
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "B"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST"})"_json;
  parameters.as_object()["TableName"] = name;
  return parameters;
}

boost::asio::awaitable<void> items(aloft::session session) {
  const auto dynamodb = session.client("dynamodb");
  json::value parameters = table("library");
  const auto made = co_await dynamodb.call("create_table", parameters);
  const auto when = made["TableDescription"]["CreationDateTime"];
  expect("the time is a timestamp", when.kind() == value_kind::timestamp);
  const auto age =
      std::chrono::system_clock::now().time_since_epoch() - std::chrono::seconds(when.as_timestamp().seconds);
  expect("the table is new", age > std::chrono::seconds(-5) && age < std::chrono::minutes(5));

  parameters = R"({"TableName": "library", "Item": {
    "id": {"B": "AAEC"}, "text": {"S": "äé€漢字🙂"}, "number": {"N": "0.1"}, "flag": {"BOOL": false}, "nothing": {"NULL": true},
    "bytes": {"BS": ["AQ==", "AgM="]}, "list": {"L": [{"N": "1"}, {"S": ""}, {"L": []}]}, "map": {"M": {"a b": {"M": {}}}}}})"_json;
  const auto put = co_await dynamodb.call("put_item", parameters);
  expect("nothing comes back", put["Attributes"].is_null());
  parameters = R"({"TableName": "library", "Key": {"id": {"B": "AAEC"}}, "ConsistentRead": true})"_json;
  const auto read = co_await dynamodb.call("get_item", parameters);
  const auto item = read["Item"];
  expect_equal("attributes", 8u, item.size());
  expect_equal("key", std::string_view("\0\1\2", 3), item["id"]["B"].as_text());
  expect_equal("text", "äé€漢字🙂", item["text"]["S"].as_text());
  expect_equal("number, which is text", "0.1", item["number"]["N"].as_text());
  expect("false is not absent",
         item["flag"]["BOOL"].kind() == value_kind::boolean && !item["flag"]["BOOL"].as_boolean());
  expect("null is a flag", item["nothing"]["NULL"].as_boolean());
  expect_equal("blobs in the set", 2u, item["bytes"]["BS"].size());
  for (const auto bytes : item["bytes"]["BS"]) expect("sets hold blobs", bytes.kind() == value_kind::blob);
  expect_equal("elements", 3u, item["list"]["L"].size());
  expect("an empty text is there", item["list"]["L"][1]["S"].kind() == value_kind::text);
  expect("an empty list is there", item["list"]["L"][2]["L"].kind() == value_kind::list);
  expect("an empty map is there", item["map"]["M"]["a b"]["M"].kind() == value_kind::map);

  const auto page = co_await dynamodb.call("scan", R"({"TableName": "library"})"_json);
  expect_equal("items", 1, page["Count"].as_integer());
  const auto gone = co_await dynamodb.call("delete_table", R"({"TableName": "library"})"_json);
  expect_equal("table", "library", gone["TableDescription"]["TableName"].as_text());
  parameters = R"({"TableName": "library"})"_json;
  const auto failure = co_await refusal(dynamodb, "describe_table", parameters, "ResourceNotFoundException");
  expect_equal("status", 400, failure.info().http_status);
}

/// Modelled members of errors can be read: the item that stood in the way.
boost::asio::awaitable<void> conditions(aloft::session session) {
  const auto dynamodb = session.client("dynamodb");
  json::value parameters = table("conditions-of-the-library");
  const auto made = co_await dynamodb.call("create_table", parameters);
  parameters = R"({"TableName": "conditions-of-the-library", "Item": {"id": {"B": "AA=="}, "n": {"N": "7"}},
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD"})"_json;
  parameters.as_object()["ConditionExpression"] = "attribute_not_exists(id)";
  const auto put = co_await dynamodb.call("put_item", parameters);
  const auto failure = co_await refusal(dynamodb, "put_item", parameters, "ConditionalCheckFailedException");
  expect("the error has members", failure.info().members != nullptr);
  const auto item = R"({"id": {"B": "AA=="}, "n": {"N": "7"}})"_json;
  expect_equal("the item that is there", item, failure.info().members->at("Item"));

  json::array writes;
  for (const auto* key : {"AA==", "AQ=="}) {
    json::object write = R"({"TableName": "conditions-of-the-library"})"_json.as_object();
    write["ConditionExpression"] = "attribute_not_exists(id)";
    write["Item"] = json::object{{"id", json::object{{"B", key}}}};
    writes.push_back(json::object{{"Put", std::move(write)}});
  }
  parameters = json::object{{"TransactItems", std::move(writes)}};
  const auto cancelled = co_await refusal(dynamodb, "transact_write_items", parameters, "TransactionCanceledException");
  expect("the error has members", cancelled.info().members != nullptr);
  const auto& reasons = cancelled.info().members->at("CancellationReasons").as_array();
  expect_equal("reasons", 2u, reasons.size());
  expect_equal("the first", json::value("ConditionalCheckFailed"), reasons[0].at("Code"));
  expect_equal("the second", json::value("None"), reasons[1].at("Code"));
}

const scenario dynamodb{"dynamodb", items};
const scenario dynamodb_conditions{"dynamodb-conditions", conditions};

}  // namespace
}  // namespace aloft::referee
