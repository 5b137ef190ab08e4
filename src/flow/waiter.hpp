#pragma once
// A coroutine that stands in line until somebody else has something for it. All waiting of this layer is done by these.

#include "flow/watchdog.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/intrusive/list.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace aloft::flow {

struct line_tag;
using line_hook = boost::intrusive::list_base_hook<boost::intrusive::tag<line_tag>>;

/// Lives in the frame of the coroutine that waits. Whoever takes it out of its line, under the watchdog's lock, resumes
/// it exactly once, by a post to the coroutine's own executor.
class waiter : public watched, public line_hook {
 public:
  using line = boost::intrusive::list<waiter, boost::intrusive::base_hook<line_hook>>;
  using chooser = std::function<line*()>;

  explicit waiter(watchdog& guard) noexcept : guard_{guard} {}
  ~waiter();

  /// Waits at the end of the line that `choose` names; null says that there is no need. `choose` is called with the
  /// lock held, so that nothing can happen between the look and the place in line; not at all when the coroutine has
  /// been cancelled or the watchdog's context is gone.
  /// Cancellation: total. A waiter that is resumed with something for it at the moment of its cancellation gets `done`:
  /// who hands out what must not be lost asks is_cancelled() afterwards, and passes it on.
  boost::asio::awaitable<wait_end> wait(steady_time limit, const chooser& choose);
  /// The same for what has to be waited for even by those who have been cancelled. Cancellation: none.
  boost::asio::awaitable<wait_end> wait_shielded(steady_time limit, const chooser& choose);

  /// Leaves the line and resumes the coroutine. Needs the lock.
  void resume(wait_end why) noexcept;
  /// Leaves the line because the watchdog's context goes. Coroutines of that context are never resumed: their handlers
  /// are moved to `dropped`, for destruction outside the lock. Others are told. Needs the lock.
  void drop(std::vector<wait_handler>& dropped);

 private:
  class foreign_watch;
  struct joining;

  void join(wait_handler then, const boost::asio::any_io_executor& executor, const joining& how);
  void expire(expiry) noexcept override { resume(wait_end::deadline); }
  void context_gone(std::vector<wait_handler>& dropped) noexcept override { drop(dropped); }
  void leave() noexcept;
  void take(std::vector<wait_handler>& dropped);
  void cancel() noexcept;

  watchdog& guard_;
  line* in_ = nullptr;
  std::optional<wait_handler> handler_;  // constructed and reset only: assigning one never returns in Boost 1.81
  boost::asio::any_io_executor executor_;
  std::shared_ptr<foreign_watch> foreign_;  // of a coroutine on another context than the watchdog's
};

}  // namespace aloft::flow
