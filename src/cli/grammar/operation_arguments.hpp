#pragma once
// The words after `aloft SERVICE OPERATION` become the operation's input: --kebab-name value …, --flag/--no-flag,
// --cli-input-json. The model decides what there is.

#include "aloft/error.hpp"
#include "cli/grammar/parameter_value.hpp"
#include "model/service.hpp"

#include <boost/json/object.hpp>

#include <span>
#include <string>

namespace aloft::cli {

struct argument_options {
  binary_format blobs = binary_format::base64;
  std::string input_json = {};  ///< --cli-input-json: JSON text or file://; explicit parameters win over it
  bool check_required = true;   ///< members that the model requires must be given
};

/// Usage errors: "UnknownParameter" (with suggestions), "MissingParameter", "ParameterValue", "Shorthand".
result<boost::json::object> read_arguments(const model::operation& operation, std::span<const std::string> words,
                                           const argument_options& options);

/// How a member is spelled on the command line: "--group-ids".
std::string option_name(const model::member& parameter);

}  // namespace aloft::cli
