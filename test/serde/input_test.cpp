#include "aloft/input.hpp"

#include "aloft/model.hpp"
#include "aloft/shape_sink.hpp"
#include "serde/cbor_writer.hpp"
#include "serde/edited_input.hpp"
#include "serde/json_writer.hpp"
#include "support/test_model.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace aloft::serde {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "required": ["Name"], "members": {
    "Name": {"shape": "String"}, "Count": {"shape": "Integer"}, "Big": {"shape": "Long"}, "Ratio": {"shape": "Double"},
    "On": {"shape": "Boolean"}, "When": {"shape": "Timestamp"}, "Data": {"shape": "Blob"}, "Names": {"shape": "Names"},
    "Map": {"shape": "Map"}, "Any": {"shape": "Any"}, "Child": {"shape": "Child"},
    "Children": {"shape": "Children"}, "Token": {"shape": "String", "idempotencyToken": true}}},
  "Child": {"type": "structure", "required": ["Key"], "members": {"Key": {"shape": "String"}, "Data": {"shape": "Blob"}}},
  "Children": {"type": "list", "member": {"shape": "Child"}},
  "Names": {"type": "list", "member": {"shape": "String"}, "min": 1},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}},
  "Any": {"type": "structure", "document": true, "members": {}},
  "String": {"type": "string"}, "Integer": {"type": "integer"}, "Long": {"type": "long"}, "Double": {"type": "double"},
  "Boolean": {"type": "boolean"}, "Timestamp": {"type": "timestamp"}, "Blob": {"type": "blob"}})";

const model::shape& shape() {
  static const test::test_model model{shapes};
  return model;
}

template <class Writer = json_writer>
std::string written(const input& given, const push_options& how = {}) {
  Writer writer;
  const auto fine = edited_input{given, &shape()}.push(&writer, how);
  return fine ? writer.take() : fine.error().message();
}

/// What a typed client would generate: it knows its members.
struct typed final : input_source {
  std::string name = "n";
  std::vector<std::string> names{"a", "b"};

  void push(const shape_model& shape, shape_sink& to) const override {
    to.begin(*shape.get());
    to.member(shape.find("Name")->get());
    to.text(name);
    const member_model list = *shape.find("Names");
    to.member(list.get());
    to.begin(*list.shape().get(), names.size());
    for (const auto& one : names) to.text(one);
    to.end();
    to.end();
  }
};

/// Pushes by names, from temporary texts, as a binding of another language does.
struct by_names final : input_source {
  explicit by_names(std::size_t announced = shape_sink::unknown_size) : announced_{announced} {}

  void push(const shape_model&, shape_sink& to) const override {
    to.begin_map(3);
    to.key(std::string{"Name"});
    to.text(std::string(40, 'n'));
    to.key(std::string{"Count"});
    to.null();
    to.key(std::string{"Map"});
    to.begin_map(announced_);
    for (int i = 0; i < 2; ++i) {
      to.key("a key that is too long to lie in place " + std::to_string(i));
      to.text(std::to_string(i));
    }
    to.end();
    to.end();
  }

 private:
  std::size_t announced_;
};

struct refusing final : input_source {
  void push(const shape_model&, shape_sink& to) const override {
    to.begin_map();
    to.key("Name");
    to.refuse("a socket is no text");
    to.end();
  }
};

TEST(input, of_params_goes_in_as_what_it_is) {
  const std::array<std::byte, 2> bytes{std::byte{'a'}, std::byte{'b'}};
  const std::chrono::sys_seconds when{1398796238s};
  const std::optional<std::string> none;
  EXPECT_EQ(
      written(params("Name", "n", "Count", 7, "Big", std::uint64_t{8}, "Ratio", 2, "On", true, "When", when, "Data",
                     blob(bytes), "Names", std::vector<std::string_view>{"a", "b"}, "Map",
                     std::map<std::string, std::string>{{"k", "v"}}, "Child", params("Key", "k", "Data", blob("c")),
                     "Any", params("x", nullptr, "y", 1.5), "Token", none)),
      R"({"Name":"n","Count":7,"Big":8,"Ratio":2.0,"On":true,"When":1398796238,"Data":"YWI=","Names":["a","b"],)"
      R"("Map":{"k":"v"},"Child":{"Key":"k","Data":"Yw=="},"Any":{"x":null,"y":1.5}})");
  const std::vector<param> children{params("Key", "a"), params("Key", "b")};
  EXPECT_EQ(written(params("Name", "n", "Children", children, "Any", boost::json::parse("[1]"))),
            R"({"Name":"n","Children":[{"Key":"a"},{"Key":"b"}],"Any":[1]})");
}

TEST(input, of_params_keeps_nanoseconds_and_years_that_a_clock_does_not_hold) {
  const auto exact = std::chrono::system_clock::time_point{1398796238s + 250ms};
  EXPECT_EQ(written(params("Name", "n", "When", exact)), R"({"Name":"n","When":1398796238.25})");
  EXPECT_EQ(written(params("Name", "n", "When", std::chrono::sys_seconds{253402300799s})),
            R"({"Name":"n","When":253402300799})");
}

TEST(input, blobs_may_be_the_callers_own_bytes) {
  const std::string bytes(100, 'x');
  const param given = params("Name", "n", "Data", blob::view(bytes));
  const auto& member = std::get<param::map>(given.get())[1].second;
  EXPECT_EQ(std::get<blob>(member.get()).bytes().data(), bytes.data());
  EXPECT_EQ(written(params("Name", "n", "Data", blob(std::vector<unsigned char>{1, 2}))),
            R"({"Name":"n","Data":"AQI="})");
}

TEST(input, of_every_kind_is_validated_alike) {
  const auto finding = [](const input& given) {
    const std::string said = written(given);
    constexpr std::string_view start = "Parameter validation failed: ";
    EXPECT_TRUE(said.starts_with(start)) << said;
    return said.substr(std::min(start.size(), said.size()));
  };
  const std::string findings =
      "input: missing required parameter \"Name\"; Names: has 0 elements; at least 1 are needed; Child: missing "
      "required "
      "parameter \"Key\"; Child: unknown parameter \"Kye\"; did you mean Key?";
  EXPECT_EQ(finding(boost::json::parse(R"({"Names": [], "Child": {"Kye": 1}})")), findings);
  EXPECT_EQ(finding(params("Names", std::vector<int>{}, "Child", params("Kye", 1))), findings);
  EXPECT_EQ(finding(params("Name", blob("x"))), "Name: expected text, got a blob");
  EXPECT_EQ(finding(params("Name", timestamp{})), "Name: expected text, got a time");
  EXPECT_EQ(finding(params("Name", "n", "Big", UINT64_MAX)), "Big: the number is larger than 64 bits hold");
  EXPECT_EQ(finding(param{"text"}), "input: expected an object, got text");
  EXPECT_EQ(finding(std::make_shared<refusing>()),
            "input: missing required parameter \"Name\"; Name: a socket is no text");
}

TEST(input, of_a_foreign_source_is_walked) {
  EXPECT_EQ(written(std::make_shared<typed>()), R"({"Name":"n","Names":["a","b"]})");
  const std::string expected = R"({"Name":")" + std::string(40, 'n') +
                               R"(","Map":{"a key that is too long to lie in place 0":"0",)"
                               R"("a key that is too long to lie in place 1":"1"}})";
  EXPECT_EQ(written(std::make_shared<by_names>()), expected);
  EXPECT_EQ(written(std::make_shared<by_names>(2)), expected);
  // A length that is wrong would break formats that state it first.
  EXPECT_EQ(written<cbor_writer>(std::make_shared<by_names>(3)),
            "Parameter validation failed: Map: was announced with 3 entries and has 2");
}

TEST(input, can_be_asked_and_edited_whatever_it_is_made_of) {
  const auto json = input(boost::json::parse(R"({"Name": "n", "Child": {"Key": "k"}, "Count": null, "Names": ["a"]})"));
  const input tree = params("Name", "n", "Child", params("Key", "k"), "Count", nullptr, "Names", std::vector{"a"});
  struct nested final : input_source {
    void push(const shape_model&, shape_sink& to) const override {
      to.begin_map();
      to.key("Name");
      to.text(std::string{"n"});
      to.key("Child");
      to.begin_map();
      to.key("Key");
      to.text("k");
      to.end();
      to.key("Names");
      to.begin_list();
      to.text("a");
      to.end();
      to.end();
    }
  };
  const input source = std::make_shared<nested>();
  for (const input* given : {&json, &tree, &source}) {
    edited_input asked{*given, &shape()};
    EXPECT_EQ(asked.text("Name"), "n");
    EXPECT_EQ(asked.text("Child.Key"), "k");
    EXPECT_EQ(asked.text("Child"), "");
    EXPECT_TRUE(asked.has("Child"));
    EXPECT_TRUE(asked.has("Names"));
    EXPECT_FALSE(asked.has("Count"));
    EXPECT_FALSE(asked.has("Big"));
    asked.set("Name", "first");
    asked.set("Name", "edited");
    asked.set("Token", "t");
    asked.set("NoMember", "x");
    EXPECT_EQ(asked.text("Name"), "edited");
    EXPECT_TRUE(asked.has("Token"));
    json_writer writer;
    ASSERT_TRUE(asked.push(&writer, {}));
    EXPECT_EQ(writer.take(), R"({"Name":"edited","Child":{"Key":"k"},"Names":["a"],"Token":"t"})");
    boost::json::value room;
    EXPECT_EQ(asked.as_json(room).at("Name"), "edited");
  }
}

TEST(input, takes_what_json_took) {
  EXPECT_EQ(written({}, {.validate = false}), "{}");
  EXPECT_EQ(written({{"Name", "n"}, {"Count", 1}}), R"({"Name":"n","Count":1})");
  EXPECT_EQ(written(boost::json::object{{"Name", "n"}}), R"({"Name":"n"})");
  EXPECT_EQ(written({{"Name", "n"}}, {.idempotency_token = "t"}), R"({"Name":"n","Token":"t"})");
}

TEST(input, of_cbor_has_its_sizes_first) {
  const auto one = [](const input& given, const push_options& how = {}) {
    return static_cast<unsigned char>(written<cbor_writer>(given, how).front());
  };
  EXPECT_EQ(one({{"Name", "n"}, {"Count", nullptr}}), 0xa1);
  EXPECT_EQ(one(params("Name", "n", "Count", 1), {.idempotency_token = "t"}), 0xa3);
  EXPECT_EQ(one(std::make_shared<typed>()), 0xbf);  // nobody knows which of its members are null
}

}  // namespace
}  // namespace aloft::serde
