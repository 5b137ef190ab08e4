#pragma once
// An HTTP/2 connection: a session, the stream of bytes it runs over, and the exchanges that it carries.
//
//   the lock    of the transport: who may have an exchange on it (`place`)
//   its mutex   the session and what it tells exchanges; taken before the transport's lock, never held across a wait
//   its strand  the bytes: nobody else reads or writes, but for whoever wakes a parked one
//   parked      no exchange is on it and nothing is under way: an idle connection keeps no event loop alive
//
// Reading and writing go on only while there are exchanges. The end of the last one ends them.

#include "flow/alarm.hpp"
#include "http/connection.hpp"
#include "http/h2/h2_session.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/strand.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace aloft::http {

class h2_exchange;

/// Why a connection carries its exchanges no further.
struct h2_loss {
  boost::system::error_code failure;  ///< of its bytes
  std::optional<error> fault;         ///< or what was wrong with them
};

class h2_connection final : public std::enable_shared_from_this<h2_connection>, h2_peer {
 public:
  /// What the pool knows of it. Needs the transport's lock.
  struct place {
    std::size_t lent = 1;  ///< exchanges on it
    std::size_t most = 1;  ///< at once, until the other side has said how many it takes
    bool open = true;      ///< takes new ones
    bool alone = false;    ///< the exchange on it shares it with no other
    bool told = false;     ///< the other side's SETTINGS are known
    steady_time since{};   ///< idle
    bool has_room() const noexcept { return open && !alone && lent < most; }
  };

  /// Most exchanges on one connection, whatever the other side allows.
  static constexpr std::size_t most_at_once = 100;
  static constexpr std::chrono::seconds ping_after{30};  ///< of silence while there are exchanges
  static constexpr std::chrono::seconds ping_limit{15};  ///< for the answer

  /// `carrier`: connected, and agreed on HTTP/2.
  h2_connection(connection_ptr carrier, direct_transport& of);
  ~h2_connection();

  place seat;
  origin_line& line() const noexcept { return *carrier_->line; }
  /// Set until it is parked, under the transport's lock: a parked one does not keep its pool alive.
  std::shared_ptr<direct_transport>& owner() noexcept { return carrier_->owner; }

  /// Whether it can still carry exchanges, as far as can be seen without waiting. Takes in what has come meanwhile. For
  /// the only exchange on it, before its request. Thread: any.
  bool look();

  // For exchanges.
  std::mutex& mutex() noexcept { return mutex_; }
  h2_session& session() noexcept { return session_; }                       ///< needs the mutex
  void add(h2_exchange& one) { exchanges_.push_back(&one); }                ///< needs the mutex
  void remove(h2_exchange& one) noexcept { std::erase(exchanges_, &one); }  ///< needs the mutex
  const std::optional<h2_loss>& loss() const noexcept { return loss_; }     ///< needs the mutex
  /// What the session has to say is sent, and what comes is read. Without the mutex. Thread: any.
  void kick();
  /// The last exchange is over: parks. Thread: any.
  void rest();
  /// Says goodbye and closes. Thread: any.
  void close();
  /// The event loop goes.
  void context_gone() noexcept;

 private:
  // h2_peer
  void settings(std::uint32_t max_streams) override;
  void goaway(h2_code why, std::string_view reason) override;
  void ping_answered() override { pinged_ = false; }

  // On the strand.
  void turn();
  void flush();
  void read_more();
  bool take_in(std::string_view bytes);
  void stop();
  void after_reading();
  void lose(h2_loss why);
  void watch_silence(steady_time until);
  void silent();
  static boost::asio::awaitable<void> read_on(std::shared_ptr<h2_connection> self);
  static boost::asio::awaitable<void> write_on(std::shared_ptr<h2_connection> self);
  void run_on_strand(void (h2_connection::*what)());

  bool idle() const;
  void refuse_new() noexcept;

  connection_ptr carrier_;
  direct_transport& transport_;  // lives until this is parked
  /// Nothing once the event loop is gone: a strand must not outlive its context.
  std::optional<boost::asio::strand<boost::asio::any_io_executor>> strand_;
  std::mutex mutex_;

  // Under the mutex.
  h2_session session_;
  std::vector<h2_exchange*> exchanges_;
  std::optional<h2_loss> loss_;
  bool parked_ = false;
  bool gone_ = false;  // the event loop is
  bool pinged_ = false;
  steady_time heard_{};

  // The strand's.
  std::weak_ptr<boost::asio::cancellation_signal> stopper_;  // of the reader
  bool reading_ = false, reader_began_ = false, stop_wanted_ = false;
  bool writing_ = false;
  bool closing_ = false;
  std::string out_;
  std::size_t out_sent_ = 0;
  std::unique_ptr<char[]> in_;
  std::size_t in_size_ = 0;
  std::optional<flow::alarm> silence_;
};

}  // namespace aloft::http
