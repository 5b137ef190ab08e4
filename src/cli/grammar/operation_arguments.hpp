#pragma once
// The words after `aloft SERVICE OPERATION` become the operation's input: --kebab-name value …, --flag/--no-flag,
// --cli-input-json, and where the answer has a body the name of a file for it. The model decides what there is.

#include <aloft/model.hpp>
#include "aloft/error.hpp"
#include "cli/grammar/parameter_names.hpp"
#include "cli/grammar/parameter_value.hpp"

#include <boost/json/object.hpp>

#include <span>
#include <string>

namespace aloft::cli {

struct argument_options {
  binary_format blobs = binary_format::base64;
  std::string input_json = {};  ///< --cli-input-json: JSON text or file://; explicit parameters win over it
  std::string input_yaml = {};  ///< --cli-input-yaml: the same in YAML
  bool check_required = true;   ///< members that the model requires must be given
};

struct operation_arguments {
  boost::json::object input;
  std::string body_file;  ///< what the input's streaming member reads ("/dev/stdin" for "-"); empty: nothing
  std::string outfile;    ///< where the answer's body goes, "-": the standard output; empty: not said
};

/// Whether the answer has a body beside the output's members, or events that are bytes: a file may be named for them.
bool has_outfile(const operation_model& operation) noexcept;

/// Usage errors: "UnknownParameter" (with suggestions), "MissingParameter", "ParameterValue", "Shorthand".
result<operation_arguments> read_arguments(const operation_model& operation, std::span<const std::string> words,
                                           const argument_options& options);

}  // namespace aloft::cli
