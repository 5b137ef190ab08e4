// Lambda and API Gateway over restJson1, Route 53 over restXml, CloudWatch over rpcv2Cbor.

#include "referee/library/scenario.hpp"

#include <cmath>

namespace aloft::referee {
namespace {

namespace json = boost::json;
using namespace aloft::literals;

/// An empty zip archive.
constexpr std::string_view empty_archive = "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==";

boost::asio::awaitable<void> functions(aloft::session session) {
  const auto iam = session.client("iam");
  json::value parameters =
      R"({"RoleName": "of-the-library", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": []}"})"_json;
  const auto role = co_await iam.call("create_role", parameters);
  const auto lambda = session.client("lambda");
  parameters =
      R"({"FunctionName": "library", "Runtime": "python3.12", "Handler": "a.b", "Environment": {"Variables": {"A": ""}}})"_json;
  parameters.as_object()["Role"] = role["Role"]["Arn"].as_text();
  parameters.as_object()["Code"] = json::object{{"ZipFile", empty_archive}};
  const auto made = co_await lambda.call("create_function", parameters);
  expect_equal("status", 201, made.metadata().http_status);
  expect("an empty variable is there", made["Environment"]["Variables"]["A"].kind() == value_kind::text);
  const auto twice = co_await refusal(lambda, "create_function", parameters, "ResourceConflictException");
  expect_equal("status", 409, twice.info().http_status);
  const auto page = co_await lambda.call("list_functions");
  expect("the function is listed", page["Functions"].size() > 0);
  parameters = R"({"FunctionName": "library", "InvocationType": "DryRun"})"_json;
  const auto dry = co_await lambda.call("invoke", parameters);
  expect("the status is a member of the output", dry["StatusCode"].as_integer() == dry.metadata().http_status);
  parameters = R"({"FunctionName": "library"})"_json;
  const auto gone = co_await lambda.call("delete_function", parameters);
  const auto failure = co_await refusal(lambda, "get_function", parameters, "ResourceNotFoundException");
  expect_equal("status", 404, failure.info().http_status);
}

boost::asio::awaitable<void> apis(aloft::session session) {
  const auto gateway = session.client("apigateway");
  json::value parameters =
      R"({"name": "library", "endpointConfiguration": {"types": ["REGIONAL"]}, "minimumCompressionSize": 0})"_json;
  const auto made = co_await gateway.call("create_rest_api", parameters);
  expect_equal("zero is not absent", 0, made["minimumCompressionSize"].as_integer());
  expect("a zero that was sent is there", made["minimumCompressionSize"].kind() == value_kind::integer);
  expect_equal("type", "REGIONAL", made["endpointConfiguration"]["types"][0].as_text());
  const auto page = co_await gateway.call("get_rest_apis", R"({"limit": 5})"_json);
  expect("the API is listed", page["items"].size() > 0);
  parameters = json::object{{"restApiId", made["id"].as_text()}};
  const auto gone = co_await gateway.call("delete_rest_api", parameters);
  const auto failure = co_await refusal(gateway, "get_rest_api", parameters, "NotFoundException");
  expect_equal("status", 404, failure.info().http_status);
}

boost::asio::awaitable<void> zones(aloft::session session) {
  const auto route53 = session.client("route53");
  json::value parameters =
      R"({"Name": "library.example", "CallerReference": "the & library", "HostedZoneConfig": {"Comment": "<x>"}})"_json;
  const auto made = co_await route53.call("create_hosted_zone", parameters);
  expect("the answer has a location", made["Location"].as_text().find("hostedzone") != std::string_view::npos);
  expect_equal("comment", "<x>", made["HostedZone"]["Config"]["Comment"].as_text());
  expect("false is there", made["HostedZone"]["Config"]["PrivateZone"].kind() == value_kind::boolean);
  const auto page = co_await route53.call("list_hosted_zones");
  expect("the zone is listed", page["HostedZones"].size() > 0);
  parameters = json::object{{"Id", made["HostedZone"]["Id"].as_text()}};
  const auto read = co_await route53.call("get_hosted_zone", parameters);
  expect("name servers are a list", read["DelegationSet"]["NameServers"].size() > 1);
  const auto gone = co_await route53.call("delete_hosted_zone", parameters);
  const auto failure = co_await refusal(route53, "get_hosted_zone", parameters, "NoSuchHostedZone");
  expect_equal("status", 404, failure.info().http_status);
}

boost::asio::awaitable<void> metrics(aloft::session session) {
  const auto cloudwatch = session.client("cloudwatch");
  json::value parameters = R"({"Namespace": "Library", "MetricData": [
    {"MetricName": "m", "Value": 0.1, "Timestamp": "2030-01-01T00:00:01.5Z", "Dimensions": [{"Name": "äé", "Value": "x"}]},
    {"MetricName": "n", "Values": [1, -2.5e300], "Counts": [1, 2]}]})"_json;
  const auto put = co_await cloudwatch.call("put_metric_data", parameters);
  expect("no output", put.output().empty());
  const auto page = co_await cloudwatch.call("list_metrics", R"({"Namespace": "Library", "MetricName": "m"})"_json);
  expect_equal("metrics", 1u, page["Metrics"].size());
  expect_equal("dimension", "äé", page["Metrics"][0]["Dimensions"][0]["Name"].as_text());
  parameters =
      R"({"Namespace": "Library", "MetricName": "m", "Dimensions": [{"Name": "äé", "Value": "x"}], "Period": 60,
    "Statistics": ["Sum"], "StartTime": "2030-01-01T00:00:00Z", "EndTime": "2030-01-01T00:01:00Z"})"_json;
  const auto sums = co_await cloudwatch.call("get_metric_statistics", parameters);
  expect_equal("points", 1u, sums["Datapoints"].size());
  expect("the sum is a real", std::fabs(sums["Datapoints"][0]["Sum"].as_real() - 0.1) < 1e-12);
  expect("its time is a timestamp", sums["Datapoints"][0]["Timestamp"].kind() == value_kind::timestamp);

  parameters = R"({"AlarmName": "library", "Namespace": "Library", "MetricName": "m", "Threshold": -1, "Period": 60,
    "EvaluationPeriods": 1, "ComparisonOperator": "LessThanThreshold", "Statistic": "Minimum"})"_json;
  const auto alarm = co_await cloudwatch.call("put_metric_alarm", parameters);
  const auto alarms = co_await cloudwatch.call("describe_alarms", R"({"AlarmNames": ["library"]})"_json);
  expect_equal("threshold", -1.0, alarms["MetricAlarms"][0]["Threshold"].as_real());
  const auto gone = co_await cloudwatch.call("delete_alarms", R"({"AlarmNames": ["library"]})"_json);
  parameters = R"({"AlarmName": "library", "StateValue": "OK", "StateReason": "none"})"_json;
  const auto failure = co_await refusal(cloudwatch, "set_alarm_state", parameters, "ResourceNotFound");
}

const scenario lambda{"lambda", functions};
const scenario apigateway{"apigateway", apis};
const scenario route53{"route53", zones};
const scenario cloudwatch{"cloudwatch", metrics};

}  // namespace
}  // namespace aloft::referee
