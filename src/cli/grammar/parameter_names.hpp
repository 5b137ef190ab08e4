#pragma once
// How an operation's parameters are called on the command line: the model's names in kebab-case, any other spelling of
// them, the AWS CLI's own names where it has some, and unambiguous beginnings.

#include <aloft/model.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

struct found_parameter {
  std::optional<member_model> parameter = {};  ///< nothing: there is none
  bool negated = false;                        ///< --no-flag
  /// The structure that the parameter is a member of, where it is none of the input.
  std::optional<member_model> inside = {};
};

/// "--name" or "--name=value"; anything else ("-1", "-----BEGIN KEY-----") is a value.
bool is_option_word(std::string_view word) noexcept;

/// How a member is spelled on the command line: "--group-ids".
std::string option_name(const member_model& parameter);

/// True or false alone: a boolean, or a structure of just one ("EnableDnsHostnames": {"Value": …}).
bool is_flag(const member_model& parameter) noexcept;

/// By name without dashes in front: "group-ids", "GroupIds", "no-dry-run", "kubernetes-version", "image-bytes". Whole
/// names only.
found_parameter find_parameter(const operation_model& operation, std::string_view name);

/// The parameters' names that begin so, those of --no-flags too.
std::vector<std::string> parameters_beginning(const operation_model& operation, std::string_view beginning);

/// The member whose option is called as an option of the program and wins over it: not where the paginator takes it
/// (then the program's is the better one), and not where it is given by another of its names among `words`.
std::optional<member_model> member_instead_of_option(const operation_model& operation, std::string_view option,
                                                     const std::vector<std::string>& words);

}  // namespace aloft::cli
