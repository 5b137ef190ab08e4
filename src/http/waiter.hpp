#pragma once
// A coroutine that stands in line until somebody else has something for it.

#include "http/watchdog.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/intrusive/list.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace aloft::http {

/// Why a waiter goes on.
enum class wake {
  ready,      ///< what it waited for is there
  expired,    ///< its deadline has passed
  cancelled,  ///< the caller's cancellation slot fired
};

struct line_tag;
using line_hook = boost::intrusive::list_base_hook<boost::intrusive::tag<line_tag>>;

/// Lives in the frame of the coroutine that waits. Whoever takes it out of its line, under the watchdog's lock, resumes
/// it exactly once, by a post to the coroutine's own executor.
class waiter : public watched, public line_hook {
 public:
  using line = boost::intrusive::list<waiter, boost::intrusive::base_hook<line_hook>>;
  using chooser = std::function<line*()>;
  using handler = boost::asio::any_completion_handler<void(wake)>;

  explicit waiter(watchdog& guard) noexcept : guard_{guard} {}
  ~waiter();

  /// Waits at the end of the line that `choose` names; null says that there is no need. `choose` is called with the
  /// lock held, so that nothing can happen between the look and the place in line.
  boost::asio::awaitable<wake> wait(steady_time limit, const chooser& choose);

  /// Leaves the line and resumes the coroutine. Needs the lock.
  void resume(wake why) noexcept;
  /// Leaves the line for ever: hands out the coroutine's handler for destruction outside the lock. Needs the lock.
  handler abandon() noexcept;

 private:
  void expire(expiry) noexcept override { resume(wake::expired); }
  void leave() noexcept;
  void cancel() noexcept;

  watchdog& guard_;
  line* in_ = nullptr;
  std::optional<handler> handler_;  // constructed and reset only: assigning one never returns in Boost 1.81
  boost::asio::any_io_executor executor_;
};

}  // namespace aloft::http
