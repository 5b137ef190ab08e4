#pragma once
// Faults to inject: the grammar of server_options::faults, and what it means for one request.

#include "aloft/error.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local {

enum class fault_kind : std::uint8_t {
  throttle,     ///< the service asks for fewer calls
  error,        ///< 500
  unavailable,  ///< 503
  delay,        ///< the answer comes later
  stall,        ///< no answer, the connection stays open
  close,        ///< no answer, the connection closes
  truncate,     ///< half an answer
  garbage,      ///< 200 with a body that is no document
  partial,      ///< an entry of a batch fails
  duplicate,    ///< a message is delivered again
  corrupt,      ///< a bit of the answer's body is another
  error200,     ///< an error as the document of a 200 (S3)
};

/// Kinds that hit entries or messages within a call, not the call.
constexpr bool of_items(fault_kind kind) noexcept {
  return kind == fault_kind::partial || kind == fault_kind::duplicate || kind == fault_kind::error200;
}

/// What is to happen to one request.
struct fault_decision {
  std::optional<fault_kind> kind;  ///< never `delay`, nor one of items
  std::chrono::microseconds delay{0};
};

/// The faults of items in one call.
class item_faults {
 public:
  virtual bool hit(fault_kind kind) = 0;

 protected:
  ~item_faults() = default;
};

class fault_plan {
 public:
  fault_plan() = default;
  /// Usage error "InvalidOption" for text that is not of the grammar.
  static result<fault_plan> parse(std::string_view text, std::uint64_t seed = 1);

  /// Counts the request against the rules that apply to it. Not thread-safe.
  fault_decision decide(std::string_view region, std::string_view service, std::string_view operation);

  /// Counts one entry or message of such a request; whether it is hit by a rule of this kind, one of items.
  bool hit(fault_kind kind, std::string_view region, std::string_view service, std::string_view operation);

  struct rule {
    std::string region, service, operation;  ///< with wildcards
    fault_kind kind = fault_kind::error;
    double probability = 0;
    std::optional<std::uint64_t> first;  ///< instead of a probability: counted down
    std::optional<std::uint64_t> only;   ///< instead of a probability: this one by its number, counted down to 0
    std::chrono::microseconds duration{0};
  };

 private:
  bool strikes(rule& rule) noexcept;
  double random() noexcept;

  std::vector<rule> rules_;
  std::uint64_t state_ = 1;
};

}  // namespace aloft::local
