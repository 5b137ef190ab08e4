#pragma once
// OAuth's authorization code with PKCE (RFC 7636, RFC 8252): a browser logs somebody in and is sent back to this
// machine with a code, which only who asked can use.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace aloft::cli {

/// Texts that nobody can guess, and what of them is shown.
struct pkce {
  std::string verifier = {};   ///< 64 characters; goes with the code
  std::string challenge = {};  ///< its SHA-256, base64url; goes with the browser
  std::string state = {};      ///< comes back with the code

  static pkce make();
};

using query_pairs = std::vector<std::pair<std::string, std::string>>;

/// "?a=1&b=2", encoded.
std::string query_text(const query_pairs& pairs);

/// Decoded; what has no "=" has an empty value.
query_pairs parse_query(std::string_view query);

/// Where the browser is sent back to: http://127.0.0.1:PORT/oauth/callback.
class code_listener {
 public:
  /// `port`: 0 for a free one. Throws a usage error "PortInUse".
  code_listener(const boost::asio::any_io_executor& executor, std::uint16_t port);

  std::string address() const;

  /// The code that comes with the state. Requests that are no answer are told so and change nothing.
  /// Cancellation: total. Ends with: the code.
  /// Errors: credentials "LoginRefused" with what the server says, "LoginExpired" after ten minutes.
  /// Lifetime: the listener's. Thread: its executor's.
  boost::asio::awaitable<std::string> code(std::string state);

 private:
  boost::asio::ip::tcp::acceptor acceptor_;
};

}  // namespace aloft::cli
