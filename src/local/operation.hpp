#pragma once
// The table of operations that the embedded AWS has. An operation takes its input by the model's names and gives its
// output the same way; refusals are thrown as api_error.

#include "aloft/timestamp.hpp"
#include "local/call_parameters.hpp"

#include <boost/json/object.hpp>

#include <span>
#include <string>
#include <string_view>

namespace aloft::local {

/// Who calls.
struct caller {
  std::string account_id;
  std::string arn;      ///< "arn:aws:iam::123456789012:user/demo"
  std::string user_id;  ///< "AIDA…"
};

/// What an operation may look at besides its input.
struct call_context {
  const local::caller& caller;
  std::string_view region;
  timestamp now;
};

/// A service of the embedded AWS: its state, and its operations by the model's names.
class service_backend {
 public:
  virtual ~service_backend() = default;
  /// Folder name of the model: "ec2".
  virtual std::string_view name() const noexcept = 0;
  /// Model names of the operations that are there, sorted.
  virtual std::span<const std::string_view> operations() const noexcept = 0;
  /// Runs one of them. Thread-safe. Throws api_error.
  virtual boost::json::object run(std::string_view operation, const input& request, const call_context& context) = 0;
};

}  // namespace aloft::local
