#include "cli/grammar/operation_arguments.hpp"

#include "shop_model.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using words = std::vector<std::string>;

class operation_arguments : public ::testing::Test {
 protected:
  result<json::object> read(const words& given, argument_options options = {}) {
    auto arguments = read_arguments(**service_->find_operation("PlaceOrder"), given, options);
    if (!arguments) return arguments.error();
    return std::move(arguments->input);
  }

  /// The input without the required member, which every call here gives.
  json::value input(words given, argument_options options = {}) {
    options.check_required = false;
    auto value = read(given, options);
    EXPECT_TRUE(value) << (value ? "" : value.error().what());
    return value ? json::value(*value) : json::value();
  }

  std::string refusal(words given, argument_options options = {}) {
    options.check_required = false;
    auto value = read(given, options);
    EXPECT_FALSE(value) << json::serialize(*value);
    return value ? "" : value.error().code() + ": " + value.error().message();
  }

  std::string file(std::string_view content) {
    const auto path = std::filesystem::path{::testing::TempDir()} / ("arguments_" + std::to_string(++files_));
    std::ofstream{path, std::ios::binary} << content;
    return path.string();
  }

  std::shared_ptr<const model::service> service_ = test::shop();
  int files_ = 0;
};

TEST_F(operation_arguments, reads_scalars_of_every_type) {
  EXPECT_EQ(input({"--customer", "Ann", "--count", "-3", "--total", "9007199254740993", "--weight", "2.5", "--dry-run",
                   "--when", "2026-01-31T12:00:00Z", "--photo", "aGk="}),
            json::parse(R"({"Customer":"Ann","Count":-3,"Total":9007199254740993,"Weight":2.5,"DryRun":true,
                            "When":"2026-01-31T12:00:00Z","Photo":"aGk="})"));
  EXPECT_EQ(input({"--when", "1700000000"}), json::parse(R"({"When":1.7e9})"));
  EXPECT_EQ(input({"--weight", "NaN"}), json::parse(R"({"Weight":"NaN"})"));
}

TEST_F(operation_arguments, reads_flags_and_their_opposites) {
  EXPECT_EQ(input({"--no-dry-run"}), json::parse(R"({"DryRun":false})"));
  EXPECT_EQ(input({"--dry-run", "false", "--customer", "a"}), json::parse(R"({"DryRun":false,"Customer":"a"})"));
  EXPECT_EQ(input({"--dry-run=true"}), json::parse(R"({"DryRun":true})"));
  EXPECT_THAT(refusal({"--no-dry-run=true"}), HasSubstr("takes no value"));
}

TEST_F(operation_arguments, reads_lists_of_words_and_json) {
  const auto two = json::parse(R"({"Names":["a","b c"]})");
  EXPECT_EQ(input({"--names", "a", "b c"}), two);
  EXPECT_EQ(input({"--names", R"(["a","b c"])"}), two);
  EXPECT_EQ(input({"--names"}), json::parse(R"({"Names":[]})"));
  EXPECT_EQ(input({"--sizes", "1", "-2"}), json::parse(R"({"Sizes":[1,-2]})"));
  EXPECT_EQ(input({"--vpc-ids", "v"}), json::parse(R"({"VPCIds":["v"]})"));
  EXPECT_EQ(input({"--names=a"}), json::parse(R"({"Names":["a"]})"));
}

TEST_F(operation_arguments, reads_structures_as_shorthand_and_json) {
  EXPECT_EQ(input({"--filters", "Name=x,Values=a,b", "Name=y,Values=c,Exact=true"}),
            json::parse(R"({"Filters":[{"Name":"x","Values":["a","b"]},{"Name":"y","Values":["c"],"Exact":true}]})"));
  EXPECT_EQ(input({"--filters", R"({"Name":"x"})", "Name=y"}),
            json::parse(R"({"Filters":[{"Name":"x"},{"Name":"y"}]})"));
  EXPECT_EQ(input({"--filters", R"([{"Name":"x"}])"}), json::parse(R"({"Filters":[{"Name":"x"}]})"));
  EXPECT_EQ(input({"--labels", "a=1,b=two words"}), json::parse(R"({"Labels":{"a":"1","b":"two words"}})"));
  EXPECT_EQ(input({"--address", "Street=Main,Number=7,Inner={Lines=[x,y],Labels={k=v}}"}),
            json::parse(R"({"Address":{"Street":"Main","Number":7,"Inner":{"Lines":["x","y"],"Labels":{"k":"v"}}}})"));
  EXPECT_EQ(input({"--address", "Filters=[{Name=a},{Name=b,Values=[c]}]"}),
            json::parse(R"({"Address":{"Filters":[{"Name":"a"},{"Name":"b","Values":["c"]}]}})"));
}

TEST_F(operation_arguments, takes_the_only_member_of_a_structure_without_its_name) {
  const auto wanted = json::parse(R"({"Shelves":[{"ShelfId":"s1"},{"ShelfId":"s=2"}]})");
  EXPECT_EQ(input({"--shelves", "s1", "s=2"}), wanted);
  EXPECT_EQ(input({"--shelves", "ShelfId=s1", "ShelfId=s=2"}), wanted);
}

TEST_F(operation_arguments, reads_files) {
  EXPECT_EQ(input({"--customer", "file://" + file("from a file")}), json::parse(R"({"Customer":"from a file"})"));
  EXPECT_EQ(input({"--filters", "file://" + file(R"([{"Name":"x"}])")}), json::parse(R"({"Filters":[{"Name":"x"}]})"));
  EXPECT_EQ(input({"--photo", "fileb://" + file(std::string{"\0\xff", 2})}), json::parse(R"({"Photo":"AP8="})"));
  EXPECT_EQ(input({"--photo", "file://" + file("aGk=\n")}), json::parse(R"({"Photo":"aGk="})"));
  EXPECT_EQ(input({"--address", "Street@=file://" + file("Long Road") + ",Number=1"}),
            json::parse(R"({"Address":{"Street":"Long Road","Number":1}})"));
  EXPECT_EQ(input({"--address", "Street=file://x"}), json::parse(R"({"Address":{"Street":"file://x"}})"));
  EXPECT_THAT(refusal({"--customer", "file:///no/such/file"}), HasSubstr("cannot read '/no/such/file': No such file"));
  EXPECT_THAT(refusal({"--customer", "file://" + file("\xff")}), HasSubstr("not UTF-8"));
}

TEST_F(operation_arguments, encodes_blobs_where_they_are_given_raw) {
  const argument_options raw{.blobs = binary_format::raw_in_base64_out};
  EXPECT_EQ(input({"--photo", "hi"}, raw), json::parse(R"({"Photo":"aGk="})"));
  EXPECT_EQ(input({"--address", "Inner={Photo=hi}"}, raw), json::parse(R"({"Address":{"Inner":{"Photo":"aGk="}}})"));
  EXPECT_EQ(input({"--address", R"({"Inner":{"Photo":"hi"}})"}, raw),
            json::parse(R"({"Address":{"Inner":{"Photo":"aGk="}}})"));
  EXPECT_THAT(refusal({"--photo", "h!"}), HasSubstr("raw-in-base64-out"));
}

TEST_F(operation_arguments, starts_from_input_json) {
  argument_options options{.input_json = R"({"Customer":"Ann","Count":1})"};
  EXPECT_EQ(input({"--count", "2"}, options), json::parse(R"({"Customer":"Ann","Count":2})"));
  options.input_json = "[]";
  EXPECT_THAT(refusal({}, options), HasSubstr("expected a JSON object"));
  options.input_json = R"({"a":)";
  EXPECT_THAT(refusal({}, options), HasSubstr("not closed"));
}

TEST_F(operation_arguments, takes_values_that_look_like_options) {
  EXPECT_EQ(input({"--customer", "-----BEGIN KEY-----"}), json::parse(R"({"Customer":"-----BEGIN KEY-----"})"));
  EXPECT_EQ(input({"--customer=--count"}), json::parse(R"({"Customer":"--count"})"));
  EXPECT_EQ(input({"--customer", ""}), json::parse(R"({"Customer":""})"));
}

TEST_F(operation_arguments, knows_parameters_by_the_models_spelling_too) {
  EXPECT_EQ(input({"--DryRun", "--VPCIds", "v"}), json::parse(R"({"DryRun":true,"VPCIds":["v"]})"));
}

TEST_F(operation_arguments, names_what_is_wrong) {
  EXPECT_THAT(refusal({"--custmer", "a"}),
              HasSubstr("UnknownParameter: unknown parameter --custmer; did you mean --customer?"));
  EXPECT_THAT(refusal({"--count", "many"}), HasSubstr("--count: expected an integer, got 'many'"));
  EXPECT_THAT(refusal({"--count", "99999999999"}), HasSubstr("does not fit 32 bits"));
  EXPECT_THAT(refusal({"--count"}), HasSubstr("--count: a value is missing"));
  EXPECT_THAT(refusal({"--count", "1", "2"}), HasSubstr("unexpected word '2'"));
  EXPECT_THAT(refusal({"--count", "1", "--count", "2"}), HasSubstr("given twice"));
  EXPECT_THAT(refusal({"--when", "noon"}), HasSubstr("expected a time such as"));
  EXPECT_THAT(refusal({"--filters", "Nam=x"}), HasSubstr("--filters: no key 'Nam' here; did you mean Name?"));
  EXPECT_THAT(refusal({"--address", "Number=x"}), HasSubstr("--address.Number: expected an integer"));
  EXPECT_THAT(refusal({"--address", "Street=a,b"}), HasSubstr("--address.Street: expected a text, got several values"));
  EXPECT_THAT(refusal({"--address", "Inner=x"}), HasSubstr("--address.Inner: expected {key=value,…}, got 'x'"));
  EXPECT_THAT(refusal({"--address", "[1]"}), HasSubstr("expected a structure, got a JSON list"));
  EXPECT_THAT(refusal({"--address", "{\"Street\": tru}"}),
              HasSubstr("this is no JSON\n  {\"Street\": tru}\n             ^"));
  EXPECT_THAT(refusal({"stray"}), HasSubstr("unexpected word 'stray'"));
}

TEST_F(operation_arguments, asks_for_what_is_required) {
  const auto missing = read({"--count", "1"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), "MissingParameter");
  EXPECT_THAT(missing.error().message(), HasSubstr("place-order needs the parameter --customer"));
  EXPECT_TRUE(read({"--customer", "a"}));
}

TEST_F(operation_arguments, knows_operations_without_input) {
  const auto& ping = **service_->find_operation("Ping");
  EXPECT_TRUE(read_arguments(ping, {}, {}));
  const words extra{"--x", "1"};
  const auto refused = read_arguments(ping, extra, {});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("ping takes none"));
}

TEST(operation_arguments_of_the_aws_cli, are_understood_where_they_are_called_otherwise) {
  const auto service = model::compile_service({.name = "f",
                                               .service2 = R"({
    "metadata": {"apiVersion": "1", "endpointPrefix": "f", "protocol": "json", "jsonVersion": "1.1", "serviceId": "F",
                 "signatureVersion": "v4", "targetPrefix": "F"},
    "operations": {"Make": {"name": "Make", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}}},
    "shapes": {"In": {"type": "structure", "members": {"Endpoint": {"shape": "Text"}, "output": {"shape": "Text"},
                 "Code": {"shape": "Code"}, "Name": {"shape": "Text"}}},
               "Code": {"type": "structure", "members": {"ZipFile": {"shape": "Bytes"}, "Bucket": {"shape": "Text"}}},
               "Text": {"type": "string"}, "Bytes": {"type": "blob"}}})",
                                               .paginators = {},
                                               .waiters = {},
                                               .endpoint_rules = {}});
  ASSERT_TRUE(service) << service.error().what();
  const auto input = [&](const words& given) {
    const auto arguments = read_arguments(**(*service)->find_operation("Make"), given, {});
    return arguments ? json::value(arguments->input) : json::value(arguments.error().what());
  };
  EXPECT_EQ(input({"--notification-endpoint", "a@b", "--task-output", "x"}),
            json::parse(R"({"Endpoint":"a@b","output":"x"})"));
  EXPECT_EQ(input({"--zip-file", "aGk="}), json::parse(R"({"Code":{"ZipFile":"aGk="}})"));
  EXPECT_EQ(input({"--code", "Bucket=b", "--zip-file", "aGk="}),
            json::parse(R"({"Code":{"Bucket":"b","ZipFile":"aGk="}})"));
  EXPECT_THAT(json::serialize(input({"--other-name", "x"})), HasSubstr("unknown parameter"));
  EXPECT_THAT(json::serialize(input({"--bucket", "x"})), HasSubstr("unknown parameter"));
}

}  // namespace
}  // namespace aloft::cli
