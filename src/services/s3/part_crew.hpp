#pragma once
// Parts of one object that travel side by side: as many as the budgets allow, and none once one has failed.

#include "services/s3/transfer_state.hpp"

#include <aloft/concurrency.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace aloft::s3 {

/// Belongs to one coroutine, which must not let Asio throw when it is cancelled.
class part_crew {
 public:
  part_crew(shared_transfers by, const boost::asio::any_io_executor& executor);

  /// Memory for one more part; nothing when a part has failed, or when cancelled. Cancellation: total.
  boost::asio::awaitable<std::optional<held_units>> room(std::uint64_t bytes);
  /// Runs a part that owns what it needs.
  void start(held_units memory, boost::asio::awaitable<result<void>> part);
  /// Fails the whole as a part would.
  void fail(error why);
  /// Waits for all parts, having cancelled them where one has failed or this was cancelled. Cancellation: total.
  boost::asio::awaitable<result<void>> finish();

  /// All of it for parts whose number is known: `make` gives each part's coroutine in its turn.
  boost::asio::awaitable<result<void>> run(std::uint32_t count, std::function<std::uint64_t(std::uint32_t)> bytes,
                                           std::function<boost::asio::awaitable<result<void>>(std::uint32_t)> make);

 private:
  struct verdict {
    std::mutex mutex;
    std::optional<error> failure;
    bool failed() {
      const std::lock_guard lock{mutex};
      return failure.has_value();
    }
    void fail(error why) {
      const std::lock_guard lock{mutex};
      if (!failure) failure = std::move(why);
    }
  };
  static boost::asio::awaitable<void> watch(shared_transfers by, std::shared_ptr<verdict> of, held_units memory,
                                            boost::asio::awaitable<result<void>> part);

  const shared_transfers by_;
  const std::shared_ptr<verdict> verdict_ = std::make_shared<verdict>();
  task_group tasks_;
};

}  // namespace aloft::s3
