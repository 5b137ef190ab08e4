#include "storm/storm_server.hpp"

#include "storm/storm_request.hpp"

#include <openssl/ssl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>
#include <vector>

namespace aloft::storm {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
/// An answer that nobody asked for and a request may cross on the wire: no client could know better. One that was
/// there for longer when the request came could have been seen, on a busy machine too.
constexpr auto crossing_time = 200ms;

asio::awaitable<void> wait(std::chrono::milliseconds time) {
  asio::steady_timer timer{co_await asio::this_coro::executor, time};
  co_await timer.async_wait(quiet);
}

/// What is done on a connection, one step after another.
struct step {
  enum class kind {
    write,
    succeed,     ///< writes the last bytes of a success
    refuse,      ///< writes a final refusal
    wait,        ///< for `time`
    stray,       ///< writes what nobody asked for, unless the client has asked for something within `time`
    idle_close,  ///< closes, unless the client has asked for something within `time`
    stall,       ///< until the client closes
    close,
    reset,
  } what;
  std::string bytes = {};
  std::chrono::milliseconds time{0};
};
using steps = std::vector<step>;

constexpr bool is_carried_out(fate what) {
  return what != fate::server_error && what != fate::unavailable && what != fate::early_refusal &&
         what != fate::throttled && what != fate::refused;
}

std::string go_on(interim how) {
  const std::string once = "HTTP/1.1 100 Continue\r\n\r\n";
  switch (how) {
    case interim::twice: return once + once;
    case interim::hints: return "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + once;
    case interim::none: return {};
    default: return once;
  }
}

/// The answer to a whole request.
steps answer_of(storm_request::kind to, std::uint64_t number, const decision& will) {
  using kind = step::kind;
  if (is_refused_for_good(number)) return {{kind::refuse, refusal(to, 400, "ValidationException", number)}};
  const std::string whole = success(to, number);
  const std::string cut = whole.substr(0, 1 + will.cut % (whole.size() - 1));
  const std::string stray = success(to, stray_numbers + number % 1'000'000);
  switch (will.what) {
    case fate::server_error: return {{kind::write, refusal(to, 500, "InternalError", number)}};
    case fate::early_refusal:
    case fate::unavailable: return {{kind::write, refusal(to, 503, "ServiceUnavailable", number)}};
    case fate::throttled: return {{kind::write, refusal(to, 400, "ThrottlingException", number)}};
    case fate::refused: return {{kind::write, refusal(to, 400, "ValidationException", number)}};
    case fate::fine: break;
    case fate::slow: return {{kind::wait, {}, will.delay}, {kind::succeed, whole}};
    case fate::drip: {
      steps out;
      constexpr std::size_t drop = 30;
      for (std::size_t at = 0; at + drop < whole.size() && at < 10 * drop; at += drop) {
        out.push_back({kind::write, whole.substr(at, drop)});
        out.push_back({kind::wait, {}, 1ms});
      }
      out.push_back({kind::succeed, whole.substr(out.size() / 2 * drop)});
      return out;
    }
    case fate::announced_close: return {{kind::succeed, success(to, number, "Connection: close\r\n")}, {kind::close}};
    case fate::silent_close: return {{kind::succeed, whole}, {kind::idle_close, {}, will.delay}};
    case fate::extra_glued: return {{kind::succeed, whole + stray}};
    case fate::extra_late: return {{kind::succeed, whole}, {kind::stray, stray, will.delay}};
    case fate::closed_unread:
    case fate::closed_after: return {{kind::close}};
    case fate::reset_unread:
    case fate::reset_after: return {{kind::reset}};
    // What was written before a reset must arrive to count.
    case fate::cut_closed: return {{kind::write, cut}, {kind::wait, {}, 3ms}, {kind::close}};
    case fate::cut_reset: return {{kind::write, cut}, {kind::wait, {}, 3ms}, {kind::reset}};
    case fate::silence: return {{kind::stall}};
    case fate::silence_midway: return {{kind::write, cut}, {kind::stall}};
  }
  return {{kind::succeed, whole}};
}

}  // namespace

/// One connection, from its first request to its end.
template <class Stream>
class storm_server::conversation {
 public:
  conversation(storm_server& server, Stream& stream) : server_{server}, stream_{stream} {}

  asio::awaitable<void> run() {
    bool open = true;
    while (open) open = co_await one();
  }

 private:
  using kind = storm_request::kind;

  // False: the connection is over.
  asio::awaitable<bool> one() {
    std::size_t end = 0;
    while ((end = held_.find("\r\n\r\n")) == held_.npos) {
      const bool open = co_await more();
      if (!open) co_return false;
    }
    // From then on every answer on this connection may be one call behind.
    crossed_ |= stray_at_ && steady::now() - *stray_at_ < crossing_time;
    stray_at_.reset();
    storm_request asked = parse_head(std::string_view{held_}.substr(0, end + 2));
    held_.erase(0, end + 4);

    // An object's call is known by its path, before its body has come; others are known by their body.
    const bool known = find_id(asked.target).has_value();
    if (!known) {
      const bool whole = co_await read_body(asked);
      if (!whole) co_return false;
    }
    number_ = find_id(known ? asked.target : asked.body).value_or(0);
    decision will;
    edit([&](entry& one) {
      will = decide(server_.seed_, number_, ++one.requests);
      one.raced |= crossed_;
      (one.fates += one.fates.empty() ? "" : ", ") += to_string(will.what);
    });
    if (known) {
      steps before = before_body(asked, will);
      const bool open = co_await perform(before);
      if (!open) co_return false;
      const bool whole = co_await read_body(asked);
      if (!whole) co_return false;
    }
    arrive(will.what);
    steps answer = answer_of(asked.what(), number_, will);
    const bool open = co_await perform(answer);
    co_return open;
  }

  static steps before_body(const storm_request& asked, const decision& will) {
    if (will.what == fate::closed_unread) return {{step::kind::close}};
    if (will.what == fate::reset_unread) return {{step::kind::reset}};
    if (will.what == fate::early_refusal)
      return {{step::kind::write, refusal(asked.what(), 503, "SlowDown", *find_id(asked.target))},
              {step::kind::wait, {}, will.delay},
              {step::kind::close}};
    if (!asked.asks_first || will.before_body == interim::none) return {};
    steps out{{step::kind::write, go_on(will.before_body)}};
    if (will.before_body == interim::late) out.insert(out.begin(), {step::kind::wait, {}, will.delay});
    return out;
  }

  void arrive(fate what) {
    const bool unread = what == fate::closed_unread || what == fate::reset_unread;
    server_.calls_.arrived(number_);
    edit([&](entry& one) {
      one.executions += is_carried_out(what) && !unread ? 1 : 0;
      const bool no_answer = unread || what == fate::closed_after || what == fate::reset_after || what == fate::silence;
      one.unanswered += no_answer ? 1 : 0;
    });
  }

  template <class Edit>
  void edit(Edit change) {
    server_.calls_.edit(number_, change);
  }

  // False: the connection is over.
  asio::awaitable<bool> perform(steps& all) {
    for (step& now : all) {
      bool open = true;
      switch (now.what) {
        case step::kind::write: open = co_await write(now.bytes); break;
        case step::kind::succeed:
          // Counted before: the client may have its answer before this thread is asked again.
          edit([](entry& one) { ++one.successes; });
          open = co_await write(now.bytes);
          break;
        case step::kind::refuse:
          open = co_await write(now.bytes);
          if (open) edit([](entry& one) { one.refused_at = steady::now(); });
          break;
        case step::kind::wait: co_await wait(now.time); break;
        case step::kind::stray:
        case step::kind::idle_close: {
          const bool asked = co_await readable_within(now.time);
          if (asked) break;
          if (now.what == step::kind::idle_close) co_return over(false);
          ++server_.strays_;
          stray_at_ = steady::now();
          open = co_await write(now.bytes);
          break;
        }
        case step::kind::stall:
          while (open) {
            open = co_await more();
            held_.clear();
          }
          break;
        case step::kind::close: open = over(false); break;
        case step::kind::reset: open = over(true); break;
      }
      if (!open) co_return false;
    }
    co_return true;
  }

  asio::awaitable<bool> readable_within(std::chrono::milliseconds time) {
    using namespace asio::experimental::awaitable_operators;
    if (!held_.empty()) co_return true;
    asio::steady_timer timer{co_await asio::this_coro::executor, time};
    const auto first =
        co_await (stream_.lowest_layer().async_wait(tcp::socket::wait_read, quiet) || timer.async_wait(quiet));
    co_return first.index() == 0;
  }

  asio::awaitable<bool> read_body(storm_request& asked) {
    const bool keep = !find_id(asked.target);
    if (asked.length) {
      std::size_t left = *asked.length;
      for (;;) {
        const std::size_t now = std::min(left, held_.size());
        if (keep) asked.body.append(held_, 0, now);
        held_.erase(0, now);
        if ((left -= now) == 0) co_return true;
        {
          const bool open = co_await more();
          if (!open) co_return false;
        }
      }
    }
    while (asked.chunked) {
      std::size_t line = 0;
      while ((line = held_.find("\r\n")) == held_.npos) {
        const bool open = co_await more();
        if (!open) co_return false;
      }
      std::size_t size = 0;
      std::from_chars(held_.data(), held_.data() + line, size, 16);
      if (size == 0) {  // trailers, and the empty line
        while ((line = held_.find("\r\n\r\n")) == held_.npos) {
          const bool open = co_await more();
          if (!open) co_return false;
        }
        held_.erase(0, line + 4);
        co_return true;
      }
      held_.erase(0, line + 2);
      for (std::size_t left = size + 2; left > 0;) {
        const std::size_t now = std::min(left, held_.size());
        held_.erase(0, now);
        left -= now;
        if (left > 0) {
          const bool open = co_await more();
          if (!open) co_return false;
        }
      }
    }
    co_return true;
  }

  asio::awaitable<bool> more() {
    std::array<char, 16384> buffer;
    const auto [failure, size] = co_await stream_.async_read_some(asio::buffer(buffer), quiet);
    if (failure) co_return false;
    held_.append(buffer.data(), size);
    co_return true;
  }

  asio::awaitable<bool> write(std::string_view bytes) {
    const auto [failure, size] = co_await asio::async_write(stream_, asio::buffer(bytes), quiet);
    co_return !failure;
  }

  bool over(bool by_reset) {
    boost::system::error_code ignored;
    if (by_reset) stream_.lowest_layer().set_option(asio::socket_base::linger{true, 0}, ignored);
    stream_.lowest_layer().close(ignored);
    return false;
  }

  storm_server& server_;
  Stream& stream_;
  std::string held_;
  std::uint64_t number_ = 0;
  std::optional<steady::time_point> stray_at_;
  bool crossed_ = false;  ///< an answer that nobody asked for has met a request on the wire
};

storm_server::storm_server(std::uint64_t seed, SSL_CTX* tls)
    : seed_{seed}, tls_{tls}, acceptor_{context_, {asio::ip::address_v4::loopback(), 0}} {
  acceptor_.listen(4096);
  port_ = acceptor_.local_endpoint().port();
  asio::co_spawn(context_, accept_all(), asio::detached);
  thread_ = std::thread{[this] { context_.run(); }};
}

storm_server::~storm_server() {
  context_.stop();
  thread_.join();
}

int storm_server::open_after(std::chrono::milliseconds patience) const {
  std::unique_lock lock{mutex_};
  all_closed_.wait_for(lock, patience, [this] { return open_ == 0; });
  return open_;
}

asio::awaitable<void> storm_server::accept_all() {
  for (;;) {
    auto [failure, socket] = co_await acceptor_.async_accept(quiet);
    if (failure) {
      co_await wait(5ms);  // descriptors are short, perhaps
      continue;
    }
    asio::co_spawn(context_, converse(std::move(socket), accepted_++), asio::detached);
  }
}

asio::awaitable<void> storm_server::converse(tcp::socket socket, std::uint64_t number) {
  struct counted {
    explicit counted(storm_server& by) : of{by} {
      const std::lock_guard lock{of.mutex_};
      ++of.open_;
    }
    ~counted() {
      const std::lock_guard lock{of.mutex_};
      if (--of.open_ == 0) of.all_closed_.notify_all();
    }
    storm_server& of;
  } const here{*this};
  socket.set_option(tcp::no_delay{true});
  switch (decide_welcome(seed_, number)) {
    case welcome::fine: break;
    case welcome::slow: co_await wait(std::chrono::milliseconds{mix(seed_, number) % 50}); break;
    case welcome::reset: socket.set_option(asio::socket_base::linger{true, 0}); co_return;
    case welcome::closed: co_return;
  }
  if (tls_ == nullptr) {
    conversation<tcp::socket> talk{*this, socket};
    co_await talk.run();
    co_return;
  }
  ::SSL_CTX_up_ref(tls_);
  asio::ssl::context context{tls_};
  asio::ssl::stream<tcp::socket&> stream{socket, context};
  const auto [failure] = co_await stream.async_handshake(asio::ssl::stream_base::server, quiet);
  if (failure) co_return;
  conversation<asio::ssl::stream<tcp::socket&>> talk{*this, stream};
  co_await talk.run();
}

}  // namespace aloft::storm
