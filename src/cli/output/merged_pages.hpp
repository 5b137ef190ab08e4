#pragma once
// The pages of one answer as one document.

#include "aloft/value.hpp"
#include "cli/command/call/paginator.hpp"
#include "model/service.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace aloft::cli {

/// Joins pages as botocore's paginators do: what the paginator calls results is added up (lists and texts are joined,
/// numbers summed, entries of maps collected); every other member is the first page's. Tokens of pages that were read
/// mean nothing any more and are left out.
class merged_pages {
 public:
  explicit merged_pages(const model::operation& operation) : pages_{find_paginator(operation)} {}

  void add(value page);
  boost::json::object take() { return std::move(whole_); }

 private:
  std::optional<paginator> pages_;
  boost::json::object whole_;
  bool first_ = true;
};

}  // namespace aloft::cli
