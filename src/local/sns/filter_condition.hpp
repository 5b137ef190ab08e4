#pragma once
// One condition of a filter policy: a value, or an object such as {"prefix": "a"}.

#include "local/sns/filter_policy.hpp"

#include <boost/json/value.hpp>

namespace aloft::local::sns {

/// Usage error "InvalidFilterPolicy".
error invalid_filter(std::string why);

result<filter_policy::condition> read_condition(const boost::json::value& stated);

}  // namespace aloft::local::sns
