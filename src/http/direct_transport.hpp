#pragma once
// The transport over sockets: pool, names, deadlines, and the making of connections.

#include "flow/background_timer.hpp"
#include "flow/context_watch.hpp"
#include "flow/watchdog.hpp"
#include "http/connection.hpp"
#include "http/name_service.hpp"
#include "http/pool.hpp"
#include "http/proxy.hpp"
#include "http/tls_context.hpp"
#include "http/transport.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>

namespace aloft::http {

class direct_transport final : public transport, public flow::context_listener, public clock_listener {
 public:
  direct_transport(boost::asio::any_io_executor executor, transport_options options, std::shared_ptr<resolver> names);
  ~direct_transport() override;
  /// Once, before the first use.
  void listen();

  boost::asio::awaitable<result<exchange_ptr>> acquire(const origin& to, const deadlines& limits) override;
  boost::asio::awaitable<result<exchange_ptr>> acquire(const origin& to, const deadlines& limits,
                                                       exchange_way way) override;
  exchange_ptr at_hand(const origin& to, const deadlines& limits) override;
  transport_counters counters() const override;

  /// The end of an exchange: the connection goes back to the pool or is closed.
  void finish(connection_ptr returned, bool reusable) noexcept;

  /// The end of an exchange over HTTP/2; `told`: the session has something to say about it.
  void give_back(std::shared_ptr<h2_connection> returned, bool told) noexcept;
  /// Those who wait for a connection that can be shared look again. Needs the lock.
  static void shared_changed(origin_line& at) noexcept;

  /// A connection that was being made is ready for its first request; false when a deadline passed at the last moment.
  bool connected(connection& made);
  /// The last look at a connection before a request is sent on it.
  idle_state look(const connection& before_use);
  /// Makes a kept connection that is closed anew, in its place.
  boost::asio::awaitable<result<void>> renew(connection& dead);
  /// A connection is closed because of bytes that nobody had asked for.
  void count_unsolicited(const origin& by) noexcept;
  /// Closes the idle connection that has waited longest, of any origin, for its descriptor's sake; false when none is
  /// idle.
  bool give_up_idle();
  /// Read when TLS is first used, once; again when that has failed.
  result<std::shared_ptr<const tls_context>> tls();

  const transport_options& options() const noexcept { return options_; }
  std::mutex& mutex() const noexcept { return guard_->mutex(); }
  const boost::asio::any_io_executor& executor() const noexcept { return executor_; }
  const proxy_settings& proxies() const noexcept { return *proxies_; }
  steady_time now() const noexcept { return guard_->time().steady_now(); }
  const std::shared_ptr<flow::watchdog>& guard() const noexcept { return guard_; }
  name_service& names() noexcept { return names_; }
  void log(std::string_view what, const origin& where) const;

 private:
  void context_gone() noexcept override;
  void clock_turned() noexcept override { close_old(); }
  void close_old();
  void close_old_in(steady_time::duration wait);
  std::shared_ptr<direct_transport> self() { return std::static_pointer_cast<direct_transport>(shared_from_this()); }
  grant ask(const origin& to, const deadlines& limits);
  struct shared_grant;
  class making_mark;
  shared_grant look_for_shared(origin_line& at, exchange_way way);
  boost::asio::awaitable<result<shared_grant>> ask_shared(const origin& to, const deadlines& limits, exchange_way way);
  boost::asio::awaitable<result<exchange_ptr>> make_shared_connection(const origin& to, const deadlines& limits,
                                                                      exchange_way way);
  boost::asio::awaitable<result<grant>> stand_in_line(const origin& to, const deadlines& limits,
                                                      std::chrono::microseconds& waited);
  void lend(grant& given, const deadlines& limits);

  const boost::asio::any_io_executor executor_;
  const transport_options options_;
  const result<proxy_settings> proxies_;
  const std::shared_ptr<flow::watchdog> guard_;
  std::mutex tls_mutex_;
  std::optional<result<std::shared_ptr<const tls_context>>> tls_;
  pool pool_;
  name_service names_;
  // Idle connections go by their age though nobody asks. All under the lock.
  std::optional<flow::background_timer> ageing_;  // empty once the context is gone, and where a test turns the clock
  bool ageing_started_ = false;
  transport_counters counters_;  // opened, open and lookups are counted by the parts
};

}  // namespace aloft::http
