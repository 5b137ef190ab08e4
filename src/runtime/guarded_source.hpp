#pragma once
// Sources of bodies are other people's code: they stall, throw, and may not follow a cancellation. Calls do not.

#include "core/random_source.hpp"
#include "flow/budget.hpp"
#include "http/body.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string_view>

namespace aloft::runtime {

/// Reads a source within limits. Reads run beside the call, on its executor: one that is not done in time, or when the
/// call is cancelled, is cancelled, waited for a moment, and then left behind.
class guarded_source final : public http::body_source {
 public:
  /// `size` where the source does not know its own, but the caller has stated it.
  guarded_source(std::shared_ptr<http::body_source> of, std::optional<std::uint64_t> size)
      : of_{std::move(of)}, size_{size} {}

  /// Of the reads to come, by that clock.
  void limit(flow::steady_time until, const clock& time) noexcept {
    until_ = until;
    time_ = &time;
  }
  std::optional<std::uint64_t> size() const noexcept override { return size_; }
  /// Errors: the source's; timeout; cancelled; usage "BodyFailed" when the source throws.
  boost::asio::awaitable<result<std::string_view>> read() override;
  /// Never again after a read that was left behind.
  bool rewind() override;
  /// Somebody still uses the last piece: no further read, and no rewinding.
  void leave_behind() noexcept { abandoned_ = true; }
  /// Before the first read.
  bool can_rewind();

 private:
  boost::asio::awaitable<result<std::string_view>> read_within();

  const std::shared_ptr<http::body_source> of_;
  const std::optional<std::uint64_t> size_;
  flow::steady_time until_ = flow::steady_time::max();
  const clock* time_ = &system_clock_source();
  bool touched_ = false;    // it has been read from
  bool abandoned_ = false;  // somebody may still be reading
};

}  // namespace aloft::runtime
