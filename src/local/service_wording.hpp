#pragma once
// How services word refusals that all of them have.

#include "local/api_error.hpp"
#include "local/faults.hpp"

#include <string_view>

namespace aloft::local {

/// The refusal that a fault of a kind that refuses (throttle, error, unavailable) looks like.
api_error fault_refusal(fault_kind kind, std::string_view service);

/// A member that the model requires is not there.
api_error absent_member(std::string_view path, std::string_view service);

}  // namespace aloft::local
