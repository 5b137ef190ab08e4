#pragma once
// Parameters that AWS's models do not have and people type all the same: the AWS CLI's short forms of what lies deep in
// an input. One row each: the option, and what it puts where.

#include <aloft/model.hpp>

#include <string_view>
#include <vector>

namespace aloft::cli {

/// How the words after the option are read.
enum class simple_form {
  value,      ///< by the shape that the model has at "$value"
  flag,       ///< no words: the input is put as it stands
  range,      ///< "N" or "N:M" or "N-M" for "$from" and "$to"; all: -1
  group_id,   ///< a security group's id, else `otherwise` for its name
  names,      ///< key=value,… as a list of Name and Value for "$value"
  addresses,  ///< private addresses, the first of them the primary one, for "$value"
};

struct simple_parameter {
  std::string_view service;     ///< folder name in the models
  std::string_view operations;  ///< model names, with spaces between
  std::string_view option;      ///< without dashes
  /// JSON that is put into the input. "$value": what was typed; "$count": how many elements it has; "$new": a text that
  /// was never used before.
  std::string_view input;
  simple_form form = simple_form::value;
  std::string_view otherwise = {};
};

/// All rows of an operation.
std::vector<simple_parameter> simple_parameters(const operation_model& operation);

std::size_t simple_parameter_count() noexcept;  ///< of all operations together

/// Null: there is none.
const simple_parameter* find_simple_parameter(const operation_model& operation, std::string_view option) noexcept;

}  // namespace aloft::cli
