#pragma once
// The functions of one account in one region. Not thread-safe: a lock is held while an operation runs.

#include "local/call_parameters.hpp"
#include "local/lambda/function.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace aloft::local::lambda {

class region_functions {
 public:
  /// With these functions from the start.
  region_functions(std::string account_id, std::string_view region, std::span<const function_options> configured);

  std::map<std::string, std::shared_ptr<function>, std::less<>>& all() noexcept { return functions_; }
  function& add(function_options behaviour, std::string handler, timestamp when);
  /// The one that FunctionName and Qualifier name. Throws api_error: ResourceNotFoundException.
  std::shared_ptr<function> require(const input& request);

 private:
  std::string arn(std::string_view name) const;

  std::string account_id_, region_;
  std::map<std::string, std::shared_ptr<function>, std::less<>> functions_;
};

}  // namespace aloft::local::lambda
