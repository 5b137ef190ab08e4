#include "runtime/identity_cache.hpp"

#include "flow/event.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <string>

namespace aloft::runtime {
namespace asio = boost::asio;

// One load and those who wait for it.
struct identity_cache::flight {
  explicit flight(const asio::any_io_executor& on) : landed{flow::watchdog::of(on)} {}
  flow::event landed;
  asio::cancellation_signal stop;
  result<keys> outcome{keys{}};  // written once, before `landed` is set
  bool over = false;
};

identity_cache::identity_cache(std::shared_ptr<credentials_provider> provider, asio::any_io_executor executor,
                               const clock& time, random_source& random, log_sink* log, refresh_policy policy)
    : provider_{std::move(provider)},
      executor_{std::move(executor)},
      clock_{time},
      random_{random},
      log_{log},
      policy_{policy} {}

identity_cache::freshness identity_cache::judge(std::chrono::system_clock::time_point now) const {
  if (!current_->expiration) return freshness::good;
  // Up to a minute earlier than the window says, by chance.
  const std::chrono::milliseconds early{static_cast<int>(jitter_ * 60'000)};
  const auto left = *current_->expiration - now - early;
  if (left > policy_.advisory) return freshness::good;
  return left > policy_.mandatory ? freshness::advisory : freshness::mandatory;
}

// One look under one lock: between finding no keys and joining their load, the load of another thread could land.
identity_cache::sight identity_cache::look(bool waits) {
  sight seen;
  bool first = false;
  {
    std::lock_guard lock{mutex_};
    bool due = current_ == nullptr;
    if (current_ && current_->expiration) {
      const auto now = clock_.now();
      const freshness state = judge(now);
      const bool paused = now < not_before_ && now < *current_->expiration;  // the last load failed a moment ago
      due = state != freshness::good && !paused;
      if (!due || state == freshness::advisory) seen.valid = current_;
    } else {
      seen.valid = current_;
    }
    if (due && (seen.valid || waits)) {
      first = flight_ == nullptr;
      if (first) flight_ = std::make_shared<flight>(executor_);
      seen.load = flight_;
    }
  }
  if (first) launch(seen.load);
  return seen;
}

identity_cache::keys identity_cache::at_hand() { return look(false).valid; }

asio::awaitable<result<identity_cache::keys>> identity_cache::get() {
  const sight seen = look(true);
  if (seen.valid) co_return seen.valid;
  const auto ended = co_await seen.load->landed.wait();
  if (ended != flow::wait_end::done)
    co_return error{error_kind::cancelled, "Cancelled", "The call was cancelled while it waited for credentials"};
  co_return seen.load->outcome;
}

void identity_cache::launch(std::shared_ptr<flight> of) {
  asio::co_spawn(
      asio::make_strand(executor_), [self = shared_from_this(), of = std::move(of)] { return self->load(of); },
      asio::detached);
}

asio::awaitable<void> identity_cache::load(std::shared_ptr<flight> of) {
  const asio::any_io_executor strand = co_await asio::this_coro::executor;
  asio::steady_timer timer{strand, policy_.load_timeout};
  timer.async_wait([self = shared_from_this(), of](boost::system::error_code cancelled) {
    if (cancelled) return;
    self->land(of, error{error_kind::credentials, "CredentialsTimeout",
                         "The credentials provider \"" + std::string{self->provider_->name()} +
                             "\" did not answer within " + std::to_string(self->policy_.load_timeout.count()) + " s"});
    of->stop.emit(asio::cancellation_type::terminal);
  });
  try {
    auto outcome = co_await asio::co_spawn(strand, provider_->load(),
                                           asio::bind_cancellation_slot(of->stop.slot(), asio::use_awaitable));
    land(of, std::move(outcome));
  } catch (const std::exception& failure) {
    land(of, error{error_kind::credentials, "CredentialsProviderFailed", failure.what()});
  }
}

void identity_cache::land(const std::shared_ptr<flight>& of, result<credentials> outcome) {
  {
    std::lock_guard lock{mutex_};
    if (of->over) return;
    of->over = true;
    flight_ = nullptr;
    if (outcome) {
      current_ = std::make_shared<const credentials>(std::move(*outcome));
      jitter_ = random_.next();
      not_before_ = {};
      of->outcome = current_;
    } else {
      const auto now = clock_.now();
      const bool still_good = current_ && current_->expiration && now < *current_->expiration;
      if (still_good) {
        not_before_ = now + policy_.pause_after_failure;
        of->outcome = current_;
        if (log_ != nullptr)
          log_->write(
              log_level::warning,
              std::string{"Credentials could not be renewed, going on with the old ones: "} + outcome.error().what());
      } else {
        of->outcome = outcome.error();
      }
    }
  }
  of->landed.set();
}

}  // namespace aloft::runtime
