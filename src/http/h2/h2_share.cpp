// The transport's part in HTTP/2: which connection carries which exchange.

#include "flow/wait_end.hpp"
#include "http/connector.hpp"
#include "http/direct_transport.hpp"
#include "http/failure.hpp"
#include "http/h2/h2_connection.hpp"
#include "http/h2/h2_exchange.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace aloft::http {
namespace asio = boost::asio;
namespace {

error relayed_only(const origin& to, const proxy& via) {
  return error{error_kind::connect, "Http2NotNegotiated",
               "the proxy " + describe(via.at) + " relays requests to " + describe(to) +
                   " in HTTP/1.1, and this operation needs HTTP/2; let NO_PROXY name the host"};
}

error loop_gone() {
  return error{error_kind::connect, "ConnectionFailed", "the event loop of the connections is gone"};
}

bool is_idle(const std::shared_ptr<h2_connection>& each) noexcept { return each->seat.lent == 0; }

}  // namespace

/// What somebody who wants to share a connection is told.
struct direct_transport::shared_grant {
  enum class kind { wait, use, make, plain } what = kind::wait;
  std::shared_ptr<h2_connection> which;
  bool was_idle = false;
};

/// One is on its way that others wait for.
class direct_transport::making_mark {
 public:
  making_mark(direct_transport& of, const origin& to, bool set) : of_{of}, to_{to}, set_{set} {}
  ~making_mark() {
    if (!set_) return;
    const std::lock_guard lock{of_.mutex()};
    origin_line& at = of_.pool_.line(to_);
    at.making_shared = false;
    shared_changed(at);
  }
  making_mark(const making_mark&) = delete;
  making_mark& operator=(const making_mark&) = delete;

 private:
  direct_transport& of_;
  const origin& to_;
  const bool set_;
};

void direct_transport::shared_changed(origin_line& at) noexcept {
  while (!at.shared_queue.empty()) at.shared_queue.front().resume(flow::wait_end::done);
}

// Needs the lock.
direct_transport::shared_grant direct_transport::look_for_shared(origin_line& at, exchange_way way) {
  shared_grant out;
  if (way.http2 == http2_use::preferred && at.http1_only) {
    out.what = shared_grant::kind::plain;
    return out;
  }
  bool untold = at.making_shared;
  for (const auto& each : at.shared) {
    auto& seat = each->seat;
    untold |= seat.open && !seat.alone && !seat.told;
    if (!(way.alone ? seat.open && seat.lent == 0 : seat.has_room())) continue;
    out = {shared_grant::kind::use, each, seat.lent == 0};
    if (seat.lent++ == 0) seat.alone = way.alone;
    if (!each->owner()) each->owner() = self();
    return out;
  }
  if (untold && !way.alone) return out;
  out.what = shared_grant::kind::make;
  if (!way.alone) at.making_shared = true;
  return out;
}

asio::awaitable<result<direct_transport::shared_grant>> direct_transport::ask_shared(const origin& to,
                                                                                     const deadlines& limits,
                                                                                     exchange_way way) {
  for (;;) {
    std::vector<std::shared_ptr<h2_connection>> closing;
    {
      const std::lock_guard lock{mutex()};
      origin_line& at = pool_.line(to);
      pool_.close_old_shared(at, now(), closing);
      if (auto given = look_for_shared(at, way); given.what != shared_grant::kind::wait) co_return given;
    }
    flow::waiter here{*guard_};
    std::optional<shared_grant> given;
    const flow::waiter::chooser choose = [&]() -> flow::waiter::line* {
      origin_line& at = pool_.line(to);
      given = look_for_shared(at, way);  // things may have changed since the first look
      return given->what == shared_grant::kind::wait ? &at.shared_queue : nullptr;
    };
    const flow::wait_end why = co_await here.wait(limits.attempt, choose);
    if (given && given->what != shared_grant::kind::wait) co_return *std::move(given);
    if (why == flow::wait_end::cancelled) co_return cancelled();
    if (why == flow::wait_end::deadline) co_return expired(expiry::attempt, to);
    if (why == flow::wait_end::context_gone) co_return loop_gone();
  }
}

asio::awaitable<result<exchange_ptr>> direct_transport::acquire(const origin& to, const deadlines& limits,
                                                                exchange_way way) {
  const auto alive = self();
  if (way.http2 == http2_use::never || (way.http2 == http2_use::preferred && to.scheme != "https"))
    co_return co_await acquire(to, limits);
  if (!proxies_) co_return proxies_.error();
  if (to.scheme == "http")
    if (const proxy* const via = proxies_->choose(to)) co_return relayed_only(to, *via);
  const auto before = co_await asio::this_coro::cancellation_state;
  if (flow::was_cancelled(before)) co_return cancelled();
  for (;;) {
    auto given = co_await ask_shared(to, limits, way);
    if (!given) co_return given.error();
    if (given->what == shared_grant::kind::plain) co_return co_await acquire(to, limits);
    if (given->what == shared_grant::kind::make) {
      const making_mark mark{*this, to, !way.alone};
      co_return co_await make_shared_connection(to, limits, way);
    }
    if (given->was_idle && !given->which->look()) {
      {
        const std::lock_guard lock{mutex()};
        given->which->seat.open = false;
      }
      give_back(std::move(given->which), false);
      continue;
    }
    exchange_timings times;
    times.reused = true;
    {
      const std::lock_guard lock{mutex()};
      ++counters_.connections_reused;
    }
    co_return exchange_ptr{new h2_exchange{std::move(given->which), *this, limits, times}};
  }
}

asio::awaitable<result<exchange_ptr>> direct_transport::make_shared_connection(const origin& to,
                                                                               const deadlines& limits,
                                                                               exchange_way way) {
  grant given;
  std::chrono::microseconds waited{0};
  {
    std::vector<connection_ptr> closing;  // destroyed after the lock is released
    std::vector<std::shared_ptr<h2_connection>> shared;
    const std::lock_guard lock{mutex()};
    if (pool_.full()) pool_.close_oldest_shared(shared);
    given = pool_.ask_new(pool_.line(to), closing);
    if (given.what != grant::kind::wait) lend(given, limits);
  }
  if (given.what == grant::kind::wait) {
    auto turn = co_await stand_in_line(to, limits, waited);
    if (!turn) co_return turn.error();
    given = std::move(*turn);
  }
  connection& which = *given.which;
  exchange_ptr made{given.which.release()};
  which.times.waited = waited;
  const bool before = co_await flow::is_cancelled();
  if (before) {
    made.return_unused();
    co_return cancelled();
  }
  if (given.what == grant::kind::reuse && way.http2 == http2_use::preferred) co_return made;
  which.http2 = way.http2;
  result<void> connected;
  if (given.what == grant::kind::reuse)
    connected = co_await renew(which);
  else
    connected = co_await connect(*this, which);
  if (!connected) co_return connected.error();
  origin_line& line = *which.line;
  if (line.secure && !which.speaks_http2) {
    const std::lock_guard lock{mutex()};
    line.http1_only = true;
    co_return made;
  }
  const exchange_timings times = which.times;
  {
    const std::lock_guard lock{mutex()};
    guard_->withdraw(which);
    if (which.fired() != expiry::none) co_return expired(which.fired(), to);
  }
  made.disown();
  auto shared = std::make_shared<h2_connection>(connection_ptr{&which}, *this);
  {
    const std::lock_guard lock{mutex()};
    shared->seat.alone = way.alone;
    line.shared.push_back(shared);
  }
  co_return exchange_ptr{new h2_exchange{std::move(shared), *this, limits, times}};
}

void direct_transport::give_back(std::shared_ptr<h2_connection> returned, bool told) noexcept {
  const auto alive = returned->owner();  // the lock lives in there
  bool rests = false, closes = false;
  {
    const std::lock_guard lock{mutex()};
    auto& seat = returned->seat;
    --seat.lent;
    seat.alone = false;
    if (seat.lent == 0) {
      seat.open = seat.open && pool_.keeps() && !pool_.is_in_the_way();
      rests = seat.open;
      closes = !seat.open;
      seat.since = now();
      if (closes) std::erase(returned->line().shared, returned);
      if (rests) close_old_in(options_.max_idle_age);
    }
    shared_changed(returned->line());
  }
  if (closes)
    returned->close();
  else if (rests)
    returned->rest();
  else if (told)
    returned->kick();
}

// One that is about to be parked still has its owner, which it takes leave of by itself.
void pool::leave(origin_line& at, h2_connection& idle) {
  idle.seat.open = false;
  if (idle.owner()) return;
  --at.open;
  --open_;
}

std::optional<steady_time> pool::close_old_shared(origin_line& at, steady_time now,
                                                  std::vector<std::shared_ptr<h2_connection>>& closing) {
  std::optional<steady_time> next;
  if (limits_.max_idle_age.count() == 0) return next;
  std::erase_if(at.shared, [&](const std::shared_ptr<h2_connection>& each) {
    if (!is_idle(each)) return false;
    const steady_time due = each->seat.since + limits_.max_idle_age;
    if (now < due) {
      next = std::min(next.value_or(due), due);
      return false;
    }
    leave(at, *each);
    closing.push_back(each);
    return true;
  });
  return next;
}

std::optional<steady_time> pool::close_old_shared(steady_time now,
                                                  std::vector<std::shared_ptr<h2_connection>>& closing) {
  std::optional<steady_time> next;
  for (const auto& [to, at] : lines_)
    if (const auto due = close_old_shared(*at, now, closing)) next = std::min(next.value_or(*due), *due);
  return next;
}

bool pool::close_oldest_shared(std::vector<std::shared_ptr<h2_connection>>& closing) {
  origin_line* in = nullptr;
  std::shared_ptr<h2_connection> oldest;
  for (const auto& [to, at] : lines_)
    for (const auto& each : at->shared)
      if (is_idle(each) && (!oldest || each->seat.since < oldest->seat.since)) {
        oldest = each;
        in = at.get();
      }
  if (!oldest) return false;
  leave(*in, *oldest);
  std::erase(in->shared, oldest);
  closing.push_back(std::move(oldest));
  return true;
}

}  // namespace aloft::http
