#include "cli/output/answer.hpp"

#include "cli/output/printers.hpp"
#include "cli/output/table.hpp"
#include "serde/document_builder.hpp"
#include "serde/walk.hpp"
#include "shop_model.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

class answer : public ::testing::Test {
 protected:
  const model::operation& operation(std::string_view name) { return **service_->find_operation(name); }

  value output(std::string_view name, std::string_view text) {
    serde::document_builder builder;
    EXPECT_TRUE(serde::walk(*operation(name).output, json::parse({text.data(), text.size()}), builder));
    return documents_.emplace_back(builder.finish().value()).root();
  }

  std::string orders(output_format format, const std::vector<answer_part>& parts, bool with_region = false) {
    return print_answer(operation("ListOrders"), parts, {.format = format, .with_region = with_region});
  }

  value first_page() {
    return output("ListOrders", R"({"Orders": [
      {"OrderId": "o-1", "State": {"Name": "open", "Code": 1}, "Count": 12, "Names": ["a", "b"],
       "Tags": [{"Key": "k", "Value": "v"}], "Lines": [{"Name": "l", "Values": ["x"]}], "Paid": true},
      {"OrderId": "o-22", "State": {"Name": "sent, \"late\"", "Code": 2}, "Count": 3, "Placed": "2026-01-31T12:00:00Z"}],
      "NextToken": "more", "Total": 7})");
  }
  value last_page() { return output("ListOrders", R"({"Orders": [{"OrderId": "o-3"}], "Total": 7})"); }

  std::shared_ptr<const model::service> service_ = test::shop();
  std::vector<document> documents_;
};

TEST_F(answer, knows_the_rows_of_an_operation) {
  EXPECT_EQ(row_list(operation("ListOrders")), "Orders");
  EXPECT_EQ(row_list(operation("PlaceOrder")), "Lines");
  EXPECT_EQ(row_list(operation("Ping")), "");
}

TEST_F(answer, prints_one_document_as_it_is) {
  EXPECT_EQ(orders(output_format::json, {{"", last_page()}}), R"({
    "Orders": [
        {
            "OrderId": "o-3"
        }
    ],
    "Total": 7
}
)");
  EXPECT_EQ(orders(output_format::ndjson, {{"", last_page()}}), "{\"OrderId\":\"o-3\"}\n");
  EXPECT_EQ(print_answer(operation("Ping"), std::vector<answer_part>{{"", {}}}, {}), "");
}

TEST_F(answer, joins_pages_and_leaves_their_tokens_out) {
  const auto merged =
      merge(operation("ListOrders"), std::vector<answer_part>{{"", first_page()}, {"", last_page()}}, false);
  EXPECT_EQ(merged.at("Orders").as_array().size(), 3u);
  EXPECT_EQ(merged.at("Total").as_int64(), 7);
  EXPECT_FALSE(merged.contains("NextToken"));
}

TEST_F(answer, rows_of_several_regions_carry_theirs) {
  const auto merged = merge(operation("ListOrders"),
                            std::vector<answer_part>{{"eu-west-1", last_page()}, {"us-east-1", last_page()}}, true);
  EXPECT_EQ(json::serialize(merged),
            R"({"Orders":[{"Region":"eu-west-1","OrderId":"o-3"},{"Region":"us-east-1","OrderId":"o-3"}],)"
            R"("Regions":{"eu-west-1":{"Total":7},"us-east-1":{"Total":7}}})");
  EXPECT_EQ(orders(output_format::ndjson, {{"eu-west-1", last_page()}}, true),
            "{\"Region\":\"eu-west-1\",\"OrderId\":\"o-3\"}\n");
}

TEST_F(answer, keeps_a_region_that_the_row_has_itself) {
  const auto& whole = *service_->find_operation("GetPlace").value();
  const auto merged =
      merge(whole, std::vector<answer_part>{{"eu-west-1", output("GetPlace", R"({"Region": "moon"})")}}, true);
  EXPECT_EQ(json::serialize(merged), R"({"Results":[{"CallRegion":"eu-west-1","Region":"moon"}]})");
}

TEST_F(answer, prints_what_a_query_finds) {
  const auto found = [&](const char* query, output_format format, bool with_region = false) {
    return print_answer(
        operation("ListOrders"), std::vector<answer_part>{{"eu-west-1", first_page()}, {"eu-west-1", last_page()}},
        {.format = format, .with_region = with_region, .query = jmespath::expression::compile(query).value()});
  };
  EXPECT_EQ(found("Orders[].OrderId", output_format::ndjson), "\"o-1\"\n\"o-22\"\n\"o-3\"\n");
  EXPECT_EQ(found("Orders[].OrderId", output_format::text), "o-1\to-22\to-3\n");
  EXPECT_EQ(found("Orders[].[OrderId, Count]", output_format::table), "o-1   12\no-22   3\no-3\n");
  EXPECT_EQ(found("Orders[].[OrderId, Count]", output_format::csv), "o-1,12\no-22,3\no-3,\n");
  EXPECT_EQ(found("Orders[].{Id: OrderId}", output_format::table), "Id\n----\no-1\no-22\no-3\n");
  EXPECT_EQ(found("length(Orders)", output_format::json), "3\n");
  EXPECT_EQ(found("Nothing", output_format::json), "null\n");
  EXPECT_EQ(found("Orders[].OrderId", output_format::csv, true),
            "Region,Value\neu-west-1,o-1\neu-west-1,o-22\neu-west-1,o-3\n");
  EXPECT_EQ(found("length(Orders)", output_format::ndjson, true), "{\"Region\":\"eu-west-1\",\"Value\":3}\n");
  EXPECT_EQ(found("Orders[0:1].[OrderId]", output_format::ndjson, true), "[\"eu-west-1\",\"o-1\"]\n");
  EXPECT_EQ(found("Nothing", output_format::ndjson, true), "");
}

TEST_F(answer, prints_tables_for_people) {
  EXPECT_EQ(orders(output_format::table, {{"", first_page()}}),
            "Orders:\n"
            "OrderId  State.Name    State.Code  Count  Placed               Names  Tags  Paid\n"
            "-------  ------------  ----------  -----  -------------------  -----  ----  ----\n"
            "o-1      open                   1     12                       a, b   k=v   yes\n"
            "o-22     sent, \"late\"           2      3  2026-01-31 12:00:00\n"
            "\n"
            "Lines:\n"
            "OrderId  Name  Values\n"
            "-------  ----  ------\n"
            "o-1      l     x\n"
            "\n"
            "Name       Value\n"
            "---------  -----\n"
            "NextToken  more\n"
            "Total      7\n");
}

TEST_F(answer, prints_csv_whole) {
  EXPECT_EQ(orders(output_format::csv, {{"", first_page()}}),
            "OrderId,State.Name,State.Code,Count,Placed,Names,Tags,Lines,Paid\n"
            "o-1,open,1,12,,\"a, b\",\"[{\"\"Key\"\":\"\"k\"\",\"\"Value\"\":\"\"v\"\"}]\","
            "\"[{\"\"Name\"\":\"\"l\"\",\"\"Values\"\":[\"\"x\"\"]}]\",true\n"
            "o-22,\"sent, \"\"late\"\"\",2,3,2026-01-31T12:00:00+00:00,,,,\n");
}

TEST_F(answer, prints_text_as_the_aws_cli_does) {
  EXPECT_EQ(orders(output_format::text, {{"", first_page()}}),
            "more\t7\n"
            "ORDERS\t12\to-1\tTrue\t\n"
            "LINES\tl\n"
            "VALUES\tx\n"
            "NAMES\ta\n"
            "NAMES\tb\n"
            "STATE\t1\topen\n"
            "TAGS\tk\tv\n"
            "ORDERS\t3\to-22\t\t2026-01-31T12:00:00+00:00\n"
            "STATE\t2\tsent, \"late\"\n");
}

TEST_F(answer, prints_yaml) {
  EXPECT_EQ(orders(output_format::yaml, {{"", first_page()}}), R"(NextToken: more
Orders:
- Count: 12
  Lines:
  - Name: l
    Values:
    - x
  Names:
  - a
  - b
  OrderId: o-1
  Paid: true
  State:
    Code: 1
    Name: open
  Tags:
  - Key: k
    Value: v
- Count: 3
  OrderId: o-22
  Placed: '2026-01-31T12:00:00+00:00'
  State:
    Code: 2
    Name: sent, "late"
Total: 7
)");
}

// Every form below was printed by the AWS CLI 2.9.19 (ruamel.yaml 0.17.21).
TEST(yaml, quotes_what_would_be_read_as_something_else) {
  const auto printed = [](const char* text) { return print_yaml(json::array{text}); };
  for (const auto* plain : {"2026-11-26T16:21:39.190+0000", "2026-11", "yes", "off", "y", "1:30", "\u00e9 \u2602",
                            "a#b", "a,b", ":x", "x:y", "--"})
    EXPECT_EQ(printed(plain), "- " + std::string{plain} + "\n");
  for (const auto* quoted : {"1",          "0x1f",
                             "1_0",        "2026-01-31T12:00:00+00:00",
                             "2026-01-31", "2026-11-26 16:21:39.5 +01:00",
                             "~",          "",
                             "null",       "a: b",
                             "# c",        "- x",
                             " lead",      "trail ",
                             "{x}",        "\"dq\"",
                             "a #b",       "1e5",
                             "1.5",        ".5",
                             "=",          "<<",
                             "@x",         "0o7",
                             "08",         "+1",
                             "1.",         "true",
                             "True",       "x:",
                             "---"})
    EXPECT_EQ(printed(quoted), "- '" + std::string{quoted} + "'\n");
  EXPECT_EQ(printed("'q'"), "- '''q'''\n");
  EXPECT_EQ(printed("tab\there"), "- \"tab\\there\"\n");
  EXPECT_EQ(printed("two\nlines\n"), "- 'two\n\n  lines\n\n  '\n");
  EXPECT_EQ(printed("\U0001F600"), "- \"\\U0001F600\"\n");
}

TEST(yaml, folds_long_text_and_keeps_the_order_unless_asked) {
  const std::string x(100, 'x'), y(50, 'y');
  EXPECT_EQ(print_yaml(json::array{x + " " + y}), "- " + x + "\n  " + y + "\n");
  const json::object both{{"b", json::array{}}, {"a", json::object{}}};
  EXPECT_EQ(print_yaml(both), "b: []\na: {}\n");
  EXPECT_EQ(print_yaml(both, member_order::sorted), "a: {}\nb: []\n");
  EXPECT_EQ(print_yaml("alone"), "\"alone\"\n");
}

TEST(output_format, names_what_it_knows) {
  EXPECT_EQ(parse_output_format("table").value(), output_format::table);
  const auto refused = parse_output_format("jsn");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("unknown output format 'jsn'; did you mean json"));
}

TEST(table, shows_control_characters_as_escapes) {
  EXPECT_EQ(render({.headers = {"A"}, .rows = {{"x\x1b[2J"}}}, {}), "A\n--------\nx\\x1b[2J\n");
}

TEST_F(answer, leaves_out_what_was_written_to_a_file) {
  const answer_part part{"", first_page()};
  const auto text = print_answer(operation("ListOrders"), {&part, 1}, {.without = "Orders"});
  EXPECT_EQ(json::parse(text), json::parse(R"({"NextToken": "more", "Total": 7})"));
  const auto query = jmespath::expression::compile("Total").value();
  EXPECT_EQ(print_answer(operation("ListOrders"), {&part, 1}, {.without = "Orders", .query = query}), "7\n");
}

TEST(rows, may_lie_further_inside) {
  const auto service = model::compile_service({.name = "n",
                                               .service2 = R"({
    "metadata": {"apiVersion": "1", "endpointPrefix": "n", "protocol": "json", "jsonVersion": "1.1", "serviceId": "N",
                 "signatureVersion": "v4", "targetPrefix": "N"},
    "operations": {"List": {"name": "List", "http": {"method": "POST", "requestUri": "/"}, "output": {"shape": "Out"}}},
    "shapes": {"Out": {"type": "structure", "members": {"Group": {"shape": "Group"}}},
               "Group": {"type": "structure", "members": {"Items": {"shape": "Items"}, "Next": {"shape": "Text"}}},
               "Items": {"type": "list", "member": {"shape": "Text"}}, "Text": {"type": "string"}}})",
                                               .paginators = R"({"pagination": {"List": {"input_token": "Next",
      "output_token": "Group.Next", "result_key": "Group.Items"}}})",
                                               .waiters = {},
                                               .endpoint_rules = {}});
  ASSERT_TRUE(service) << service.error().what();
  const auto& operation = **(*service)->find_operation("List");
  EXPECT_EQ(row_path(operation), "Group.Items");
  serde::document_builder builder;
  ASSERT_TRUE(serde::walk(*operation.output, json::parse(R"({"Group":{"Items":["a","b","c"]}})"), builder));
  const auto made = builder.finish().value();
  const answer_part part{"", made.root()};
  EXPECT_EQ(json::parse(print_answer(operation, {&part, 1}, {.max_rows = 2})),
            json::parse(R"({"Group":{"Items":["a","b"]}})"));
}

}  // namespace
}  // namespace aloft::cli
