#pragma once
// The words given for one parameter become the JSON value that its shape asks for: scalars, lists of words, JSON,
// shorthand, files. The conventions of the result are those of client::call (blobs are base64 text).

#include <aloft/model.hpp>
#include "aloft/error.hpp"

#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>

namespace aloft::cli {

/// --cli-binary-format.
enum class binary_format {
  base64,             ///< blobs are given as base64 text
  raw_in_base64_out,  ///< blobs are given as they are
};

/// The value of `parameter`, shown to people as `name` ("--filters"). One word for everything but lists, which take any
/// number; a streaming blob is the name of a file. Usage errors ("ParameterValue", "Shorthand", "ParameterFile") name
/// the place and what is expected.
result<boost::json::value> read_parameter(const member_model& parameter, std::string_view name,
                                          std::span<const std::string> words, binary_format blobs);

/// JSON text as given on the command line or in a file; errors show the place.
result<boost::json::value> read_json(std::string_view text, std::string_view name);

/// Turns raw blobs of a JSON value into base64 text where the shape has blobs.
void encode_blobs(boost::json::value& value, const shape_model& shape);

/// "a list of structures", "an integer", … for messages and help.
std::string_view describe(shape_kind type) noexcept;

}  // namespace aloft::cli
