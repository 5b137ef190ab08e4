// Parameters that fit no model and answers that are none, through the public face: an error or the right value.

#include "client/fixture.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using namespace std::string_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string repeated(std::string_view what, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += what;
  return out;
}

struct hostile : ::testing::Test {
  asio::io_context context;

  /// What a client gets of these bytes; the server closes behind them.
  result<response> of_bytes(std::string_view service, std::string_view operation, const boost::json::value& input,
                            const std::string& bytes) {
    scripted_server server{[&](peer& client) {
      if (!client.read_request().empty()) client.write(bytes);
    }};
    auto options = options_for(server);
    options.max_attempts = 1;
    return run(context, session{context.get_executor(), options}.client(service).try_call(operation, input));
  }
  result<response> item(const std::string& body) {
    return of_bytes("dynamodb", "get_item", {{"TableName", "t"}, {"Key", {{"k", {{"S", "v"}}}}}}, answer(200, body));
  }
  result<response> regions(const std::string& body) {
    return of_bytes("ec2", "describe_regions", {}, answer(200, body));
  }
  result<response> bus(const std::string& body) {
    return of_bytes("eventbridgev2", "list_event_buses", {}, answer(200, body, "smithy-protocol: rpc-v2-cbor\r\n"));
  }
  static void expect_protocol_error(const result<response>& outcome, std::string_view what) {
    ASSERT_FALSE(outcome) << what;
    EXPECT_EQ(outcome.error().kind(), error_kind::protocol) << what << ": " << outcome.error().what();
    EXPECT_FALSE(outcome.error().message().empty());
  }
};

TEST_F(hostile, parameters_are_refused_all_at_once_before_anything_is_sent) {
  sequence script{{answer(200, "{}")}};
  scripted_server server{script.script()};
  const boost::json::value input{{"TableName", 7},
                                 {"Limit", "many"},
                                 {"ExclusiveStartKey", {{"k", {{"S", 1}, {"T", "x"}}}}},
                                 {"ConsistentRead", "yes"},
                                 {"Colour", "red"}};
  const auto client = session{context.get_executor(), options_for(server)}.client("dynamodb");
  const auto outcome = run(context, client.try_call("scan", input));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind(), error_kind::usage);
  EXPECT_THAT(outcome.error().message(),
              AllOf(HasSubstr("TableName"), HasSubstr("Limit"), HasSubstr("ExclusiveStartKey.k.S"), HasSubstr("T"),
                    HasSubstr("ConsistentRead"), HasSubstr("Colour")));
  const auto empty = run(context, client.try_call("get_item", boost::json::value{{"TableName", ""}}));
  ASSERT_FALSE(empty);
  EXPECT_THAT(empty.error().message(), AllOf(HasSubstr("TableName"), HasSubstr("Key")));
  const auto small = run(context, client.try_call("scan", boost::json::value{{"TableName", "t"}, {"Limit", 0}}));
  ASSERT_FALSE(small);
  EXPECT_THAT(small.error().message(), HasSubstr("Limit"));
  EXPECT_TRUE(script.requests().empty());
}

TEST_F(hostile, json_that_is_none) {
  for (const auto& body : {R"({"Item": {"k": {"S": "v")"s, "{} {}"s, "nonsense"s, R"({"Item": "text"})"s,
                           R"({"Item": {"k": {"BOOL": 1e999}}})"s, "{\"Item\": {\"k\": {\"S\": \"\xff\"}}}"s,
                           R"({"Item": )"s + repeated(R"({"k": {"M": )", 10000)})
    expect_protocol_error(item(body), body.substr(0, 60));
}

TEST_F(hostile, json_that_says_things_twice_or_says_nothing) {
  const auto twice = item(R"({"Item": {"k": {"S": "first"}, "k": {"S": "last"}}, "Item": {"k": {"S": "very last"}}})");
  ASSERT_TRUE(twice) << twice.error().what();
  EXPECT_EQ((*twice)["Item"]["k"]["S"].as_text(), "very last");
  const auto nothing = item(R"({"Item": null, "Unknown": [1, {"a": null}]})");
  ASSERT_TRUE(nothing) << nothing.error().what();
  EXPECT_TRUE((*nothing)["Item"].is_null());
  const auto empty = item("");
  ASSERT_TRUE(empty) << empty.error().what();
}

TEST_F(hostile, xml_that_is_none) {
  for (const auto& body :
       {"<DescribeRegionsResponse><regionInfo>"s, "<a><b></a></b>"s, "text"s, "<a>&unknown;</a>"s,
        "<!DOCTYPE a [<!ENTITY x \"y\">]><DescribeRegionsResponse>&x;</DescribeRegionsResponse>"s,
        "<DescribeRegionsResponse><regionInfo><item><regionName>\xff</regionName></item></regionInfo>"
        "</DescribeRegionsResponse>"s,
        "<DescribeRegionsResponse>"s + repeated("<x>", 10000)})
    expect_protocol_error(regions(body), body.substr(0, 60));
}

TEST_F(hostile, xml_with_comments_and_references_in_values) {
  const auto made = regions(
      "<DescribeRegionsResponse><!-- a --><regionInfo><item><regionName>eu<!-- b -->-<![CDATA[<&>]]>&#49;&amp;"
      "</regionName><unknown a=\"1\"/></item></regionInfo></DescribeRegionsResponse>");
  ASSERT_TRUE(made) << made.error().what();
  EXPECT_EQ((*made)["Regions"][0]["RegionName"].as_text(), "eu-<&>1&");
}

TEST_F(hostile, cbor_that_is_none) {
  for (const auto& body :
       {"\xa1\x61"s, "\xff"s, "\x9b\xff\xff\xff\xff\xff\xff\xff\xff"s, "\x5f\x41"s, repeated("\xa1\x61k", 10000)})
    expect_protocol_error(bus(body), "CBOR");
}

TEST_F(hostile, cbor_of_indefinite_length) {
  const auto made = bus("\xbf\x67Unknown\x9f\x01\xf6\xff\x69NextToken\x7f\x61\x61\x61\x62\xff\xff"s);
  ASSERT_TRUE(made) << made.error().what();
  EXPECT_EQ((*made)["NextToken"].as_text(), "ab");
}

TEST_F(hostile, bodies_that_are_cut_short_or_of_another_length) {
  const std::string body = R"({"Item": {"k": {"S": "v"}}})";
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: ";
  const auto with = [&](std::size_t length) {
    return of_bytes("dynamodb", "get_item", {{"TableName", "t"}, {"Key", {{"k", {{"S", "v"}}}}}},
                    head + std::to_string(length) + "\r\n\r\n" + body);
  };
  const auto right = with(body.size());
  ASSERT_TRUE(right) << right.error().what();
  EXPECT_EQ((*right)["Item"]["k"]["S"].as_text(), "v");
  EXPECT_FALSE(with(body.size() + 5));  // the server closes: what is missing is missing
  EXPECT_FALSE(with(body.size() - 5));
  EXPECT_FALSE(of_bytes("dynamodb", "list_tables", {}, "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"));
  EXPECT_FALSE(
      of_bytes("dynamodb", "list_tables", {}, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n{}"));
}

TEST_F(hostile, numbers_out_of_range_are_no_other_numbers) {
  const auto large = of_bytes("dynamodb", "describe_table", {{"TableName", "t"}},
                              answer(200, R"({"Table": {"ItemCount": 9223372036854775807}})"));
  ASSERT_TRUE(large) << large.error().what();
  EXPECT_EQ((*large)["Table"]["ItemCount"].as_integer(), 9223372036854775807);
  const auto larger = of_bytes("dynamodb", "describe_table", {{"TableName", "t"}},
                               answer(200, R"({"Table": {"ItemCount": 9223372036854775808}})"));
  if (larger) {
    EXPECT_EQ((*larger)["Table"]["ItemCount"].as_real(), 9223372036854775808.0);
  }
}

TEST_F(hostile, pages_of_proxies_are_told_as_such) {
  for (const auto* service : {"dynamodb", "sqs", "lambda", "route53"}) {
    const auto* operation = service == "dynamodb"s ? "list_tables"
                            : service == "sqs"s    ? "list_queues"
                            : service == "lambda"s ? "list_functions"
                                                   : "list_hosted_zones";
    const auto outcome =
        of_bytes(service, operation, {}, answer(502, "<html><body><h1>Bad Gateway</h1></body></html>"));
    ASSERT_FALSE(outcome) << service;
    EXPECT_THAT(outcome.error().what(), AllOf(HasSubstr("502"), HasSubstr("Bad Gateway"))) << service;
  }
}

}  // namespace
}  // namespace aloft
