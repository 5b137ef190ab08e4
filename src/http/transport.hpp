#pragma once
// Exchanges for the call pipeline: acquire one for an origin, use it, release it (exchange.hpp). One transport is
// shared by all clients of a session; its parts (resolver, TLS context, pools) are made when first needed. Thread-safe;
// nothing here holds a lock across a suspension.
//
// Codes of its errors, by kind:
//   usage      InvalidEndpoint, InvalidRequest, BodyLengthMismatch, BodyFailed, NoAnswer
//   config     InvalidProxy, CaBundleUnusable, TlsUnusable
//   connect    UnknownHost, ConnectionRefused, NetworkUnreachable, TooManyConnections, ConnectionFailed, ProxyRefused,
//              CertificateRejected, TlsHandshakeFailed, Http2NotNegotiated; and, before any byte of an answer,
//              ConnectionClosed and ConnectionReset; UnsolicitedBytes, when the server spoke before it was asked
//   timeout    ConnectTimeout, TlsTimeout, IdleTimeout, AttemptTimeout
//   cancelled  Cancelled
//   protocol   MalformedResponse, HeaderTooLarge, TruncatedResponse

#include "aloft/error.hpp"
#include "aloft/log.hpp"
#include "core/random_source.hpp"
#include "flow/budget.hpp"
#include "http/exchange.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace aloft {
class resolver;
}

namespace aloft::http {

using flow::steady_time;

/// Where a connection leads to. Connections are shared between calls whose origins are equal.
struct origin {
  std::string scheme;      ///< "http" or "https"
  std::string host;        ///< lower case, IPv6 literals without brackets
  std::uint16_t port = 0;  ///< never 0
  auto operator<=>(const origin&) const = default;
};

/// Validated once, when the transport is made. Durations of zero switch a limit off.
struct transport_options {
  std::chrono::milliseconds connect_timeout{5000};  ///< name lookup and TCP (longer than one lost SYN, 1 s)
  std::chrono::milliseconds tls_timeout{5000};      ///< TLS handshake
  std::chrono::milliseconds idle_timeout{60000};    ///< no byte in either direction while bytes are due
  std::chrono::seconds max_idle_age{50};            ///< a pooled connection unused for longer is closed
  std::size_t max_connections_per_origin = 4096;
  std::size_t max_connections = 16384;       ///< of the whole transport
  std::size_t max_header_bytes = 32 * 1024;  ///< status line and header fields of an answer
  bool pooled = true;                        ///< false: every request on a connection of its own
  bool verify_peer = true;
  std::string ca_file;                            ///< PEM file or folder; empty: the system's trust store
  std::string http_proxy, https_proxy, no_proxy;  ///< as in the environment variables; empty: none
  log_sink* log = nullptr;
  const clock* time = nullptr;  ///< of all limits; null: the system's
};

/// Whether an exchange goes over HTTP/2.
enum class http2_use : unsigned char {
  never,
  preferred,  ///< where the server agrees to it by ALPN; http:// goes over HTTP/1.1
  required,   ///< or not at all: by ALPN; http:// with prior knowledge (RFC 9113 §3.3)
};

/// How an exchange is to travel.
struct exchange_way {
  http2_use http2 = http2_use::never;
  bool alone = false;  ///< HTTP/2: on a connection that carries no other meanwhile
};

/// What a transport has done so far; for metrics and `aloft compare`.
struct transport_counters {
  std::uint64_t connections_opened = 0;
  std::uint64_t connections_reused = 0;    ///< requests sent on a pooled connection
  std::uint64_t connections_open = 0;      ///< now
  std::uint64_t unsolicited = 0;           ///< connections closed because of bytes that nobody had asked for
  std::uint64_t lookups = 0;               ///< name lookups that left the process
  std::uint64_t waits = 0;                 ///< exchanges that had to stand in line for a connection
  std::chrono::microseconds wait_time{0};  ///< spent in line by all of them together
  std::uint64_t waiting = 0;               ///< in line now
};

/// Deadlines of one attempt. Points in time; a default-constructed one never comes.
struct deadlines {
  steady_time attempt{steady_time::max()};  ///< the attempt (or the operation) must be over
  std::chrono::milliseconds idle{0};        ///< 0: the transport's idle_timeout
};

class transport : public std::enable_shared_from_this<transport> {
 public:
  /// No I/O. `executor` runs connections, timers and completions. `names` is asked for addresses; null: the system's
  /// getaddrinfo on threads that exist only while names are looked up.
  static std::shared_ptr<transport> make(boost::asio::any_io_executor executor, transport_options options,
                                         std::shared_ptr<resolver> names = nullptr);
  virtual ~transport() = default;

  /// An exchange with the origin, on a pooled connection or a new one. `limits` hold for all of it.
  /// Cancellation: total.
  /// Errors: connect (UnknownHost, ConnectionRefused, CertificateRejected, …), timeout, cancelled.
  virtual boost::asio::awaitable<result<exchange_ptr>> acquire(const origin& to, const deadlines& limits) = 0;

  /// The same, over HTTP/2 perhaps: `way` decides.
  /// Errors: also connect Http2NotNegotiated where HTTP/2 is required.
  virtual boost::asio::awaitable<result<exchange_ptr>> acquire(const origin& to, const deadlines& limits,
                                                               exchange_way /*way*/) {
    return acquire(to, limits);
  }

  /// A pooled connection to the origin where one is to be had at once; else empty: acquire() says the rest.
  virtual exchange_ptr at_hand(const origin& /*to*/, const deadlines& /*limits*/) { return {}; }

  virtual transport_counters counters() const = 0;
};

}  // namespace aloft::http
