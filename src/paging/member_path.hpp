#pragma once
// Members by dotted paths ("DistributionList.Items"), as paginators name results.

#include "aloft/value.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace aloft::paging {

/// What lies at the path; null when nothing does.
value at_path(value from, std::string_view path) noexcept;

/// Where that goes in a document that is being made: objects on the way are made where they are missing.
boost::json::value& place_of(boost::json::object& whole, std::string_view path);

}  // namespace aloft::paging
