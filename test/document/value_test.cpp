#include "aloft/value.hpp"

#include "aloft/error.hpp"
#include "document/document.hpp"
#include "serde/document_builder.hpp"
#include "serde/walk.hpp"
#include "support/test_model.hpp"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace aloft {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "members": {
    "Name": {"shape": "String"}, "Count": {"shape": "Integer"}, "Ratio": {"shape": "Double"}, "On": {"shape": "Boolean"},
    "When": {"shape": "Timestamp"}, "Data": {"shape": "Blob"}, "Items": {"shape": "List"}, "Tags": {"shape": "Map"},
    "Child": {"shape": "Root"}}},
  "List": {"type": "list", "member": {"shape": "Root"}},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}},
  "String": {"type": "string"}, "Integer": {"type": "integer"}, "Double": {"type": "double"}, "Boolean": {"type": "boolean"},
  "Timestamp": {"type": "timestamp"}, "Blob": {"type": "blob"}})";

class Value : public testing::Test {
 protected:
  document build(std::string_view json) {
    serde::document_builder builder;
    serde::walk(model_, boost::json::parse(json), builder).value();
    return builder.finish().value();
  }

  test::test_model model_{shapes};
};

TEST_F(Value, ReadsEveryKind) {
  const document built = build(R"({"Count": 7, "Name": "n", "Ratio": 0.5, "On": true, "When": 1.5, "Data": "YWJj",
                                   "Items": [{"Name": "a"}, {}], "Tags": {"k": "v", "": "empty"}})");
  const value root = built.root();
  EXPECT_EQ(root.kind(), value_kind::record);
  EXPECT_EQ(root.size(), 8u);
  EXPECT_EQ(root["Name"].as_text(), "n");
  EXPECT_EQ(root["Count"].as_integer(), 7);
  EXPECT_EQ(root["Count"].as_real(), 7.0);
  EXPECT_EQ(root["Ratio"].as_real(), 0.5);
  EXPECT_TRUE(root["On"].as_boolean());
  EXPECT_EQ(root["When"].as_timestamp(), (timestamp{1, 500'000'000}));
  EXPECT_EQ(root["Data"].as_text(), "abc");
  EXPECT_EQ(root["Items"].size(), 2u);
  EXPECT_EQ(root["Items"][0]["Name"].as_text(), "a");
  EXPECT_EQ(root["Items"][1].size(), 0u);
  EXPECT_EQ(root["Tags"]["k"].as_text(), "v");
  EXPECT_EQ(root["Tags"][""].as_text(), "empty");
  EXPECT_EQ(root.shape()->name, "Root");
  EXPECT_GT(built.memory(), 0u);
}

TEST_F(Value, WhatIsAbsentIsNull) {
  const document built = build(R"({"Name": "n"})");
  const value root = built.root();
  EXPECT_TRUE(root["Count"].is_null());
  EXPECT_TRUE(root["NoSuchMember"].is_null());
  EXPECT_TRUE(root["Name"]["x"].is_null());
  EXPECT_TRUE(root["Name"][0].is_null());
  EXPECT_TRUE(root["Items"][3]["Name"].is_null());
  EXPECT_EQ(root["Count"].as_integer(), 0);
  EXPECT_EQ(root["Child"]["Name"].as_text(), "");
  EXPECT_FALSE(root["On"].as_boolean());
  EXPECT_EQ(root["Ratio"].as_real(), 0);
  EXPECT_EQ(root["When"].as_timestamp(), timestamp{});
  EXPECT_EQ(root["Items"].begin(), root["Items"].end());
  EXPECT_EQ(root["Name"].begin(), root["Name"].end());
  for (const value element : root["Items"]) FAIL() << element.is_null();
  EXPECT_FALSE(value{});
  EXPECT_EQ(value{}.shape(), nullptr);
  EXPECT_TRUE(document{}.root().is_null());
}

TEST_F(Value, IteratesInModelOrderWhateverOrderItCame) {
  const document built =
      build(R"({"Tags": {"b": "1", "a": "2"}, "Items": [{}, {"Count": 1}], "Count": 1, "Name": "n"})");
  std::vector<std::string_view> names;
  for (auto member = built.root().begin(); member != built.root().end(); ++member) names.push_back(member.key());
  EXPECT_THAT(names, testing::ElementsAre("Name", "Count", "Items", "Tags"));
  names.clear();
  const value tags = built.root()["Tags"];
  for (auto entry = tags.begin(); entry != tags.end(); entry++) names.push_back(entry.key());
  EXPECT_THAT(names, testing::ElementsAre("b", "a"));
  std::size_t count = 0;
  for (const value item : built.root()["Items"]) count += item.kind() == value_kind::record;
  EXPECT_EQ(count, 2u);
}

TEST_F(Value, ComparesWithWhatItMayHold) {
  const document built = build(R"({"Count": 7, "Name": "n", "Ratio": 0.5, "On": true, "Tags": {"k": "v"}})");
  const value root = built.root();
  EXPECT_TRUE(root["Name"] == "n");
  EXPECT_TRUE("n" == root["Name"]);
  EXPECT_TRUE(root["Name"] == std::string{"n"});
  EXPECT_TRUE(root["Name"] != std::string_view{"m"});
  EXPECT_TRUE(root["Count"] == 7);
  EXPECT_TRUE(root["Count"] == 7u);
  EXPECT_TRUE(root["Count"] == 7.0);
  EXPECT_TRUE(root["Ratio"] == 0.5);
  EXPECT_TRUE(root["On"] == true);
  // Another kind is not equal, and absent is not empty.
  EXPECT_FALSE(root["Count"] == "7");
  EXPECT_FALSE(root["Count"] == true);
  EXPECT_FALSE(root["On"] == 1);
  EXPECT_FALSE(root["When"] == "");
  EXPECT_FALSE(root["When"] == 0);
  EXPECT_FALSE(root["When"] == false);
  EXPECT_TRUE(root["When"] == nullptr);
  EXPECT_FALSE(root["Name"] == nullptr);
}

TEST_F(Value, ConvertsToTheTypesOfCpp) {
  const document built = build(R"({"Count": 300, "Name": "n", "Ratio": 0.5, "On": true, "When": 1.5, "Data": "YWJj",
                                   "Items": [{"Count": 1}, {"Count": 2}], "Tags": {"k": "v"}})");
  const value root = built.root();
  const std::string text = root["Name"];
  EXPECT_EQ(text, "n");
  EXPECT_EQ(std::string{root["Name"]}, "n");
  std::string assigned;
  assigned = root["Name"];
  EXPECT_EQ(assigned, "n");
  EXPECT_EQ(root["Count"].as<int>(), 300);
  EXPECT_EQ(root["Count"].as<double>(), 300.0);
  EXPECT_THROW((void)root["Count"].as<unsigned char>(), error);
  EXPECT_EQ(root["Count"].get<unsigned char>(), std::nullopt);
  EXPECT_EQ(root["Count"].get<int>(), 300);
  EXPECT_EQ(root["Count"].get<std::string>(), std::nullopt);
  EXPECT_EQ(root["Child"].get<int>(), std::nullopt);
  EXPECT_THROW((void)root["Count"].as<std::string>(), error);
  EXPECT_EQ(root["When"].as<std::chrono::system_clock::time_point>(),
            std::chrono::system_clock::time_point{std::chrono::milliseconds{1500}});
  EXPECT_EQ(root["Data"].as_blob(), "abc");
  EXPECT_THROW((void)root["Name"].as_blob(), error);
  EXPECT_EQ(root["Child"]["Name"].value_or("none"), "none");
  EXPECT_EQ(root["Name"].value_or("none"), "n");
  EXPECT_EQ(root["Child"].value_or(5), 5);
  EXPECT_EQ(root["Count"].value_or(5), 300);
  EXPECT_TRUE(root.contains("Name"));
  EXPECT_FALSE(root.contains("Child"));
  EXPECT_TRUE(root["Tags"].contains("k"));
  EXPECT_FALSE(root["Tags"].contains("x"));
}

TEST_F(Value, GivesEntriesForStructuredBindings) {
  const document built = build(R"({"Tags": {"b": "1", "a": "2"}, "Name": "n"})");
  std::string seen;
  for (const auto [name, one] : built.root()["Tags"].entries())
    seen.append(name).append("=").append(one.as_text()) += ' ';
  for (const auto [name, one] : built.root().entries()) seen.append(name) += ' ';
  EXPECT_EQ(seen, "b=1 a=2 Name Tags ");
  for (const auto [name, one] : value{}.entries()) FAIL() << name << one;
}

TEST_F(Value, Prints) {
  const document built = build(R"({"Tags": {"b": "1"}, "Name": "n", "Count": 7})");
  std::ostringstream out;
  out << built.root()["Name"] << ' ' << built.root()["Count"] << ' ' << built.root()["Tags"] << ' ' << value{};
  EXPECT_EQ(out.str(), "n 7 {\"b\":\"1\"} null");
}

TEST_F(Value, RecordsOfMoreMembersThanAWordHasBits) {
  std::string members;
  for (int i = 0; i < 200; ++i) {
    members.append(i > 0 ? "," : "").append("\"M").append(std::to_string(i)).append("\": {\"shape\": \"String\"}");
  }
  const test::test_model wide{R"({"Root": {"type": "structure", "members": {)" + members +
                              R"(}}, "String": {"type": "string"}})"};
  serde::document_builder builder;
  serde::walk(wide, boost::json::parse(R"({"M199": "last", "M64": "b", "M63": "a", "M0": "first", "M128": "c"})"),
              builder)
      .value();
  const document built = builder.finish().value();
  EXPECT_EQ(to_json_text(built.root()), R"({"M0":"first","M63":"a","M64":"b","M128":"c","M199":"last"})");
  EXPECT_EQ(built.root()["M128"].as_text(), "c");
  EXPECT_TRUE(built.root()["M127"].is_null());
}

TEST_F(Value, ErrorsSayWhatWasAskedFor) {
  const document built = build(R"({"Name": "n", "Items": []})");
  const value root = built.root();
  const auto message = [](auto call) {
    try {
      call();
    } catch (const error& failure) {
      EXPECT_EQ(failure.kind(), error_kind::usage);
      return failure.message();
    }
    return std::string{"nothing thrown"};
  };
  EXPECT_EQ(message([&] { (void)root.at("Nmae"); }),
            "there is no \"Nmae\" in this record (Root): the model does not know that member");
  EXPECT_EQ(message([&] { (void)root.at("Count"); }),
            "there is no \"Count\" in this record (Root): the answer does not have that member");
  EXPECT_EQ(message([&] { (void)root.at("Items").at(2); }), "there is no element [2] in this list of 0");
  EXPECT_EQ(message([&] { (void)value{}.at("x"); }), "there is no \"x\" in this null");
  EXPECT_EQ(message([&] { (void)root["Name"].as_integer(); }), "the value is of kind text, not integer");
  EXPECT_EQ(message([&] { (void)root["Items"].as_text(); }), "the value is of kind list, not text");
  EXPECT_EQ(root.at("Name").as_text(), "n");
}

TEST_F(Value, DocumentsMove) {
  document first = build(R"({"Name": "some text that is long enough to need memory of its own"})");
  document second = std::move(first);
  EXPECT_TRUE(first.root().is_null());  // NOLINT: moved-from documents are empty
  EXPECT_EQ(second.root()["Name"].as_text().substr(0, 4), "some");
  second = build("{}");
  EXPECT_EQ(second.root().size(), 0u);
  const auto owner = std::make_shared<int>(1);
  second.keep(owner);
  EXPECT_EQ(owner.use_count(), 2);
}

}  // namespace
}  // namespace aloft
