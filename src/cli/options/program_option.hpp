#pragma once
// The options that every command knows, as data: parsing, help, completion and suggestions read this table.

#include "aloft/error.hpp"

#include <span>
#include <string>
#include <string_view>

namespace aloft::cli {

struct global_options;

/// What may stand as an option's value; completion offers it.
enum class option_values { text, number, region, regions, profile, profiles, file, choice };

struct program_option {
  std::string_view name;        ///< "region", typed --region or, where an operation has that name, --cli-region
  std::string_view value = {};  ///< how help calls the value; empty: a flag
  std::string_view help = {};   ///< empty: taken for the AWS CLI's sake and not named
  option_values values = option_values::text;
  std::span<const std::string_view> choices = {};  ///< of option_values::choice
  bool value_optional = false;                     ///< the value may be left out where no choice follows
  /// Puts a value ("" for flags) into the options. Usage errors without the option's name.
  result<void> (*set)(global_options&, std::string_view value) = nullptr;
};

std::span<const program_option> program_options();

/// "cli-region" is "region" too: that spelling is the program's whatever the operation calls its own. Null: none.
const program_option* find_program_option(std::string_view name);

}  // namespace aloft::cli
