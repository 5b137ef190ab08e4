#pragma once
// Reads a body whole, byte by byte and in random pieces, and insists that the outcome is the same.

#include "aloft/value.hpp"
#include "serde/document_builder.hpp"
#include "serde/reader.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

namespace aloft::test {

/// The document as compact JSON text, or "kind code: message" of the error.
inline std::string text_of(const result<document>& read) {
  if (read) return to_json_text(read->root());
  const error& failure = read.error();
  return std::string{to_string(failure.kind())} + " " + failure.code() + ": " + failure.message();
}

/// `make(sink)` returns the reader to test.
template <class Make>
std::string read_in_pieces(std::string_view body, std::size_t (*next_size)(std::mt19937&), Make make) {
  std::mt19937 random{42};
  serde::document_builder builder;
  auto reader = make(builder);
  while (!body.empty()) {
    const std::size_t size = std::min(body.size(), next_size(random));
    // A copy of exactly the piece, so that sanitizers see any look beyond it or back to it.
    const std::string piece{body.substr(0, size)};
    if (auto written = reader.write(piece); !written) return text_of(written.error());
    body.remove_prefix(size);
  }
  if (auto finished = reader.finish(); !finished) return text_of(finished.error());
  return text_of(builder.finish());
}

template <class Make>
std::string read_any_way(std::string_view body, Make make) {
  const std::string whole = read_in_pieces(
      body, [](std::mt19937&) { return std::string_view::npos; }, make);
  const auto outcome = [](const std::string& text) { return text.substr(0, text.find(" (near byte")); };
  const std::string bytes = read_in_pieces(
      body, [](std::mt19937&) -> std::size_t { return 1; }, make);
  EXPECT_EQ(outcome(bytes), outcome(whole)) << "byte by byte";
  const std::string pieces = read_in_pieces(
      body, [](std::mt19937& random) -> std::size_t { return 1 + random() % 40; }, make);
  EXPECT_EQ(outcome(pieces), outcome(whole)) << "in pieces";
  return whole;
}

}  // namespace aloft::test
