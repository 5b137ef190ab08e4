#include "runtime/identity_cache.hpp"

#include "http/failure.hpp"

#include <algorithm>
#include <string>

namespace aloft::runtime {
namespace asio = boost::asio;
using std::chrono::system_clock;

identity_cache::identity_cache(std::shared_ptr<credentials_provider> provider, asio::any_io_executor executor,
                               const clock& time, random_source& random, log_sink* log, refresh_policy policy)
    : provider_{std::move(provider)},
      clock_{time},
      random_{random},
      log_{log},
      policy_{policy},
      flights_{executor, flow::watchdog::of(executor, time), policy.load_timeout} {}

identity_cache::freshness identity_cache::judge(system_clock::time_point now) const {
  if (!current_->expiration) return freshness::good;
  const auto advisory = std::min<system_clock::duration>(policy_.advisory, lifetime_ / 2);
  const auto mandatory = std::min<system_clock::duration>(policy_.mandatory, lifetime_ / 5);
  // Up to a minute earlier than the window says, by chance; less for keys whose windows are minutes themselves.
  const auto most = std::min<system_clock::duration>(std::chrono::minutes{1}, (advisory - mandatory) / 4);
  const auto early = std::chrono::duration_cast<system_clock::duration>(jitter_ * most);
  const auto left = *current_->expiration - now - early;
  if (left > advisory) return freshness::good;
  return left > mandatory ? freshness::advisory : freshness::mandatory;
}

identity_cache::keys identity_cache::look(bool& due) const {
  due = current_ == nullptr;
  if (due || !current_->expiration) return current_;
  const auto now = clock_.now();
  const freshness state = judge(now);
  const bool paused = now < not_before_ && now < *current_->expiration;
  due = state != freshness::good && !paused;
  return !due || state == freshness::advisory ? current_ : nullptr;
}

identity_cache::keys identity_cache::at_hand() {
  bool due = false;
  keys usable;
  {
    const std::lock_guard lock{mutex_};
    usable = look(due);
  }
  if (usable && due) flights_.begin(loading());
  return usable;
}

asio::awaitable<result<identity_cache::keys>> identity_cache::get(flow::steady_time limit) {
  if (auto usable = at_hand()) co_return usable;
  auto coming = flights_.join(loading(), limit);
  auto came = co_await std::move(coming);
  switch (came.end) {
    case flow::wait_end::done: co_return std::move(*came.outcome);
    case flow::wait_end::cancelled:
      co_return error{error_kind::cancelled, "Cancelled", "The call was cancelled while it waited for credentials"};
    case flow::wait_end::deadline:
      co_return error{error_kind::timeout, "AttemptTimeout", "The credentials were not found in time"};
    case flow::wait_end::context_gone: break;
  }
  co_return error{error_kind::credentials, "CredentialsProviderFailed",
                  "The event loop that looks for credentials is gone"};
}

identity_cache::flights::load identity_cache::loading() {
  flights::load how;
  how.make = [self = shared_from_this()] { return self->load(); };
  how.late = [self = shared_from_this()] {
    return self->failed(error{error_kind::credentials, "CredentialsTimeout",
                              "The credentials provider \"" + std::string{self->provider_->name()} +
                                  "\" did not answer within " + std::to_string(self->policy_.load_timeout.count()) +
                                  " s"});
  };
  how.thrown = [self = shared_from_this()](const std::string& what) {
    return self->failed(error{error_kind::credentials, "CredentialsProviderFailed", what});
  };
  return how;
}

asio::awaitable<result<identity_cache::keys>> identity_cache::load() {
  {
    // Between finding no keys and beginning this load the load of another thread may have brought them.
    const std::lock_guard lock{mutex_};
    bool due = false;
    if (auto usable = look(due); usable && !due) co_return usable;
  }
  auto fresh = co_await provider_->load();
  if (!fresh) co_return failed(fresh.error());
  co_return adopt(std::move(*fresh));
}

identity_cache::keys identity_cache::adopt(credentials fresh) {
  const std::lock_guard lock{mutex_};
  const auto now = clock_.now();
  // What came back unchanged is not asked for again at once.
  const bool unchanged = current_ && current_->access_key_id == fresh.access_key_id &&
                         current_->session_token == fresh.session_token && current_->expiration == fresh.expiration;
  not_before_ = unchanged ? now + policy_.pause_after_failure : system_clock::time_point{};
  if (!unchanged) {
    lifetime_ =
        fresh.expiration ? std::max(system_clock::duration{}, *fresh.expiration - now) : system_clock::duration{};
    jitter_ = random_.next();
  }
  current_ = std::make_shared<const credentials>(std::move(fresh));
  return current_;
}

result<identity_cache::keys> identity_cache::failed(const error& why) {
  const std::lock_guard lock{mutex_};
  const auto now = clock_.now();
  const bool still_good = current_ && current_->expiration && now < *current_->expiration;
  if (!still_good) return why;
  not_before_ = now + policy_.pause_after_failure;
  // One that was cancelled has been late before, and has been spoken of then.
  if (log_ != nullptr && why.kind() != error_kind::cancelled)
    log_->write(log_level::warning,
                std::string{"Credentials could not be renewed, going on with the old ones: "} + why.what());
  return current_;
}

}  // namespace aloft::runtime
