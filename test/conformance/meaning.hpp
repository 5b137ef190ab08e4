#pragma once
// Comparing bodies and values by what they mean, not by how they are written.

#include "model/shape.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace aloft::conformance {

/// Each gives one canonical text for everything that means the same; text that is not of the format gives itself,
/// marked as such, so that it equals nothing else.
std::string canonical_json(std::string_view text);  ///< members sorted, numbers by value
std::string canonical_xml(std::string_view text);   ///< children of different names in any order, attributes too
std::string canonical_form(std::string_view text);  ///< fields in any order
std::string canonical_cbor(std::string_view bytes);
std::string canonical_json(const boost::json::value& value);

/// How a suite writes values in JSON.
struct value_style {
  bool blobs_are_text = true;  ///< else base64
};

/// The value in one form whatever style it came in: by its shape, blobs as base64, timestamps as epoch seconds,
/// numbers by value, null members left out.
boost::json::value normalized(const model::shape& shape, const boost::json::value& value, const value_style& style);

/// What a header's value means: lists without white space around commas, media types without parameters.
std::string canonical_header(std::string_view name, std::string_view value);

}  // namespace aloft::conformance
