#pragma once
// A template in YAML or JSON whose parts know where in the text they stand, so that single values can be replaced and
// all else stays as it was written: comments, order, tags (!Ref).

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::cli {

struct template_node {
  enum class form { scalar, list, map };

  form is = form::scalar;
  std::string text;                  ///< of scalars
  std::string tag;                   ///< "!Ref"; empty: none of the template's own
  std::size_t begin = 0, end = 0;    ///< bytes of the text, without an anchor
  std::size_t column = 0;            ///< of the first character, from 0
  bool flow = false;                 ///< lists and maps: in brackets; scalars: without quotes
  std::vector<template_node> items;  ///< of lists; of maps: keys and values in turn

  /// Of maps. Null: there is none.
  const template_node* find(std::string_view key) const noexcept;
  /// By names with dots between.
  const template_node* find_path(std::string_view path) const noexcept;
};

/// Usage error "BadYaml" with line and column (thrown).
template_node parse_template(std::string_view text, std::string_view name);

struct template_edit {
  std::size_t begin = 0, end = 0;
  std::string text;
};

/// The text with all edits; those of one place are one.
std::string edited(std::string_view text, std::vector<template_edit> edits);

/// The whole as JSON, short forms of functions as long ones (!Ref x: {"Ref": "x"}).
std::string template_as_json(const template_node& root);

}  // namespace aloft::cli
