#include "local/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <utility>

namespace aloft::local {

namespace http = boost::beast::http;
using boost::system::error_code;

/// Beast's grammar, fed with put(); its callbacks fill an http_request.
class request_parser::parser final : public http::basic_parser<true> {
 public:
  parser(const request_limits& limits, head_hook on_head) : limit_{limits.body_bytes}, on_head_{std::move(on_head)} {
    header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    body_limit(boost::none);  // whether there is one is known with the head
  }

  /// After each step: once the head is there, finds out who takes the body.
  void look_at_head() {
    if (seen_ || !is_header_done()) return;
    seen_ = true;
    if (on_head_) taker_ = on_head_(request);
    if (!taker_ && content_length().value_or(0) > limit_) failure = http::error::body_limit;
  }

  http_request request;
  error_code failure;
  bool expects_continue = false;
  std::uint64_t chunk_left = 0;

  /// Whether what comes next is the head of a chunk.
  bool between_chunks() const { return is_header_done() && !is_done() && chunked() && chunk_left == 0; }

 private:
  void on_request_impl(http::verb, boost::beast::string_view method, boost::beast::string_view target, int version,
                       error_code& ec) override {
    if (version != 10 && version != 11) ec = http::error::bad_version;
    request.method = std::string_view{method.data(), method.size()};
    std::string_view text{target.data(), target.size()};
    if (const auto scheme = text.find("://"); !text.starts_with('/') && scheme != std::string_view::npos) {
      const auto path = text.find('/', scheme + 3);  // absolute form, as proxies get it
      text = path != std::string_view::npos ? text.substr(path) : "/";
    }
    const auto mark = std::min(text.find('?'), text.size());
    request.path = text.substr(0, mark);
    request.query = text.substr(std::min(mark + 1, text.size()));
  }
  void on_response_impl(int, boost::beast::string_view, int, error_code&) override {}
  void on_field_impl(http::field field, boost::beast::string_view name, boost::beast::string_view value,
                     error_code&) override {
    if (field == http::field::expect && boost::beast::iequals(value, "100-continue")) expects_continue = true;
    request.headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  void on_header_impl(error_code&) override {
    request.scheme = "http";
    // The whole Host field is kept as it came, so that authority() gives the bytes that were signed.
    request.host = request.headers.find("Host").value_or("");
  }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(boost::beast::string_view piece, error_code& ec) override {
    if (taker_) {
      taker_({piece.data(), piece.size()});
      return piece.size();
    }
    if (request.body.size() + piece.size() > limit_) ec = http::error::body_limit;
    if (!ec) request.body.append(piece.data(), piece.size());
    return piece.size();
  }
  void on_chunk_header_impl(std::uint64_t size, boost::beast::string_view, error_code&) override { chunk_left = size; }
  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view piece, error_code& ec) override {
    chunk_left -= piece.size();
    return on_body_impl(piece, ec);
  }
  void on_finish_impl(error_code&) override {}

  std::uint64_t limit_;
  head_hook on_head_;
  body_taker taker_;
  bool seen_ = false;
};

request_parser::request_parser(const request_limits& limits, head_hook on_head)
    : parser_{std::make_unique<parser>(limits, std::move(on_head))} {}
request_parser::request_parser(request_parser&&) noexcept = default;
request_parser& request_parser::operator=(request_parser&&) noexcept = default;
request_parser::~request_parser() = default;

std::size_t request_parser::feed(std::string_view bytes) {
  // Beast's grammar relies on seeing the shortest end of a chunked body, "0\r\n\r\n", at once.
  constexpr std::size_t shortest_end = 5;
  std::size_t used = 0;
  while (used < bytes.size() && !done() && refusal() == 0) {
    if (parser_->between_chunks() && bytes.size() - used < shortest_end) break;
    error_code ec;
    const auto taken = parser_->put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), ec);
    used += taken;
    if (!ec || ec == http::error::need_more) parser_->look_at_head();
    if (ec == http::error::need_more) break;
    if (ec) parser_->failure = ec;
    if (taken == 0) break;
  }
  return used;
}

bool request_parser::done() const noexcept { return parser_->is_done(); }

int request_parser::refusal() const noexcept {
  const auto& why = parser_->failure;
  if (!why) return 0;
  if (why == http::error::body_limit) return 413;
  if (why == http::error::header_limit) return 431;
  if (why == http::error::bad_version) return 505;
  return 400;
}

std::string request_parser::reason() const { return parser_->failure.message(); }

bool request_parser::started() const noexcept { return parser_->got_some(); }

bool request_parser::wants_continue() noexcept {
  return parser_->is_header_done() && !parser_->is_done() && std::exchange(parser_->expects_continue, false);
}

bool request_parser::keep_alive() const noexcept { return parser_->is_done() && parser_->keep_alive(); }

http_request request_parser::take() { return std::move(parser_->request); }

}  // namespace aloft::local
