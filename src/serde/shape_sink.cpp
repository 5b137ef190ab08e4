#include "aloft/shape_sink.hpp"

#include "serde/untyped.hpp"

namespace aloft {

void shape_sink::begin_map(std::size_t size) { begin(serde::untyped_map(), size); }
void shape_sink::begin_list(std::size_t size) { begin(serde::untyped_list(), size); }

void shape_sink::refuse(std::string_view finding) {
  fail({error_kind::usage, "ParamValidation", std::string{finding}});
}

}  // namespace aloft
