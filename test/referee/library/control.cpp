// SSM, EventBridge and Step Functions over awsJson, IAM over awsQuery.

#include "referee/library/scenario.hpp"

namespace aloft::referee {
namespace {

namespace json = boost::json;
using namespace aloft::literals;

boost::asio::awaitable<void> parameters_of_ssm(aloft::session session) {
  const auto ssm = session.client("ssm");
  json::value parameters = R"({"Name": "/library/a b", "Value": "äé€\n\"x\"", "Type": "String"})"_json;
  const auto made = co_await ssm.call("put_parameter", parameters);
  expect_equal("version", 1, made["Version"].as_integer());
  const auto twice = co_await refusal(ssm, "put_parameter", parameters, "ParameterAlreadyExists");
  const auto page = co_await ssm.call("get_parameters_by_path", R"({"Path": "/library"})"_json);
  expect_equal("parameters", 1u, page["Parameters"].size());
  expect_equal("value", "äé€\n\"x\"", page["Parameters"][0]["Value"].as_text());
  parameters = R"({"Name": "/library/a b"})"_json;
  const auto gone = co_await ssm.call("delete_parameter", parameters);
  const auto failure = co_await refusal(ssm, "get_parameter", parameters, "ParameterNotFound");
}

boost::asio::awaitable<void> rules(aloft::session session) {
  const auto events = session.client("events");
  json::value parameters = R"({"Name": "library", "EventPattern": "{\"source\": [\"a b\"]}"})"_json;
  const auto made = co_await events.call("put_rule", parameters);
  expect("the rule has an ARN", made["RuleArn"].as_text().starts_with("arn:aws:events:"));
  const auto page = co_await events.call("list_rules", R"({"NamePrefix": "library"})"_json);
  expect_equal("rules", 1u, page["Rules"].size());
  parameters = R"({"Name": "library"})"_json;
  const auto gone = co_await events.call("delete_rule", parameters);
  const auto failure = co_await refusal(events, "describe_rule", parameters, "ResourceNotFoundException");
}

boost::asio::awaitable<void> machines(aloft::session session) {
  const auto states = session.client("stepfunctions");
  json::value parameters = R"({"name": "library", "roleArn": "arn:aws:iam::123456789012:role/machine",
    "definition": "{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}"})"_json;
  const auto made = co_await states.call("create_state_machine", parameters);
  expect("its creation has a time", made["creationDate"].kind() == value_kind::timestamp);
  const auto page = co_await states.call("list_state_machines");
  expect("the machine is listed", page["stateMachines"].size() > 0);
  parameters = json::object{{"stateMachineArn", made["stateMachineArn"].as_text()}};
  const auto gone = co_await states.call("delete_state_machine", parameters);
  const auto failure = co_await refusal(states, "describe_state_machine", parameters, "StateMachineDoesNotExist");
}

boost::asio::awaitable<void> users(aloft::session session) {
  const auto iam = session.client("iam");
  json::value parameters =
      R"({"UserName": "library", "Path": "/some/where/", "Tags": [{"Key": "k", "Value": "a + b"}]})"_json;
  const auto made = co_await iam.call("create_user", parameters);
  expect_equal("path", "/some/where/", made["User"]["Path"].as_text());
  expect("its creation has a time", made["User"]["CreateDate"].kind() == value_kind::timestamp);
  parameters = R"({"UserName": "library"})"_json;
  const auto tags = co_await iam.call("list_user_tags", parameters);
  expect_equal("tag", "a + b", tags["Tags"][0]["Value"].as_text());
  const auto twice = co_await refusal(iam, "create_user", parameters, "EntityAlreadyExists");
  expect_equal("status", 409, twice.info().http_status);
  const auto page = co_await iam.call("list_users", R"({"PathPrefix": "/some/"})"_json);
  expect_equal("users", 1u, page["Users"].size());
  const auto gone = co_await iam.call("delete_user", parameters);
  const auto failure = co_await refusal(iam, "get_user", parameters, "NoSuchEntity");
}

const scenario ssm{"ssm", parameters_of_ssm};
const scenario events{"events", rules};
const scenario stepfunctions{"stepfunctions", machines};
const scenario iam{"iam", users};

}  // namespace
}  // namespace aloft::referee
