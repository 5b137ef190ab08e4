#pragma once
// HTTP/1.1 requests from bytes, in whatever pieces they come. No I/O: bytes go in, requests come out.

#include <aloft/http_message.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace aloft::local {

struct request_limits {
  std::size_t header_bytes = std::size_t{64} << 10;
  std::size_t body_bytes = std::size_t{16} << 20;
};

/// Takes the pieces of a body.
using body_taker = std::function<void(std::string_view)>;
/// Called once the head of a request is complete: who takes its body, of any length; none: it becomes the request's,
/// within the limits.
using head_hook = std::function<body_taker(const http_request& head)>;

/// One request. After an error, or when done, it takes nothing more.
class request_parser {
 public:
  explicit request_parser(const request_limits& limits, head_hook on_head = {});
  request_parser(request_parser&&) noexcept;
  request_parser& operator=(request_parser&&) noexcept;
  ~request_parser();

  /// Takes bytes; returns how many were used. The rest belongs to the next request, or must be given again with more
  /// bytes after it when the request is not done.
  std::size_t feed(std::string_view bytes);

  bool done() const noexcept;
  /// 0, or the status to refuse the request with: 400, 413 (body), 431 (header), 505.
  int refusal() const noexcept;
  /// What was wrong, for people.
  std::string reason() const;
  /// Whether something of a request has come.
  bool started() const noexcept;
  /// Whether the client waits for "100 Continue" before it sends the body. True once.
  bool wants_continue() noexcept;
  /// Whether the connection may serve another request after this one.
  bool keep_alive() const noexcept;
  /// The request; scheme "http", host: its Host field as it came. Once, when done, or when its head is.
  http_request take();

 private:
  class parser;
  std::unique_ptr<parser> parser_;
};

}  // namespace aloft::local
