#pragma once
// Answers as botocore gives them: dict, list, str, bytes, int, float, bool, datetime.

#include "operations.hpp"
#include "ref.hpp"

#include <aloft/refused_answer.hpp>
#include <aloft/response.hpp>
#include <aloft/value.hpp>

#include <boost/json/value.hpp>

namespace aloft::python {

/// A new object; null with an exception set.
PyObject* to_python(value from, const operation_info& of, wire_time time = wire_time::none);
/// The output of an operation with its ResponseMetadata, in botocore's order.
PyObject* answer_to_python(value output, const response_metadata& metadata, const operation_info& of);
PyObject* headers_to_python(const header_list& headers);
PyObject* to_python(const boost::json::value& from);

}  // namespace aloft::python
