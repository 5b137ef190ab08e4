#pragma once
// What a row of simple_parameter.hpp puts into an input.

#include "cli/customizations/simple_parameter.hpp"
#include "cli/grammar/parameter_value.hpp"

#include <boost/json/object.hpp>

#include <span>
#include <string>

namespace aloft::cli {

/// Whether the option takes any number of words.
bool takes_list(const operation_model& operation, const simple_parameter& row);

/// Reads the words and puts them where the row says, beside what other rows have put there. Usage errors as those of
/// read_parameter.
result<void> add_simple_parameter(boost::json::object& input, const operation_model& operation,
                                  const simple_parameter& row, std::span<const std::string> words, binary_format blobs);

/// The members that the rows of an operation have put, brought into the form that the service takes; and what the AWS
/// CLI gives where nothing was typed (`run-instances`: one instance).
void complete_simple_input(boost::json::object& input, const operation_model& operation);

}  // namespace aloft::cli
