#pragma once
// The embedded STS: who calls, and temporary keys. Any role of any account can be assumed; its keys then act in that
// account, which has resources of its own.

#include "local/keys.hpp"
#include "local/operation.hpp"

#include <cstdint>
#include <mutex>

namespace aloft::local::sts {

class backend final : public service_backend {
 public:
  /// Temporary keys are added to `keys`, which must outlive the backend.
  explicit backend(key_store& keys) noexcept : keys_{keys} {}

  std::string_view name() const noexcept override { return "sts"; }
  std::span<const std::string_view> operations() const noexcept override;
  outcome run(std::string_view operation, const input& request, const call_context& context) override;

 private:
  boost::json::object assume_role(const input& request, const call_context& context);
  boost::json::object get_session_token(const input& request, const call_context& context);
  /// Makes keys for `who` and gives them as STS shows them.
  boost::json::object issue(const caller& who, std::chrono::seconds lifetime, const call_context& context);
  /// Letters and digits that no earlier call got.
  std::string fresh_text(std::size_t size);

  key_store& keys_;
  std::mutex mutex_;
  std::uint64_t random_ = 0x73747300;  ///< the same keys in each run
};

}  // namespace aloft::local::sts
