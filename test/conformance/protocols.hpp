#pragma once
// The two kinds of cases in the suite `protocols`.

#include "conformance/report.hpp"

#include <boost/json/fwd.hpp>

namespace aloft::conformance {

/// params → request
void run_protocol_input(const boost::json::object& suite, const boost::json::object& one, report& out);
/// response → result or error
void run_protocol_output(const boost::json::object& suite, const boost::json::object& one, report& out);

}  // namespace aloft::conformance
