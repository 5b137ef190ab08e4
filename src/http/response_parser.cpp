#include "http/response_parser.hpp"

#include <algorithm>

namespace aloft::http {
namespace beast = boost::beast::http;
namespace {

/// The shortest rest of a chunked body outside a chunk is "0\r\n\r\n", and the grammar relies on seeing as much at
/// once.
constexpr std::size_t shortest_tail = 5;
constexpr std::size_t end_of_status = std::string_view{"HTTP/1.1 200"}.size();

std::string_view std_view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

response_parser::response_parser(std::size_t max_header_bytes, bool no_body) : max_header_bytes_{max_header_bytes} {
  header_limit(static_cast<std::uint32_t>(max_header_bytes));
  body_limit(boost::none);  // bodies are consumed as they come; who collects one sets the limit
  skip(no_body);
}

bool response_parser::too_large(const boost::system::error_code& failure) {
  return failure == beast::error::header_limit;
}

std::size_t response_parser::feed(std::string_view input, boost::system::error_code& failure) {
  piece = {};
  failure = {};
  if (input.empty() || is_done()) return 0;
  if (is_header_done()) {
    if (!chunked() || chunk_left_ > 0) return put_some(input, failure);
    return input.size() < shortest_tail ? 0 : feed_chunk_header(input, failure);
  }
  if (head.status != 0) return put_some(input, failure);  // the line is over
  // Beast waits for a whole head before it looks at bytes that came in pieces; garbage need not be waited for.
  constexpr std::string_view opening = "HTTP/1.";
  if (input.substr(0, opening.size()) != opening.substr(0, input.size())) {
    failure = beast::error::bad_version;
    return 0;
  }
  if (input.size() > end_of_status && input[end_of_status] == '\r') return feed_without_reason(input, failure);
  return put_some(input, failure);
}

std::size_t response_parser::put_some(std::string_view input, boost::system::error_code& failure) {
  const std::size_t taken = put(boost::asio::buffer(input.data(), input.size()), failure);
  if (failure == beast::error::need_more) failure = {};
  return taken;
}

// RFC 9112 §4 wants the blank of "HTTP/1.1 404 \r\n" even when no phrase follows; clients take the line without it.
std::size_t response_parser::feed_without_reason(std::string_view input, boost::system::error_code& failure) {
  mended_.assign(input, 0, end_of_status).append(1, ' ').append(input, end_of_status);
  const std::size_t taken = put_some(mended_, failure);
  return taken > 0 ? taken - 1 : 0;
}

// "10  \r\n" opens a chunk of 16 bytes: RFC 9112 §7.1 has no blanks there, but padded sizes are old practice. They are
// left out as soon as they come, so that where Beast has stopped looking stays the same while the line grows.
std::size_t response_parser::feed_chunk_header(std::string_view input, boost::system::error_code& failure) {
  const std::size_t begin = input.starts_with("\r\n") ? 2 : 0;  // of the chunk before
  const std::size_t size_end = input.find_first_not_of("0123456789abcdefABCDEF", begin);
  if (size_end == input.npos || size_end == begin) return put_some(input, failure);
  const std::size_t blanks_end = std::min(input.find_first_not_of(" \t", size_end), input.size());
  const std::size_t blanks = blanks_end - size_end;
  if (blanks == 0 || (blanks_end < input.size() && input[blanks_end] != '\r')) return put_some(input, failure);
  mended_.assign(input, 0, size_end).append(input, blanks_end);
  if (mended_.size() < shortest_tail) return 0;
  const std::size_t taken = put_some(mended_, failure);
  return taken > size_end ? taken + blanks : taken;
}

bool response_parser::feed_end() {
  if (is_done()) return true;
  if (!is_header_done()) return false;
  boost::system::error_code failure;
  put_eof(failure);
  return !failure && is_done();
}

std::optional<std::uint64_t> response_parser::length() const {
  if (const auto all = content_length()) return *all;
  return std::nullopt;
}

void response_parser::on_response_impl(int code, string_view, int, error_code& ec) {
  head.status = code;
  ec = {};
}

void response_parser::on_field_impl(beast::field, string_view name, string_view value, error_code& ec) {
  ec = {};
  if (is_header_done()) return;  // a trailer: the head has been handed on already
  head_bytes_ += name.size() + value.size() + 4;
  if (head_bytes_ > max_header_bytes_) ec = beast::error::header_limit;  // Beast's own limit is per call
  head.headers.add(std_view(name), std_view(value));
}

std::size_t response_parser::on_body_impl(string_view body, error_code& ec) {
  ec = {};
  piece = std_view(body);
  body_read_ += body.size();
  return body.size();
}

void response_parser::on_chunk_header_impl(std::uint64_t size, string_view, error_code& ec) {
  ec = {};
  chunk_left_ = size;
}

std::size_t response_parser::on_chunk_body_impl(std::uint64_t, string_view body, error_code& ec) {
  ec = {};
  piece = std_view(body);
  body_read_ += body.size();
  chunk_left_ -= body.size();
  return body.size();
}

}  // namespace aloft::http
