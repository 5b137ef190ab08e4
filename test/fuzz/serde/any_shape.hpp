#pragma once
// A shape with a member of every type, to guide readers that are fed anything.

#include "serde/document_builder.hpp"
#include "serde/reader.hpp"
#include "support/test_model.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace aloft::fuzz {

inline const model::shape& any_shape() {
  static const test::test_model model{R"({
    "Root": {"type": "structure", "members": {
      "s": {"shape": "String"}, "n": {"shape": "Integer"}, "l": {"shape": "Long"}, "f": {"shape": "Float"}, "d": {"shape": "Double"},
      "b": {"shape": "Boolean"}, "t": {"shape": "Timestamp"}, "h": {"shape": "HttpDate"}, "x": {"shape": "Blob"}, "i": {"shape": "List"},
      "j": {"shape": "Flat"}, "k": {"shape": "Flat", "locationName": "kk"}, "e": {"shape": "FlatNamed"}, "p": {"shape": "Sparse"}, "m": {"shape": "Map"},
      "q": {"shape": "FlatMap"}, "c": {"shape": "Root"}, "a": {"shape": "String", "xmlAttribute": true, "locationName": "p:a"}, "o": {"shape": "Any"}}},
    "List": {"type": "list", "member": {"shape": "Root"}},
    "Flat": {"type": "list", "member": {"shape": "Root"}, "flattened": true},
    "FlatNamed": {"type": "list", "member": {"shape": "Integer", "locationName": "item"}, "flattened": true},
    "Sparse": {"type": "list", "member": {"shape": "String"}, "sparse": true},
    "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Root"}},
    "FlatMap": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}, "flattened": true},
    "Any": {"type": "structure", "document": true, "members": {}},
    "String": {"type": "string"}, "Integer": {"type": "integer"}, "Long": {"type": "long"}, "Float": {"type": "float"}, "Double": {"type": "double"},
    "Boolean": {"type": "boolean"}, "Timestamp": {"type": "timestamp"}, "HttpDate": {"type": "timestamp", "timestampFormat": "rfc822"},
    "Blob": {"type": "blob"}})"};
  return model.root();
}

inline void expect(bool good, const char* what) {
  if (good) return;
  std::fputs(what, stderr);
  std::abort();
}

/// What came of reading: the document as text, or "!" for an error.
inline std::string outcome(serde::reader& reader, serde::document_builder& builder, std::string_view body,
                           std::size_t piece) {
  for (; !body.empty(); body.remove_prefix(std::min(piece, body.size()))) {
    if (!reader.write(std::string{body.substr(0, piece)})) return "!";
  }
  if (!reader.finish()) return "!";
  const auto built = builder.finish();
  return built ? to_json_text(built->root()) : "!";
}

/// Reads `body` whole and in small pieces; both must come to the same. `make(sink)` returns the reader.
template <class Make>
std::string read_both_ways(std::string_view body, Make make) {
  serde::document_builder whole_builder;
  auto whole_reader = make(whole_builder);
  const std::string whole = outcome(whole_reader, whole_builder, body, body.size() + 1);
  serde::document_builder pieces_builder;
  auto pieces_reader = make(pieces_builder);
  expect(outcome(pieces_reader, pieces_builder, body, 1 + body.size() % 7) == whole,
         "the outcome depends on how the bytes are cut");
  return whole;
}

}  // namespace aloft::fuzz
