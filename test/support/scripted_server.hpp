#pragma once
// A server that does exactly what a script says, however wrong: for tests of how clients take it.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace aloft::testing {

/// One accepted connection, in the hands of a script. Blocking; every wait ends when the server is stopped.
class peer {
 public:
  peer(int descriptor, const std::atomic<bool>& stopped, int index);
  ~peer();
  peer(const peer&) = delete;

  int index() const noexcept { return index_; }  ///< 0 for the first connection of the server
  /// Whole request: head and, by its Content-Length or chunks, body. Empty when the client has closed.
  /// A client that asks first ("Expect: 100-continue") is told to go on.
  std::string read_request();
  std::string read_head();
  /// At most `limit` bytes, as they come; empty at the end.
  std::string read_some(std::size_t limit = 65536);
  bool write(std::string_view bytes);
  void drip(std::string_view bytes, std::chrono::milliseconds pause, std::size_t at_once = 1);
  void pause(std::chrono::milliseconds time) const;
  void stall();  ///< until the client closes or the server is stopped
  void close();
  void drop();   ///< closes TCP without TLS's goodbye
  void reset();  ///< closes with an RST
  bool start_tls(SSL_CTX* context);

 private:
  bool ready(short what) const;
  int descriptor_;
  const std::atomic<bool>& stopped_;
  const int index_;
  SSL* tls_ = nullptr;
  std::string held_;
};

class scripted_server {
 public:
  using script = std::function<void(peer&)>;
  /// What the system calls the threads of all servers, for tests that count their own.
  static constexpr const char* thread_name = "script";

  /// Listens on 127.0.0.1 at a port of the system's choice; each connection gets a thread that runs the script.
  explicit scripted_server(script each, int backlog = 1024);
  ~scripted_server();

  std::uint16_t port() const noexcept { return port_; }
  int connections() const noexcept { return accepted_; }

 private:
  void accept_all();

  const script each_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopped_{false};
  std::atomic<int> accepted_{0};
  std::list<std::thread> threads_;
  std::thread acceptor_;
};

/// "HTTP/1.1 200 OK" with that body and a Content-Length, and further field lines ("Name: value\r\n").
std::string answer_ok(std::string_view body, std::string_view fields = "");

}  // namespace aloft::testing
