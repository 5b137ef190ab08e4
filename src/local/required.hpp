#pragma once
// Members that the model requires, looked for in an input.

#include "model/shape.hpp"

#include <boost/json/value.hpp>

#include <string>

namespace aloft::local {

/// Path of the first required member that is absent ("TagSpecifications[0].Tags"), or "".
std::string missing_member(const model::shape& shape, const boost::json::value& input);

}  // namespace aloft::local
