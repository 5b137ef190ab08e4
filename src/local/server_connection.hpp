#pragma once
// One connection to the embedded AWS.

#include "local/http_server.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aloft::local {

class http_server::connection {
 public:
  connection(std::shared_ptr<http_server> owner, tcp_socket socket);
  ~connection();

  /// Reads and answers requests until either side closes. The coroutine owns its connection.
  static boost::asio::awaitable<void, executor_type> serve(std::shared_ptr<connection> self);
  void close();
  /// A suspended operation of this connection is run again.
  void look_again();

 private:
  class waiting;
  template <class T>
  using awaitable = boost::asio::awaitable<T, executor_type>;

  awaitable<void> serve();
  /// False: the client has gone, or was refused.
  awaitable<bool> read_request();
  /// False: the connection is to be closed.
  awaitable<bool> send_answer(answer made, bool keep_alive);
  awaitable<void> wait(std::chrono::microseconds time);
  /// Waits for what a suspended operation waits for; the time it is then, or nothing when the client has gone.
  awaitable<std::optional<std::chrono::system_clock::time_point>> wait(suspension what);
  awaitable<bool> read_some();
  awaitable<bool> write(std::string_view head, std::string_view body);
  /// The body's first `size` bytes; one of them with another bit if `corrupt`.
  awaitable<bool> write(body_source& body, std::uint64_t size, bool corrupt);
  void begin_request();
  /// Answers what the parser refused.
  awaitable<void> refuse();
  /// Says that nothing more is coming and reads what still comes, so that the client sees the answer, not a reset.
  awaitable<void> linger();
  /// Drops what comes until the client closes or has sent far too much.
  awaitable<void> read_to_end();

  std::shared_ptr<http_server> owner_;
  tcp_socket socket_;
  timer timer_;
  request_parser parser_;
  std::shared_ptr<diversion> diversion_;  ///< of the body of the request that is coming
  std::vector<char> piece_;
  std::shared_ptr<waiting> waiting_;  ///< while an operation is suspended
  std::string received_;              ///< bytes that no request has used yet
};

}  // namespace aloft::local
