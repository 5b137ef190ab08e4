#pragma once
// One run of a consumer: the coroutines that ask, handle and answer, around a consumer_core.

#include "flow/event.hpp"
#include "flow/semaphore.hpp"
#include "flow/task_group.hpp"
#include "services/consumer_core.hpp"
#include "services/delivery_state.hpp"
#include "services/poll_planner.hpp"

#include <aloft/client.hpp>
#include <aloft/sqs_batch.hpp>
#include <aloft/sqs_consumer.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace aloft::sqs {

/// What is known of the queue before the first poll.
struct known_queue {
  std::string url;
  std::chrono::seconds visibility{30};
  bool state_visibility = false;  ///< every receive says it
};

class consumer_run : public std::enable_shared_from_this<consumer_run> {
 public:
  consumer_run(client by, known_queue queue, handler each, const consumer_options& options,
               boost::asio::any_io_executor executor);

  /// Until stop(), a cancellation or a failure that no later poll puts right; then until nothing is held.
  boost::asio::awaitable<std::optional<error>> drive();
  void stop();
  consumer_counters counters() const;
  std::size_t held() const;

 private:
  /// What is kept of a message in a slot: the answer that holds it.
  struct cargo {
    std::shared_ptr<const response> answer;
    value message;
  };
  struct job {
    slot_number slot = 0;
    std::uint64_t number = 0;
    delivery::state shown;
  };
  enum class stage { running, draining, cut };

  // The coroutines.
  boost::asio::awaitable<void> poll(std::size_t ask);
  boost::asio::awaitable<void> work();
  boost::asio::awaitable<void> carry(consumer_core::request what, std::vector<visibility_change> entries);
  boost::asio::awaitable<void> finish_tasks();

  // Their steps; each takes the lock.
  std::optional<job> take_job();
  enum class pause { none, parked, leave };
  pause park();
  void kick();
  void settle(const job& done, const std::optional<outcome>& what, bool abandoned);
  std::size_t take_in(std::size_t asked, response answer, steady_time began);
  std::size_t poll_failed(std::size_t asked, const error& failure);
  void answered(const consumer_core::request& what, const std::vector<result<void>>& outcomes);
  /// Starts what is due; gives until when there is nothing to do, nothing: it is all over.
  std::optional<steady_time> step();
  void begin_stop(bool cancelled);

  // With the lock held.
  std::vector<visibility_change> receipts_of(const consumer_core::request& what) const;
  void sweep();
  void wake_if_due(steady_time now);

  std::chrono::seconds backoff(int receive_count) const;
  void report(const error& what, const delivery* of = nullptr) const;
  error about(std::string code, const std::string& id, std::string message) const;

  const client by_;
  const known_queue queue_;
  const handler each_;
  const consumer_options options_;
  const clock& time_;
  flow::event changed_;
  flow::semaphore idle_;
  flow::task_group pollers_, workers_, requests_;

  mutable std::mutex mutex_;
  consumer_core core_;
  poll_planner polls_;
  std::vector<cargo> cargo_;
  std::vector<std::uint64_t> in_slot_;  // number of the job that has the slot
  std::uint64_t jobs_ = 0;
  std::size_t parked_ = 0, at_work_ = 0;
  stage stage_ = stage::running;
  bool stop_asked_ = false, polled_ = false, closed_ = false, woken_ = false;
  steady_time sleeps_until_ = steady_time::min(), grace_until_ = steady_time::max();
  std::optional<error> failure_;
};

}  // namespace aloft::sqs
