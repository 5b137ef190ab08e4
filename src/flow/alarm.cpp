#include "flow/alarm.hpp"

#include <boost/asio/post.hpp>

#include <mutex>
#include <utility>

namespace aloft::flow {

alarm::alarm(std::shared_ptr<watchdog> guard, steady_time at, boost::asio::any_io_executor executor,
             std::function<void()> ring)
    : guard_{std::move(guard)}, executor_{std::move(executor)}, ring_{std::move(ring)} {
  const std::lock_guard lock{guard_->mutex()};
  begin(at, expiry::attempt);
  guard_->enroll(*this);
}

alarm::~alarm() {
  const std::lock_guard lock{guard_->mutex()};
  guard_->withdraw(*this);
}

void alarm::expire(expiry) noexcept {
  guard_->withdraw(*this);
  boost::asio::post(executor_, std::move(ring_));
}

}  // namespace aloft::flow
