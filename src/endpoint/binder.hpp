#pragma once
// Binds calls to a rule set under one client's settings, and tells apart calls that may lead to different endpoints, so
// that a caller can keep answers. Most services have no parameter that varies by call.

#include "aloft/jmespath.hpp"
#include "endpoint/parameters.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace aloft::endpoint {

/// Thread-safe.
class binder {
 public:
  binder(std::shared_ptr<const rule_set> rules, settings settings);

  /// Appends what the endpoint of a call depends on beyond the client's settings: calls with equal keys have the same
  /// endpoint. Only parameters that the rules read count: S3's buckets do, its objects' keys do not. About 50 ns where
  /// nothing of the input matters.
  void append_key(std::string& to, const model::operation& operation, const serde::edited_input& input) const;

  /// Applies the rules to the call, which may have built-ins of its own.
  result<decision> decide(const model::operation& operation, const serde::edited_input& input,
                          const parameter_values& call_built_ins = {}) const;

  /// Some parameter of the rules is bound to this built-in.
  bool uses(std::string_view built_in) const noexcept;

 private:
  /// What of an operation reaches the rules.
  struct plan {
    std::string fixed;                          ///< static context, which differs by operation
    std::vector<jmespath::expression> paths;    ///< into the input
    std::vector<const model::member*> members;  ///< bound by contextParam
  };
  const plan& plan_of(const model::operation& operation) const;
  bool reads(std::string_view parameter) const noexcept;

  const std::shared_ptr<const rule_set> rules_;
  const settings settings_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<const model::operation*, plan> plans_;
};

}  // namespace aloft::endpoint
