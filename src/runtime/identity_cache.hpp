#pragma once
// Keeps an identity fresh. Calls ask it before each attempt; almost always the answer is at hand.

#include "aloft/credentials_provider.hpp"
#include "aloft/log.hpp"
#include "core/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <mutex>

namespace aloft::runtime {

/// How early credentials are renewed. Both windows are jittered, so that many processes do not ask at once.
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
  /// The keys, after waiting for a load where that is needed. Errors: the provider's; cancelled; credentials error
  /// "CredentialsTimeout". A failed load that leaves keys which have not expired is a warning in the log, not an error.
  boost::asio::awaitable<result<keys>> get();

 private:
  struct flight;
  enum class freshness { good, advisory, mandatory };
  struct sight {
    keys valid;                    // null: there are none that may still be used
    std::shared_ptr<flight> load;  // that will bring new ones, where there is one
  };

  freshness judge(std::chrono::system_clock::time_point now) const;
  sight look(bool waits);
  void launch(std::shared_ptr<flight> of);
  boost::asio::awaitable<void> load(std::shared_ptr<flight> of);
  void land(const std::shared_ptr<flight>& of, result<credentials> outcome);

  const std::shared_ptr<credentials_provider> provider_;
  const boost::asio::any_io_executor executor_;
  const clock& clock_;
  random_source& random_;
  log_sink* const log_;
  const refresh_policy policy_;

  std::mutex mutex_;
  keys current_;
  double jitter_ = 0;                                   // in [0, 1), drawn anew for each identity
  std::chrono::system_clock::time_point not_before_{};  // of the next load after a failed one
  std::shared_ptr<flight> flight_;                      // the load in progress
};

}  // namespace aloft::runtime
