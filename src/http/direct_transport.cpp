#include "http/direct_transport.hpp"

#include "flow/wait_end.hpp"
#include "http/answer_head.hpp"
#include "http/connector.hpp"
#include "http/failure.hpp"
#include "http/h2/h2_connection.hpp"
#include "http/thread_resolver.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace aloft::http {
namespace asio = boost::asio;
namespace {

pool_limits limits_of(const transport_options& options) {
  pool_limits limits;
  limits.per_origin = std::max<std::size_t>(1, options.max_connections_per_origin);
  limits.in_all = std::max<std::size_t>(1, options.max_connections);
  limits.max_idle_age = options.max_idle_age;
  limits.keep = options.pooled;
  return limits;
}

std::optional<error> check_origin(const origin& to) {
  if (to.scheme != "http" && to.scheme != "https")
    return error{error_kind::usage, "InvalidEndpoint",
                 "the scheme of an endpoint is http or https, not \"" + to.scheme + '"'};
  if (to.host.empty()) return error{error_kind::usage, "InvalidEndpoint", "an endpoint has no host"};
  return std::nullopt;
}

}  // namespace

std::shared_ptr<transport> transport::make(asio::any_io_executor executor, transport_options options,
                                           std::shared_ptr<resolver> names) {
  if (!names) names = std::make_shared<thread_resolver>();
  auto made = std::make_shared<direct_transport>(executor, std::move(options), std::move(names));
  flow::watch_context(executor, std::shared_ptr<flow::context_listener>{made, made.get()});
  made->listen();
  return made;
}

void direct_transport::listen() {
  const bool turned_by_hand = guard_->time().listen(std::shared_ptr<clock_listener>{self(), this});
  const std::lock_guard lock{mutex()};
  if (!turned_by_hand && options_.max_idle_age.count() > 0) ageing_.emplace(executor_);
}

direct_transport::direct_transport(asio::any_io_executor executor, transport_options options,
                                   std::shared_ptr<resolver> names)
    : executor_{executor},
      options_{std::move(options)},
      proxies_{proxy_settings::parse(options_.http_proxy, options_.https_proxy, options_.no_proxy)},
      guard_{flow::watchdog::of(executor, options_.time != nullptr ? *options_.time : system_clock_source())},
      pool_{limits_of(options_)},
      names_{*guard_, std::move(names)} {}

direct_transport::~direct_transport() = default;

asio::awaitable<result<exchange_ptr>> direct_transport::acquire(const origin& to, const deadlines& limits) {
  const auto alive = self();
  if (auto fault = check_origin(to)) co_return *fault;
  if (!proxies_) co_return proxies_.error();
  const auto before = co_await asio::this_coro::cancellation_state;
  if (before.cancelled() != asio::cancellation_type::none) co_return cancelled();
  bool stopped = false;
  std::chrono::microseconds waited{0};
  grant given = ask(to, limits);
  if (given.what == grant::kind::wait) {
    auto turn = co_await stand_in_line(to, limits, waited);
    if (!turn) co_return turn.error();
    given = std::move(*turn);
    stopped = co_await flow::is_cancelled();
  }
  connection& which = *given.which;
  exchange_ptr made{given.which.release()};
  which.times.waited = waited;
  if (stopped) {
    made.return_unused();  // it was given at the very moment of the cancellation
    co_return cancelled();
  }
  if (given.what == grant::kind::connect) {
    auto connected = co_await connect(*this, which);
    if (!connected) co_return connected.error();
  }
  co_return made;
}

exchange_ptr direct_transport::at_hand(const origin& to, const deadlines& limits) {
  if (!proxies_ || check_origin(to)) return {};
  std::vector<connection_ptr> closing;  // destroyed after the lock is released
  const std::lock_guard lock{mutex()};
  grant given = pool_.take_idle(pool_.line(to), now(), closing);
  if (given.what != grant::kind::reuse) return {};
  lend(given, limits);
  return exchange_ptr{given.which.release()};
}

asio::awaitable<result<void>> direct_transport::renew(connection& dead) {
  {
    const std::lock_guard lock{mutex()};
    if (dead.fired() != expiry::none) co_return expired(dead.fired(), dead.line->to);
    dead.descriptor = -1;
    pool_.reconnects(dead);
  }
  dead.io.reset();
  dead.input.reset();
  dead.times.reused = false;
  co_return co_await connect(*this, dead);
}

grant direct_transport::ask(const origin& to, const deadlines& limits) {
  std::vector<connection_ptr> closing;  // destroyed after the lock is released
  std::vector<std::shared_ptr<h2_connection>> shared;
  const std::lock_guard lock{mutex()};
  if (pool_.full()) pool_.close_oldest_shared(shared);
  grant answer = pool_.ask(pool_.line(to), now(), closing);
  if (answer.what != grant::kind::wait) lend(answer, limits);
  return answer;
}

asio::awaitable<result<grant>> direct_transport::stand_in_line(const origin& to, const deadlines& limits,
                                                               std::chrono::microseconds& waited) {
  applicant here{*guard_};
  const auto began = now();
  std::vector<connection_ptr> closing;
  bool stood = false;
  const flow::waiter::chooser choose = [&]() -> flow::waiter::line* {
    origin_line& at = pool_.line(to);
    here.granted = pool_.ask(at, now(), closing);  // things may have changed since the first look
    if (here.granted.what != grant::kind::wait) return nullptr;
    stood = true;
    ++counters_.waits;
    ++counters_.waiting;
    return &at.queue;
  };
  const flow::wait_end why = co_await here.wait(limits.attempt, choose);
  closing.clear();
  const std::lock_guard lock{mutex()};
  if (stood) {
    const auto now_waited = std::chrono::duration_cast<std::chrono::microseconds>(now() - began);
    waited += now_waited;
    counters_.wait_time += now_waited;
    --counters_.waiting;
  }
  if (why == flow::wait_end::cancelled) co_return cancelled();
  if (why == flow::wait_end::deadline) co_return expired(expiry::attempt, to);
  if (why == flow::wait_end::context_gone)
    co_return error{error_kind::connect, "ConnectionFailed", "the event loop of the connections is gone"};
  lend(here.granted, limits);
  co_return std::move(here.granted);
}

void direct_transport::lend(grant& given, const deadlines& limits) {
  connection& what = *given.which;
  what.owner = self();
  what.limits = limits;
  what.idle = limits.idle.count() > 0 ? limits.idle : options_.idle_timeout;
  what.due(steady_time::max());
  what.begin(limits.attempt, expiry::attempt);
  begin_exchange(what, false);
  what.given_up = false;
  what.times = {};
  what.times.reused = given.what == grant::kind::reuse;
  if (what.times.reused) ++counters_.connections_reused;
  guard_->enroll(what);
}

void direct_transport::finish(connection_ptr returned, bool reusable) noexcept {
  const auto alive = std::move(returned->owner);  // the lock lives in there
  origin_line& home = *returned->line;
  const std::lock_guard lock{mutex()};
  guard_->withdraw(*returned);
  // Whoever was shut down by the watchdog at the last moment looks like a fine connection, but is none.
  if (reusable && returned->fired() == expiry::none) {
    returned = pool_.give_back(std::move(returned), now());
    if (!returned) return close_old_in(options_.max_idle_age);
  }
  if (returned->connecting) pool_.connected(*returned, false);
  pool_.gone(home);
}

// Needs the lock.
void direct_transport::close_old_in(steady_time::duration wait) {
  if (!ageing_ || ageing_started_) return;
  ageing_started_ = true;
  ageing_->start(wait, [weak = weak_from_this()] {
    const auto alive = weak.lock();
    if (alive) static_cast<direct_transport&>(*alive).close_old();
  });
}

void direct_transport::close_old() {
  std::vector<connection_ptr> closing;  // destroyed after the lock is released
  std::vector<std::shared_ptr<h2_connection>> shared;
  const std::lock_guard lock{mutex()};
  ageing_started_ = false;
  const steady_time time = now();
  const auto next = pool_.close_old(time, closing), next_shared = pool_.close_old_shared(time, shared);
  const steady_time due = std::min(next.value_or(steady_time::max()), next_shared.value_or(steady_time::max()));
  if (due != steady_time::max()) close_old_in(due - time);
}

bool direct_transport::give_up_idle() {
  std::vector<connection_ptr> closing;  // destroyed after the lock is released
  std::vector<std::shared_ptr<h2_connection>> shared;
  const std::lock_guard lock{mutex()};
  return pool_.close_oldest(closing) || pool_.close_oldest_shared(shared);
}

bool direct_transport::connected(connection& made) {
  const std::lock_guard lock{mutex()};
  if (!made.proceed(made.limits.attempt, expiry::attempt)) return false;
  pool_.connected(made, true);
  return true;
}

idle_state direct_transport::look(const connection& before_use) {
  const idle_state seen = before_use.io->look();
  if (seen == idle_state::quiet) return seen;
  if (seen == idle_state::unsolicited) count_unsolicited(before_use.line->to);
  if (!before_use.times.reused) return seen;
  if (seen == idle_state::closed) log("drops a connection that was closed while idle to", before_use.line->to);
  const std::lock_guard lock{mutex()};
  --counters_.connections_reused;
  return seen;
}

void direct_transport::count_unsolicited(const origin& by) noexcept {
  {
    const std::lock_guard lock{mutex()};
    ++counters_.unsolicited;
  }
  log("drops a connection with bytes that nobody asked for to", by);
}

result<std::shared_ptr<const tls_context>> direct_transport::tls() {
  const std::lock_guard lock{tls_mutex_};
  if (!tls_ || !*tls_) tls_ = tls_context::load({options_.verify_peer, options_.ca_file});
  return *tls_;
}

transport_counters direct_transport::counters() const {
  const std::lock_guard lock{mutex()};
  transport_counters all = counters_;
  all.connections_opened = pool_.opened();
  all.connections_open = pool_.open();
  all.lookups = names_.lookups();
  return all;
}

void direct_transport::log(std::string_view what, const origin& where) const {
  if (options_.log == nullptr || !options_.log->enabled(log_level::debug)) return;
  options_.log->write(log_level::debug, "http: " + std::string{what} + ' ' + describe(where));
}

void direct_transport::context_gone() noexcept {
  names_.close();
  std::vector<connection_ptr> closing;
  std::vector<std::shared_ptr<h2_connection>> shared;
  std::vector<flow::wait_handler> dropped;  // own coroutines that own exchanges: destroyed outside the lock
  {
    const std::lock_guard lock{mutex()};
    ageing_.reset();
    pool_.clear(closing, shared, dropped);
    names_.clear(dropped);
  }
  for (const auto& each : shared) each->context_gone();
}

}  // namespace aloft::http
