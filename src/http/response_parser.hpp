#pragma once
// One HTTP/1.1 answer, read from bytes as they come. The grammar is Beast's (no I/O in it), and what servers are known
// to send beside it: a status line without the blank before its missing reason phrase, blanks behind a chunk's size.

#include "http/transport.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::http {

class response_parser : private boost::beast::http::basic_parser<false> {
 public:
  /// `no_body`: the answer to a HEAD or CONNECT request.
  response_parser(std::size_t max_header_bytes, bool no_body);

  /// Takes bytes from the front of `input` and says how many. Stops after the head, after each piece of the body, and
  /// at the end. `failure` is set when these bytes can be no answer; taking nothing without a failure asks for more
  /// input.
  std::size_t feed(std::string_view input, boost::system::error_code& failure);
  /// The peer has closed: true when that ends the body properly.
  bool feed_end();

  bool has_head() const { return is_header_done(); }
  bool done() const { return is_done(); }
  /// A 1xx answer other than 101: another answer follows.
  bool interim() const { return head.status / 100 == 1 && head.status != 101; }
  /// The connection may carry another request after this answer.
  bool reusable() const { return is_done() && keep_alive() && !need_eof() && head.status != 101; }
  /// The head is larger than allowed.
  static bool too_large(const boost::system::error_code& failure);
  /// Bytes of the body still to come where the answer says how many.
  std::uint64_t announced() const { return content_length_remaining().value_or(0); }
  /// Length of the whole body where the answer says it.
  std::optional<std::uint64_t> length() const;
  /// Bytes of the body found so far.
  std::uint64_t body_read() const { return body_read_; }

  response_head head;      ///< complete once has_head()
  std::string_view piece;  ///< body bytes found by the last feed(), inside its input

 private:
  std::size_t feed_without_reason(std::string_view input, boost::system::error_code& failure);
  std::size_t feed_chunk_header(std::string_view input, boost::system::error_code& failure);
  std::size_t put_some(std::string_view input, boost::system::error_code& failure);

  using string_view = boost::beast::string_view;
  using error_code = boost::beast::error_code;
  void on_request_impl(boost::beast::http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int code, string_view reason, int version, error_code& ec) override;
  void on_field_impl(boost::beast::http::field, string_view name, string_view value, error_code& ec) override;
  void on_header_impl(error_code& ec) override { ec = {}; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code& ec) override { ec = {}; }
  std::size_t on_body_impl(string_view body, error_code& ec) override;
  void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code& ec) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, string_view body, error_code& ec) override;
  void on_finish_impl(error_code& ec) override { ec = {}; }

  const std::size_t max_header_bytes_;
  std::string mended_;  // a line as Beast's grammar has it, for servers that are less strict, and what follows it
  std::size_t head_bytes_ = 0;
  std::uint64_t chunk_left_ = 0;
  std::uint64_t body_read_ = 0;
};

}  // namespace aloft::http
