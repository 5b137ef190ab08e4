#include "cli/grammar/parameter_names.hpp"

#include <aloft/names.hpp>
#include "cli/customizations/parameter_alias.hpp"
#include "cli/customizations/simple_parameter.hpp"

#include <algorithm>
#include <array>

namespace aloft::cli {
namespace {

/// Names that the AWS CLI has for itself: parameters called so have a word in front there (--task-output,
/// --kubernetes-version, --notification-endpoint).
constexpr std::array<std::string_view, 5> names_of_the_program{"endpoint", "output", "query", "region", "version"};

found_parameter find_renamed(const shape_model& input, std::string_view name) {
  for (const auto one : input.members()) {
    const auto plain = one.kebab_name();
    const bool taken =
        std::find(names_of_the_program.begin(), names_of_the_program.end(), plain) != names_of_the_program.end();
    if (taken && name.ends_with("-" + plain)) return {one};
  }
  return {};
}

/// A blob one level down (Lambda's Code.ZipFile, Rekognition's Image.Bytes) has an option of its own, by its name or
/// with the structure's in front: it cannot be written as JSON from a file.
found_parameter find_inner_blob(const shape_model& input, std::string_view name) {
  found_parameter only;
  for (const auto outer : input.members()) {
    if (outer.shape().kind() != shape_kind::structure) continue;
    for (const auto inner : outer.shape().members()) {
      if (inner.shape().kind() != shape_kind::blob) continue;
      const auto plain = inner.kebab_name();
      if (plain != name && outer.kebab_name() + "-" + plain != name) continue;
      if (only.parameter) return {};
      only = {inner, false, outer};
    }
  }
  return only;
}

bool is_paginated(const operation_model& operation, const member_model& parameter) {
  const auto pages = operation.paginator();
  if (!pages || pages->is_heuristic()) return false;
  const auto tokens = pages->input_tokens();
  return pages->limit_key() == parameter.name() ||
         std::find(tokens.begin(), tokens.end(), parameter.name()) != tokens.end();
}

}  // namespace

bool is_option_word(std::string_view word) noexcept {
  if (!word.starts_with("--") || word.size() < 3) return false;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto name_char = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  const auto name = word.substr(2, word.find('=') - 2);
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), name_char);
}

std::string option_name(const member_model& parameter) { return "--" + parameter.kebab_name(); }

bool is_flag(const member_model& parameter) noexcept {
  const auto target = parameter.shape();
  if (target.kind() == shape_kind::boolean) return true;
  return target.kind() == shape_kind::structure && target.members().size() == 1 &&
         target.members()[0].shape().kind() == shape_kind::boolean;
}

found_parameter find_parameter(const operation_model& operation, std::string_view name) {
  if (!operation.input()) return {};
  const auto input = operation.input();
  for (const auto one : input.members()) {
    if (one.kebab_name() == name) return {one, false};
  }
  if (name.starts_with("no-")) {
    for (const auto one : input.members()) {
      if (is_flag(one) && one.kebab_name() == name.substr(3)) return {one, true};
    }
  }
  const auto folded = folded_name(name);
  for (const auto one : input.members()) {
    if (folded_name(one.name()) == folded) return {one, false};
  }
  if (const auto renamed = input.find(aliased_member(operation, name))) return {renamed};
  if (const auto renamed = find_renamed(input, name); renamed.parameter) return renamed;
  return find_inner_blob(input, name);
}

std::vector<std::string> parameters_beginning(const operation_model& operation, std::string_view beginning) {
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    if (name.starts_with(beginning)) names.push_back(std::move(name));
  };
  if (operation.input()) {
    for (const auto one : operation.input().members()) {
      add(one.kebab_name());
      if (is_flag(one)) add("no-" + one.kebab_name());
    }
  }
  for (const auto& one : simple_parameters(operation)) add(std::string{one.option});
  return names;
}

std::optional<member_model> member_instead_of_option(const operation_model& operation, std::string_view option,
                                                     const std::vector<std::string>& words) {
  std::optional<member_model> own;
  for (const auto one : operation.input().members())
    if (one.kebab_name() == option) own = one;
  if (!own || is_paginated(operation, *own)) return std::nullopt;
  for (const auto& word : words) {
    if (!is_option_word(word)) continue;
    const auto name = std::string_view{word}.substr(2, word.find('=') - 2);
    if (name != option && find_parameter(operation, name).parameter == own) return std::nullopt;
  }
  return own;
}

}  // namespace aloft::cli
