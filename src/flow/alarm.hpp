#pragma once
// Something to be done at a deadline, unless it is called off.

#include "flow/watchdog.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace aloft::flow {

/// Posts `ring` to the executor, once, when the deadline has passed; not at all once this is destroyed, from any thread
/// (what was posted already comes). Lifetime: `executor` must not be that of a context which goes before this.
class alarm final : public watched {
 public:
  alarm(std::shared_ptr<watchdog> guard, steady_time at, boost::asio::any_io_executor executor,
        std::function<void()> ring);
  ~alarm();

 private:
  void expire(expiry why) noexcept override;

  const std::shared_ptr<watchdog> guard_;
  const boost::asio::any_io_executor executor_;
  std::function<void()> ring_;
};

}  // namespace aloft::flow
