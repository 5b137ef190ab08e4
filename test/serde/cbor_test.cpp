#include "serde/cbor_reader.hpp"
#include "serde/cbor_writer.hpp"

#include "read_support.hpp"
#include "serde/walk.hpp"
#include "support/test_model.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace aloft::serde {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "members": {
    "a": {"shape": "String"}, "n": {"shape": "Integer"}, "l": {"shape": "Long"}, "f": {"shape": "Float"}, "d": {"shape": "Double"}, "b": {"shape": "Boolean"},
    "t": {"shape": "Timestamp"}, "x": {"shape": "Blob"}, "s": {"shape": "List"}, "p": {"shape": "Sparse"}, "m": {"shape": "Map"}, "c": {"shape": "Root"}}},
  "List": {"type": "list", "member": {"shape": "Root"}},
  "Sparse": {"type": "list", "member": {"shape": "String"}, "sparse": true},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Integer"}},
  "String": {"type": "string"}, "Integer": {"type": "integer"}, "Long": {"type": "long"}, "Float": {"type": "float"}, "Double": {"type": "double"},
  "Boolean": {"type": "boolean"}, "Timestamp": {"type": "timestamp"}, "Blob": {"type": "blob"}})";

std::string bytes(std::string_view hex) {
  std::string compact{hex};
  std::erase(compact, ' ');
  std::string out;
  for (std::size_t i = 0; i + 1 < compact.size(); i += 2)
    out.push_back(static_cast<char>(std::stoi(compact.substr(i, 2), nullptr, 16)));
  return out;
}

class Cbor : public testing::Test {
 protected:
  std::string read(std::string_view hex, const cbor_reader_options& options = {}) {
    return read_bytes(bytes(hex), options);
  }
  std::string read_bytes(const std::string& body, const cbor_reader_options& options = {}) {
    const std::string text = test::read_any_way(body, [&](shape_sink& sink) {
      return cbor_reader{model_.root(), sink, options};
    });
    return text.substr(0, text.find(" (near byte"));
  }
  std::string written(std::string_view json) {
    cbor_writer writer;
    walk(model_, boost::json::parse(json), writer).value();
    return writer.take();
  }

  test::test_model model_{shapes};
};

TEST_F(Cbor, ReadsScalars) {
  EXPECT_EQ(read("a1 61 61 63 e282ac"), R"({"a":"€"})");
  EXPECT_EQ(read("a2 61 6e 17 61 6c 3b 7fffffffffffffff"), R"({"n":23,"l":-9223372036854775808})");
  EXPECT_EQ(read("a2 61 6e 1903e8 61 6c 1b 7fffffffffffffff"), R"({"n":1000,"l":9223372036854775807})");
  EXPECT_EQ(read("a1 61 6c 1b ffffffffffffffff"), R"({"l":1.8446744073709552e+19})");
  EXPECT_EQ(read("a2 61 62 f5 61 78 43 010203"), R"({"b":true,"x":"AQID"})");
  EXPECT_EQ(read("a1 61 64 fb 3ff8000000000000"), R"({"d":1.5})");
  EXPECT_EQ(read("a1 61 66 fa 47c35000"), R"({"f":100000.0})");
  EXPECT_EQ(read("a1 61 64 f9 3e00"), R"({"d":1.5})");
  EXPECT_EQ(read("a1 61 64 f9 0001"), R"({"d":5.960464477539063e-08})");
  EXPECT_EQ(read("a1 61 64 f9 7c00"), R"({"d":"Infinity"})");
  EXPECT_EQ(read("a1 61 64 f9 fc00"), R"({"d":"-Infinity"})");
  EXPECT_EQ(read("a1 61 64 f9 7e00"), R"({"d":"NaN"})");
  EXPECT_EQ(read("a1 61 64 02"), R"({"d":2.0})");
  EXPECT_EQ(read("a1 61 74 c1 1a 54c4a3a0"), R"({"t":"2015-01-25T08:04:48Z"})");
  EXPECT_EQ(read("a1 61 74 c1 fb 41d53128e8000000"), R"({"t":"2015-01-25T08:04:48Z"})");
}

TEST_F(Cbor, ReadsCollectionsOfEitherLength) {
  EXPECT_EQ(read("a1 61 73 82 a0 a1 61 6e 01"), R"({"s":[{},{"n":1}]})");
  EXPECT_EQ(read("bf 61 73 9f bf ff bf 61 6e 01 ff ff ff"), R"({"s":[{},{"n":1}]})");
  EXPECT_EQ(read("a1 61 6d a2 61 6b 01 61 6c 02"), R"({"m":{"k":1,"l":2}})");
  EXPECT_EQ(read("bf 61 61 7f 62 6162 61 63 60 ff 61 78 5f 41 01 42 0203 ff ff"), R"({"a":"abc","x":"AQID"})");
  EXPECT_EQ(read("bf 7f 61 61 ff 61 62 ff"), R"({"a":"b"})");
  EXPECT_EQ(read("a1 61 70 83 61 61 f6 f7"), R"({"p":["a",null,null]})");
  EXPECT_EQ(read("a2 61 61 f6 61 63 f7"), "{}");
  EXPECT_EQ(read("a1 61 73 82 f6 a0"), R"({"s":[{}]})");
}

TEST_F(Cbor, SkipsUnknownMembers) {
  EXPECT_EQ(read("a3 63 787878 a1 61 61 82 01 a1 61 61 62 6161 61 79 7f 61 61 61 62 ff 61 6e 01"), R"({"n":1})");
  EXPECT_EQ(read("a2 63 787878 d9 d9f7 80 61 6e c6 01"), R"({"n":1})");
}

TEST_F(Cbor, Refuses) {
  const auto problem = [&](std::string_view hex) {
    constexpr std::string_view start = "protocol UnreadableAnswer: ";
    const std::string text = read(hex);
    return text.starts_with(start) ? text.substr(start.size()) : text;
  };
  EXPECT_EQ(problem(""), "not CBOR: it is empty");
  EXPECT_EQ(problem("a1 61"), "not CBOR: it is truncated");
  EXPECT_EQ(problem("a0 00"), "not CBOR: there is more after its end");
  EXPECT_EQ(problem("a1 01 02"), "not CBOR: a map key that is no text");
  EXPECT_EQ(problem("a1 f5 02"), "not CBOR: a map key that is no text");
  EXPECT_EQ(problem("a1 61 61 61 ff"), "a: not CBOR: text that is not UTF-8");
  EXPECT_EQ(problem("a1 61 6c c2 41 01"), "l: not CBOR: a number with tag 2, which is not supported");
  EXPECT_EQ(problem("ff"), "not CBOR: an end without a beginning");
  EXPECT_EQ(problem("a1 ff"), "not CBOR: an end without a beginning");
  EXPECT_EQ(problem("bf 61 61 ff"), "a: not CBOR: a map key without a value");
  EXPECT_EQ(problem("a1 61 61 1c"), "a: not CBOR: an item with a reserved length");
  EXPECT_EQ(problem("a1 61 61 1f"), "a: not CBOR: an item without length that needs one");
  EXPECT_EQ(problem("a1 61 61 7f 41 01 ff"), "a: not CBOR: a string whose chunks are of another kind");
  EXPECT_EQ(problem("a1 61 61 7f 7f ff ff"), "a: not CBOR: a string whose chunks are of another kind");
  EXPECT_EQ(problem("a1 61 61 e0"), "a: not CBOR: a simple value that is not known");
  EXPECT_EQ(problem("a1 61 61 7b ffffffffffffffff"), "a: not CBOR: a string that is longer than the limit of the body");
  EXPECT_EQ(problem("bb ffffffffffffffff"), "not CBOR: a map of more entries than bytes exist");
  EXPECT_EQ(problem("9b ffffffffffffffff"), "expected a structure, got a list");
  EXPECT_EQ(problem("a1 61 73 82 a0 a1 61 6e 61 78"), "s[1].n: expected a whole number, got \"x\"");
  EXPECT_EQ(problem("a1 61 73 9f" + std::string(20'000, '9') + "f"), "s[0]: expected a structure, got a list");
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep.append("a16163");
  EXPECT_NE(problem(deep).find("nested deeper than 256 levels"), std::string::npos);
}

TEST_F(Cbor, WritesAndReads) {
  for (const std::string_view json :
       {R"({"a":"text","n":-1,"l":4294967296,"f":1.5,"d":0.1,"b":false,"t":"2015-01-25T08:04:48Z","x":"AQID"})",
        R"({"f":"-Infinity","d":"NaN","t":"2015-01-25T08:04:48.250000Z"})",
        R"({"s":[{},{"n":65536}],"p":["a",null],"m":{"k":256,"l":-257}})", R"({"c":{"c":{"a":""}}})", "{}"}) {
    EXPECT_EQ(read_bytes(written(json)), json);
  }
}

TEST_F(Cbor, WritesTheShortestForms) {
  EXPECT_EQ(written(R"({"n": 24, "l": -1})"), bytes("a2 61 6e 18 18 61 6c 20"));
  EXPECT_EQ(written(R"({"t": 1422173088})"), bytes("a1 61 74 c1 1a 54c4a3a0"));
  EXPECT_EQ(written(R"({"f": 1.5, "a": null})"), bytes("a1 61 66 fa 3fc00000"));
  cbor_writer writer;
  writer.begin(model_.root());
  writer.member(*model_.root().find("n"));
  writer.integer(1);
  writer.end();
  EXPECT_EQ(writer.take(), bytes("bf 61 6e 01 ff"));
}

}  // namespace
}  // namespace aloft::serde
