#include "cli/output/merged_pages.hpp"

#include "serde/document_builder.hpp"
#include "serde/walk.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view service_text = R"({
  "version": "2.0",
  "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "p", "protocol": "json", "serviceId": "Pages", "signatureVersion": "v4"},
  "operations": {"List": {"name": "List", "http": {"method": "POST", "requestUri": "/"}, "output": {"shape": "Output"}}},
  "shapes": {
    "Output": {"type": "structure", "members": {"Result": {"shape": "Result"}, "Count": {"shape": "Number"}, "Log": {"shape": "Text"},
      "Entries": {"shape": "Map"}, "Columns": {"shape": "List"}, "Next": {"shape": "Text"}}},
    "Result": {"type": "structure", "members": {"Rows": {"shape": "List"}, "Name": {"shape": "Text"}}},
    "List": {"type": "list", "member": {"shape": "Text"}},
    "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Text": {"type": "string"}, "Number": {"type": "integer"}}})";

constexpr std::string_view paginator_text = R"({"pagination": {"List": {"input_token": "Next", "output_token": "Next",
  "result_key": ["Result.Rows", "Count", "Log", "Entries"]}}})";

std::string merged(std::initializer_list<std::string_view> pages) {
  const auto service = model::compile_service(
      {.name = "pages", .service2 = service_text, .paginators = paginator_text, .waiters = {}, .endpoint_rules = {}});
  EXPECT_TRUE(service) << service.error().what();
  const model::operation& operation = **(*service)->find_operation("List");
  merged_pages whole{operation};
  std::vector<document> documents;
  for (const auto text : pages) {
    serde::document_builder builder;
    EXPECT_TRUE(serde::walk(*operation.output, json::parse({text.data(), text.size()}), builder));
    documents.push_back(builder.finish().value());
    whole.add(documents.back().root());
  }
  return json::serialize(whole.take());
}

TEST(merged_pages, adds_up_results_of_every_type_wherever_they_lie) {
  EXPECT_EQ(
      merged({R"({"Result": {"Rows": ["a"], "Name": "n"}, "Count": 2, "Log": "x", "Entries": {"k": "1"}, "Next": "t"})",
              R"({"Result": {"Rows": ["b", "c"], "Name": "n"}, "Count": 3, "Log": "y", "Entries": {"l": "2"}})"}),
      R"({"Result":{"Rows":["a","b","c"],"Name":"n"},"Count":5,"Log":"xy","Entries":{"k":"1","l":"2"}})");
}

TEST(merged_pages, takes_what_is_no_result_from_the_first_page) {
  EXPECT_EQ(merged({R"({"Columns": ["c"], "Result": {"Rows": []}})", R"({"Columns": ["c"]})"}),
            R"({"Result":{"Rows":[]},"Columns":["c"]})");
}

TEST(merged_pages, results_may_begin_on_a_later_page) {
  EXPECT_EQ(merged({R"({"Next": "t"})", R"({"Result": {"Rows": ["a"]}, "Count": 1})"}),
            R"({"Result":{"Rows":["a"]},"Count":1})");
}

}  // namespace
}  // namespace aloft::cli
