#pragma once
// Keeps an identity fresh. Calls ask it before each attempt; almost always the answer is at hand.

#include "aloft/credentials_provider.hpp"
#include "aloft/log.hpp"
#include "core/random_source.hpp"
#include "flow/single_flight.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <mutex>

namespace aloft::runtime {

/// How early credentials are renewed. Both windows are jittered, so that many processes do not ask at once, and both
/// shrink for keys that were short-lived when they came: half, and a fifth, of their life at the most. Keys that live
/// for five minutes by design are thus loaded every few minutes, not for every call.
struct refresh_policy {
  std::chrono::seconds advisory{15 * 60};        ///< from here on one load runs; everybody goes on with the old keys
  std::chrono::seconds mandatory{10 * 60};       ///< from here on everybody waits for that load
  std::chrono::seconds load_timeout{60};         ///< of one load
  std::chrono::seconds pause_after_failure{60};  ///< between failed loads while the old keys are still good
};

/// Thread-safe. One load runs at a time, on the cache's executor, whoever asked for it: a caller that is cancelled
/// while it waits cancels nothing. Keys are replaced as a whole.
class identity_cache : public std::enable_shared_from_this<identity_cache> {
 public:
  using keys = std::shared_ptr<const credentials>;

  identity_cache(std::shared_ptr<credentials_provider> provider, boost::asio::any_io_executor executor,
                 const clock& time, random_source& random, log_sink* log, refresh_policy policy = {});

  /// The keys when there is nothing to wait for, else null. May start a load in the background.
  keys at_hand();
  /// The keys, after waiting for a load where that is needed.
  /// Cancellation: total; the load goes on.
  /// Errors: the provider's; credentials "CredentialsTimeout" when the load has taken longer than it may, and
  /// "CredentialsProviderFailed" when it threw; timeout when `limit` passes; cancelled. A failed load that leaves keys
  /// which have not expired is a warning in the log, not an error.
  boost::asio::awaitable<result<keys>> get(flow::steady_time limit = flow::steady_time::max());

 private:
  using flights = flow::single_flight<keys>;
  enum class freshness { good, advisory, mandatory };

  freshness judge(std::chrono::system_clock::time_point now) const;
  /// Keys that may be used; `due`: new ones are to be loaded. Needs the lock.
  keys look(bool& due) const;
  flights::load loading();
  boost::asio::awaitable<result<keys>> load();
  keys adopt(credentials fresh);
  result<keys> failed(const error& why);

  const std::shared_ptr<credentials_provider> provider_;
  const clock& clock_;
  random_source& random_;
  log_sink* const log_;
  const refresh_policy policy_;
  const flights flights_;

  std::mutex mutex_;
  keys current_;
  std::chrono::system_clock::duration lifetime_{};      // of the current keys when they came
  double jitter_ = 0;                                   // in [0, 1), drawn anew for each identity
  std::chrono::system_clock::time_point not_before_{};  // of the next load after one that brought nothing new
};

}  // namespace aloft::runtime
