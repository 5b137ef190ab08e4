#pragma once
// What is known of a service without unpacking it, as a row of length-prefixed strings. It lies in the pack as it is.

#include "aloft/error.hpp"
#include "model/service.hpp"

#include <string>
#include <string_view>

namespace aloft::model {

std::string write_facts(const service::facts& facts);

/// The facts view `bytes`. Anything that does not fit: config error "CorruptModel".
result<service::facts> read_facts(std::string_view bytes);

}  // namespace aloft::model
