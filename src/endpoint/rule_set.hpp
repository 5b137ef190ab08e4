#pragma once
// A service's endpoint rule set, compiled from the models' JSON: parameters and a tree of rules whose conditions call
// the rule language's functions. Compiled once and evaluated many times. Source of the language: Smithy's "Rules
// engine" specification (endpointRuleSet trait, standard library and AWS functions).

#include "aloft/error.hpp"
#include "endpoint/partitions.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::endpoint {

/// One parameter that a rule set takes.
struct parameter {
  std::string name;
  std::string built_in;  ///< "AWS::Region", …; empty: bound by name only
  bool required = false;
  boost::json::value default_value;                    ///< null: none
  boost::json::kind type = boost::json::kind::string;  ///< string, bool_, or array (of strings)
  bool read = false;  ///< the outcome may depend on it: some rule refers to it, or it must be given
};

/// A way to sign that an endpoint asks for, best first. Empty strings mean: the service's own.
struct auth_scheme {
  std::string name;  ///< "sigv4", "sigv4a", "sigv4-s3express", "none", "bearer"
  std::string signing_name;
  std::string signing_region;
  std::vector<std::string> signing_region_set;  ///< sigv4a
  bool disable_double_encoding = false;
  bool operator==(const auth_scheme&) const = default;
};

/// What a rule set decided.
struct decision {
  std::string url;  ///< scheme://host[:port][/path]
  std::vector<auth_scheme> auth_schemes;
  std::vector<std::pair<std::string, std::vector<std::string>>> headers;
};

/// Parameter values by name; absent: not given.
using parameter_values = boost::json::object;

/// Immutable; thread-safe.
class rule_set {
 public:
  /// Bad rule sets are config errors.
  static result<std::shared_ptr<const rule_set>> compile(std::string_view json_text,
                                                         std::shared_ptr<const partitions> partitions);

  const std::vector<parameter>& parameters() const noexcept { return parameters_; }

  /// Applies the rules. Missing required parameters, wrong types and the rules' own errors are config errors
  /// "InvalidEndpointConfiguration" with the rule's message.
  result<decision> evaluate(const parameter_values& values) const;

  struct rule;
  rule_set();
  ~rule_set();

 private:
  friend class compiler;
  std::vector<parameter> parameters_;
  std::vector<std::string> slots_;  ///< names of parameters, then of assigned variables
  std::vector<rule> rules_;
  std::shared_ptr<const partitions> partitions_;
};

}  // namespace aloft::endpoint
