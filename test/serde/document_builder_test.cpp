#include "serde/document_builder.hpp"

#include "read_support.hpp"
#include "support/test_model.hpp"

#include <gtest/gtest.h>

namespace aloft::serde {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "members": {
    "A": {"shape": "String"}, "B": {"shape": "Strings"}, "C": {"shape": "FlatStrings"}, "D": {"shape": "FlatMap"}, "E": {"shape": "Root"},
    "F": {"shape": "Map"}}},
  "Strings": {"type": "list", "member": {"shape": "String"}},
  "FlatStrings": {"type": "list", "member": {"shape": "String"}, "flattened": true},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}},
  "FlatMap": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}, "flattened": true},
  "String": {"type": "string"}})";

class DocumentBuilder : public testing::Test {
 protected:
  void list(std::string_view name, std::initializer_list<std::string_view> elements) {
    const model::member& member = *model_.root().find(name);
    builder_.member(member);
    builder_.begin(*member.target);
    for (const auto element : elements) builder_.text(element);
    builder_.end();
  }
  void map(std::string_view name, std::initializer_list<std::pair<std::string_view, std::string_view>> entries) {
    const model::member& member = *model_.root().find(name);
    builder_.member(member);
    builder_.begin(*member.target);
    for (const auto& [key, value] : entries) {
      builder_.key(key);
      builder_.text(value);
    }
    builder_.end();
  }
  std::string built() { return test::text_of(builder_.finish()); }

  test::test_model model_{shapes};
  document_builder builder_;
};

TEST_F(DocumentBuilder, FlattenedCollectionsReopenOthersAreReplaced) {
  builder_.begin(model_.root());
  list("C", {"1"});
  map("D", {{"x", "1"}, {"y", "2"}});
  list("B", {"old", "older"});
  list("C", {"2", "3"});
  map("D", {{"x", "3"}});
  list("C", {});
  list("B", {"new"});
  builder_.end();
  EXPECT_EQ(built(), R"({"B":["new"],"C":["1","2","3"],"D":{"x":"3","y":"2"}})");
}

TEST_F(DocumentBuilder, KeysComeOnce) {
  builder_.begin(model_.root());
  map("F", {{"a", "1"}, {"b", "2"}, {"a", "3"}});
  builder_.end();
  EXPECT_EQ(built(), R"({"F":{"a":"3","b":"2"}})");

  builder_.begin(model_.root());
  builder_.member(*model_.root().find("F"));
  builder_.begin(*model_.root().find("F")->target);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 1000; ++i) {
      builder_.key("key" + std::to_string(i));
      builder_.text(std::to_string(i * (round + 1)));
    }
  }
  builder_.end();
  builder_.end();
  const document many = builder_.finish().value();
  EXPECT_EQ(many.root()["F"].size(), 1000u);
  EXPECT_EQ(many.root()["F"]["key999"].as_text(), "1998");
}

TEST_F(DocumentBuilder, AKeyWithoutAValueIsNoEntry) {
  builder_.begin(model_.root());
  builder_.member(*model_.root().find("F"));
  builder_.begin(*model_.root().find("F")->target);
  builder_.key("a");
  builder_.key("b");
  builder_.text("1");
  builder_.key("c");
  builder_.end();
  builder_.end();
  EXPECT_EQ(built(), R"({"F":{"b":"1"}})");
}

TEST_F(DocumentBuilder, DepthIsLimited) {
  document_builder shallow{3};
  for (int i = 0; i < 10'000; ++i) {
    shallow.begin(model_.root());
    shallow.member(*model_.root().find("E"));
  }
  for (int i = 0; i < 10'000; ++i) shallow.end();
  EXPECT_EQ(test::text_of(shallow.finish()), "protocol DocumentTooDeep: the document is nested deeper than 3 levels");
}

TEST_F(DocumentBuilder, WhatIsNotFinishedIsAnError) {
  builder_.begin(model_.root());
  EXPECT_EQ(built(), "protocol TruncatedDocument: the document ends inside Root");
  document_builder nothing;
  EXPECT_EQ(test::text_of(nothing.finish()), "null");
}

}  // namespace
}  // namespace aloft::serde
