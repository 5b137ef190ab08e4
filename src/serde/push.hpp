#pragma once
// What input is made of, pushed by names.

#include "aloft/input.hpp"
#include "serde/input_fitter.hpp"

namespace aloft::serde {

void push(const boost::json::value& from, input_fitter& to);
void push(const param& from, input_fitter& to);

}  // namespace aloft::serde
