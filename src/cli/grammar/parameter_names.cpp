#include "cli/grammar/parameter_names.hpp"

#include "cli/customizations/parameter_alias.hpp"
#include "cli/customizations/simple_parameter.hpp"
#include "core/names.hpp"

#include <algorithm>
#include <array>

namespace aloft::cli {
namespace {

using model::member;
using model::shape;
using model::shape_type;

/// Names that the AWS CLI has for itself: parameters called so have a word in front there (--task-output,
/// --kubernetes-version, --notification-endpoint).
constexpr std::array<std::string_view, 5> names_of_the_program{"endpoint", "output", "query", "region", "version"};

found_parameter find_renamed(const shape& input, std::string_view name) {
  for (const auto& one : input.members) {
    const auto plain = kebab_case(one.name);
    const bool taken =
        std::find(names_of_the_program.begin(), names_of_the_program.end(), plain) != names_of_the_program.end();
    if (taken && name.ends_with("-" + plain)) return {&one};
  }
  return {};
}

/// A blob one level down (Lambda's Code.ZipFile, Rekognition's Image.Bytes) has an option of its own, by its name or
/// with the structure's in front: it cannot be written as JSON from a file.
found_parameter find_inner_blob(const shape& input, std::string_view name) {
  found_parameter only;
  for (const auto& outer : input.members) {
    if (outer.target->type != shape_type::structure) continue;
    for (const auto& inner : outer.target->members) {
      if (inner.target->type != shape_type::blob) continue;
      const auto plain = kebab_case(inner.name);
      if (plain != name && kebab_case(outer.name) + "-" + plain != name) continue;
      if (only.parameter) return {};
      only = {&inner, false, &outer};
    }
  }
  return only;
}

bool is_paginated(const model::operation& operation, const member& parameter) {
  const auto& pages = operation.pages;
  return pages && !pages->heuristic &&
         (pages->limit_key == parameter.name || std::find(pages->input_tokens.begin(), pages->input_tokens.end(),
                                                          parameter.name) != pages->input_tokens.end());
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

std::string option_name(const member& parameter) { return "--" + kebab_case(parameter.name); }

bool is_flag(const member& parameter) noexcept {
  const auto& target = *parameter.target;
  if (target.type == shape_type::boolean) return true;
  return target.type == shape_type::structure && target.members.size() == 1 &&
         target.members[0].target->type == shape_type::boolean;
}

found_parameter find_parameter(const model::operation& operation, std::string_view name) {
  if (!operation.input) return {};
  const auto& input = *operation.input;
  for (const auto& one : input.members) {
    if (kebab_case(one.name) == name) return {&one, false};
  }
  if (name.starts_with("no-")) {
    for (const auto& one : input.members) {
      if (is_flag(one) && kebab_case(one.name) == name.substr(3)) return {&one, true};
    }
  }
  const auto folded = folded_name(name);
  for (const auto& one : input.members) {
    if (folded_name(one.name) == folded) return {&one, false};
  }
  if (const auto* renamed = input.find(aliased_member(operation, name))) return {renamed};
  if (const auto renamed = find_renamed(input, name); renamed.parameter) return renamed;
  return find_inner_blob(input, name);
}

std::vector<std::string> parameters_beginning(const model::operation& operation, std::string_view beginning) {
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    if (name.starts_with(beginning)) names.push_back(std::move(name));
  };
  if (operation.input) {
    for (const auto& one : operation.input->members) {
      add(kebab_case(one.name));
      if (is_flag(one)) add("no-" + kebab_case(one.name));
    }
  }
  for (const auto& one : simple_parameters(operation)) add(std::string{one.option});
  return names;
}

const member* member_instead_of_option(const model::operation& operation, std::string_view option,
                                       const std::vector<std::string>& words) {
  if (!operation.input) return nullptr;
  const auto own = std::find_if(operation.input->members.begin(), operation.input->members.end(),
                                [&](const member& one) { return kebab_case(one.name) == option; });
  if (own == operation.input->members.end() || is_paginated(operation, *own)) return nullptr;
  for (const auto& word : words) {
    if (!is_option_word(word)) continue;
    const auto name = std::string_view{word}.substr(2, word.find('=') - 2);
    if (name != option && find_parameter(operation, name).parameter == &*own) return nullptr;
  }
  return &*own;
}

}  // namespace aloft::cli
