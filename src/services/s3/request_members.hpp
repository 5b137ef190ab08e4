#pragma once
// Which of an object's settings go into which request.

#include <boost/json/object.hpp>

#include <string_view>

namespace aloft::s3 {

/// Those members that the operation's input has, by the model.
boost::json::object members_of(std::string_view operation, const boost::json::object& settings);

}  // namespace aloft::s3
