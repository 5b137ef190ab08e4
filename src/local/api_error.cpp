#include "local/api_error.hpp"

namespace aloft::local {

std::string join(std::initializer_list<std::string_view> pieces) {
  std::string whole;
  for (auto piece : pieces) whole += piece;
  return whole;
}

api_error missing_parameter(std::string_view name) {
  return {"MissingParameter", join({"The request must contain the parameter ", name})};
}

api_error invalid_value(std::string_view value, std::string_view parameter, std::string_view why) {
  return {"InvalidParameterValue", join({"Value (", value, ") for parameter ", parameter, " is invalid. ", why})};
}

api_error invalid_parameter(std::string message) { return {"InvalidParameterValue", std::move(message)}; }

api_error invalid_combination(std::string message) { return {"InvalidParameterCombination", std::move(message)}; }

}  // namespace aloft::local
