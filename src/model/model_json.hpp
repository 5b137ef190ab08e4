#pragma once
// Reading of model files with boost::json: typed access whose errors say where in the model they are.

#include "aloft/error.hpp"

#include <boost/json/value.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace aloft::model {

/// Throws config error "InvalidModel".
[[noreturn]] void fail_model(std::string_view where, std::string_view what);

/// Parses `text` (nesting up to 256); throws "InvalidModel" naming `what` and the position.
boost::json::value parse_model(std::string_view text, std::string_view what);

// Members of an object. Absent members give the empty value, those of another type throw.
std::string_view text_of(const boost::json::object& object, std::string_view key, std::string_view where);
bool flag_of(const boost::json::object& object, std::string_view key);
const boost::json::object& object_of(const boost::json::object& object, std::string_view key, std::string_view where);
const boost::json::array& array_of(const boost::json::object& object, std::string_view key, std::string_view where);

/// JSON text of all members but those named, and but documentation; empty when nothing is left.
std::string rest_of(const boost::json::object& object, std::initializer_list<std::string_view> without);

/// Removes every "documentation" that is a text, at any depth: rule sets carry them.
void strip_documentation(boost::json::value& value);

}  // namespace aloft::model
