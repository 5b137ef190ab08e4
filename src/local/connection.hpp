#pragma once
// One connection to the embedded AWS.

#include "local/http_server.hpp"

#include <string>

namespace aloft::local {

class http_server::connection : public std::enable_shared_from_this<connection> {
 public:
  connection(std::shared_ptr<http_server> owner, tcp_socket socket);
  ~connection();

  /// Reads and answers requests until either side closes.
  boost::asio::awaitable<void, executor_type> serve();
  void close();

 private:
  template <class T>
  using awaitable = boost::asio::awaitable<T, executor_type>;

  /// False: the client has gone, or was refused.
  awaitable<bool> read_request(request_parser& parser);
  /// False: the connection is to be closed.
  awaitable<bool> send_answer(const answer& answer, bool keep_alive);
  awaitable<void> wait(std::chrono::microseconds time);
  awaitable<bool> read_some();
  awaitable<bool> write(std::string_view head, std::string_view body);
  awaitable<void> refuse(int status, std::string_view reason);
  /// Says that nothing more is coming and reads what still comes, so that the client sees the answer, not a reset.
  awaitable<void> linger();

  std::shared_ptr<http_server> owner_;
  tcp_socket socket_;
  timer timer_;
  std::string received_;  ///< bytes that no request has used yet
};

}  // namespace aloft::local
