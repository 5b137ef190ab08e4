#include "http/response_parser.hpp"

namespace aloft::http {
namespace beast = boost::beast::http;
namespace {

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
  // The shortest rest of a chunked body outside a chunk is "0\r\n\r\n", and the grammar relies on seeing as much at
  // once.
  constexpr std::size_t shortest_tail = 5;
  if (input.empty() || is_done()) return 0;
  if (is_header_done() && chunked() && chunk_left_ == 0 && input.size() < shortest_tail) return 0;
  // Beast waits for a whole head before it looks at bytes that came in pieces; garbage need not be waited for.
  constexpr std::string_view opening = "HTTP/1.";
  if (head.status == 0 && input.substr(0, opening.size()) != opening.substr(0, input.size())) {
    failure = beast::error::bad_version;
    return 0;
  }
  const std::size_t taken = put(boost::asio::buffer(input.data(), input.size()), failure);
  if (failure == beast::error::need_more) failure = {};
  return taken;
}

std::optional<std::uint64_t> response_parser::length() const {
  if (const auto all = content_length()) return *all;
  return std::nullopt;
}

bool response_parser::feed_end() {
  if (is_done()) return true;
  if (!is_header_done()) return false;
  boost::system::error_code failure;
  put_eof(failure);
  return !failure && is_done();
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
