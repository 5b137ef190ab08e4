#pragma once
// Where the parameters of a rule set get their values from, in the order of Smithy's rules engine: the operation's
// static context, its operation context (paths into the input), input members bound by contextParam, the client's
// context parameters, built-ins.

#include "endpoint/rule_set.hpp"
#include "model/service.hpp"
#include "serde/edited_input.hpp"

#include <boost/json/object.hpp>

namespace aloft::endpoint {

/// What the caller's settings say.
struct settings {
  parameter_values built_ins;       ///< by built-in name: "AWS::Region", "AWS::UseFIPS", "SDK::Endpoint", …
  parameter_values client_context;  ///< by parameter name: "ForcePathStyle", …
};

/// Values of the rule set's parameters for one call. `input` must be one of the operation's,
/// `call_built_ins` what the call has instead of the settings' built-ins.
parameter_values bind(const rule_set& rules, const model::operation& operation, const serde::edited_input& input,
                      const settings& settings, const parameter_values& call_built_ins = {});

/// A member's value as rules see it; null for what they cannot use.
boost::json::value to_json(const serde::scalar& from);

}  // namespace aloft::endpoint
