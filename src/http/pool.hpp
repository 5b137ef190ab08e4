#pragma once
// Which connection serves whom. Decisions and bookkeeping only: no socket is touched, no clock asked; every function
// needs the transport's lock.

#include "flow/waiter.hpp"
#include "http/connection.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace aloft::http {

class h2_connection;
class tls_session;

struct pool_limits {
  std::size_t per_origin = 4096;
  std::size_t in_all = 16384;
  std::chrono::seconds max_idle_age{50};  ///< 0: for ever
  bool keep = true;                       ///< false: nothing is pooled
  /// TLS handshakes under way at once, per origin. The first goes alone, so that the others can resume its session.
  std::size_t handshakes = 16;
};

/// What the pool says to somebody who wants a connection.
struct grant {
  enum class kind {
    wait,     ///< stand in line
    reuse,    ///< take this pooled connection
    connect,  ///< make this connection; it is counted already
  } what = kind::wait;
  connection_ptr which;
};

/// One who stands in line for a connection; `granted` is filled before it is resumed.
class applicant : public flow::waiter {
 public:
  using waiter::waiter;
  grant granted;
};

/// The pool's place for one origin.
struct origin_line {
  explicit origin_line(const origin& o) : to{o}, secure{o.scheme == "https"} {}

  struct idle_connection {
    connection_ptr held;
    steady_time since;
  };

  const origin to;
  const bool secure;
  std::vector<idle_connection> idle;  ///< the youngest last
  std::size_t open = 0;               ///< connecting, in use and idle
  std::size_t connecting = 0;
  enum class handshake { none, good, bad } last = handshake::none;
  flow::waiter::line queue;
  // HTTP/2, whose connections carry several exchanges. All that are open or about to close.
  std::vector<std::shared_ptr<h2_connection>> shared;
  bool making_shared = false;            ///< one is on its way: whoever can share it waits for it
  bool http1_only = false;               ///< the server has been offered HTTP/2, and did not take it
  flow::waiter::line shared_queue;       ///< those; told when anything changes
  std::shared_ptr<tls_session> session;  ///< for resumption; null for plain origins
};

class pool {
 public:
  explicit pool(pool_limits limits) : limits_{limits} {}

  origin_line& line(const origin& to);

  /// Serves a newcomer: the youngest idle connection, permission to make one, or a place in line. Connections that are
  /// too old, or in the way of another origin, are moved to `closing`; the caller destroys them outside the lock.
  grant ask(origin_line& from, steady_time now, std::vector<connection_ptr>& closing);

  /// The same of what is there already: the youngest idle connection, or `wait`, and no place in line.
  grant take_idle(origin_line& from, steady_time now, std::vector<connection_ptr>& closing);

  /// A connection that may serve again. Goes to the first in line, or is kept; otherwise returned, to be closed.
  connection_ptr give_back(connection_ptr returned, steady_time now);
  /// A connection made by permission is ready (or has failed, and is then also gone()).
  void connected(connection& made, bool well);
  /// A connection in use is being made anew, in its place.
  void reconnects(connection& dead);
  /// A connection is closed, or about to be.
  void gone(origin_line& from);
  /// Moves every idle connection that has become too old to `closing`, and says when the next one will be.
  std::optional<steady_time> close_old(steady_time now, std::vector<connection_ptr>& closing);
  /// Moves the idle connection that has waited longest, of any origin, to `closing`; false when there is none.
  bool close_oldest(std::vector<connection_ptr>& closing);
  /// Takes every idle connection and every handler in line away, when the event loop is ending.
  void clear(std::vector<connection_ptr>& closing, std::vector<std::shared_ptr<h2_connection>>& shared,
             std::vector<flow::wait_handler>& dropped);

  /// Permission for a new connection; `wait` where there is none.
  grant ask_new(origin_line& from, std::vector<connection_ptr>& closing);
  /// An idle connection stands in the way of others.
  bool is_in_the_way() const noexcept { return open_ >= limits_.in_all && somebody_waits(); }
  bool full() const noexcept { return open_ >= limits_.in_all; }
  bool keeps() const noexcept { return limits_.keep; }
  /// Moves idle HTTP/2 connections to `closing`: those of a line that have become too old; says when the next will be.
  std::optional<steady_time> close_old_shared(origin_line& at, steady_time now,
                                              std::vector<std::shared_ptr<h2_connection>>& closing);
  std::optional<steady_time> close_old_shared(steady_time now, std::vector<std::shared_ptr<h2_connection>>& closing);
  /// The one that has waited longest, of any origin; false when there is none.
  bool close_oldest_shared(std::vector<std::shared_ptr<h2_connection>>& closing);

  std::size_t open() const noexcept { return open_; }
  std::size_t origins() const noexcept { return lines_.size(); }
  std::uint64_t opened() const noexcept { return opened_; }

 private:
  bool may_connect(const origin_line& at) const noexcept;
  connection_ptr begin_connection(origin_line& at);
  void serve(origin_line& at);
  bool somebody_waits() const noexcept;
  void leave(origin_line& at, h2_connection& idle);
  void close_old(origin_line& at, steady_time now, std::vector<connection_ptr>& closing);
  void forget_unused();

  const pool_limits limits_;
  std::map<origin, std::unique_ptr<origin_line>> lines_;
  std::size_t forget_at_ = 256;  // lines; looked through for unused ones when there are so many
  std::size_t open_ = 0;
  std::uint64_t opened_ = 0;
};

}  // namespace aloft::http
