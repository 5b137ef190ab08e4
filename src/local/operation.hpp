#pragma once
// What an operation of the embedded AWS is: it takes its input by the model's names and gives its output the same way;
// refusals are thrown as api_error.

#include "aloft/timestamp.hpp"
#include "auth/verify.hpp"
#include "local/bell.hpp"
#include "local/call_parameters.hpp"
#include "local/faults.hpp"
#include "local/streamed_body.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

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
  timestamp started;              ///< when the call came; before `now` after a suspension
  std::string_view endpoint;      ///< of the server as the caller knows it: "http://127.0.0.1:4711"
  std::shared_ptr<void> kept{};   ///< what the suspension kept; null in the first run
  item_faults* faults = nullptr;  ///< null: none
  body_intake* body = nullptr;    ///< what took in the request's body; null: it is in the input

  /// Whether a fault of this kind (`partial`, `duplicate`) hits the next entry or message.
  bool hit_by(fault_kind kind) const { return faults != nullptr && faults->hit(kind); }
};

/// No output yet: the operation wants to be run again, with the same input.
struct suspension {
  timestamp until;               ///< then, by the server's clock,
  std::shared_ptr<bell> on{};    ///< or as soon as this is rung; null: only then
  std::uint64_t seen = 0;        ///< rings that the operation knows of
  std::shared_ptr<void> kept{};  ///< handed to the next run
};

/// An output with more than the model says.
struct full_output {
  boost::json::object output{};
  std::shared_ptr<body_source> body{};  ///< the answer's body; null: what the output gives
  bool head_only = false;               ///< the body is not sent, its size is
  std::string document{};               ///< not empty: the body, as it is
  int status = 0;                       ///< 0: the operation's
};

using outcome = std::variant<boost::json::object, suspension, full_output>;

/// A service of the embedded AWS: its state, and its operations by the model's names.
class service_backend {
 public:
  virtual ~service_backend() = default;
  /// Folder name of the model: "ec2".
  virtual std::string_view name() const noexcept = 0;
  /// Model names of the operations that are there, sorted.
  virtual std::span<const std::string_view> operations() const noexcept = 0;
  /// Runs one of them. Thread-safe. Throws api_error.
  virtual outcome run(std::string_view operation, const input& request, const call_context& context) = 0;
  /// Who takes in the body of a request with this head, whose signature was right; null: it becomes part of the input.
  /// Thread-safe. Throws api_error.
  virtual std::shared_ptr<body_intake> intake(const http_request& head, const auth::signature_claim& claim,
                                              std::string_view secret) {
    static_cast<void>(head), static_cast<void>(claim), static_cast<void>(secret);
    return nullptr;
  }
};

}  // namespace aloft::local
