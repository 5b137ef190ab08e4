#include "cli/command/sso/authorization_code.hpp"

#include "aloft/base64.hpp"
#include "aloft/error.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <chrono>
#include <memory>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr std::string_view callback_path = "/oauth/callback";
constexpr std::chrono::minutes patience{10};

std::string base64_url(const unsigned char* bytes, std::size_t size) {
  auto text = to_base64({reinterpret_cast<const char*>(bytes), size});
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::string random_text() {
  unsigned char bytes[48];  // 64 characters
  if (RAND_bytes(bytes, sizeof bytes) != 1)
    throw error{error_kind::config, "NoRandomness", "OpenSSL gives no random numbers"};
  return base64_url(bytes, sizeof bytes);
}

void append_encoded(std::string& to, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      to += c;
    else
      to += {'%', digits[byte >> 4], digits[byte & 15]};
  }
}

std::string decoded(std::string_view text) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
  };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? digit(text[i + 1]) : -1;
    const int low = high >= 0 ? digit(text[i + 2]) : -1;
    if (low >= 0)
      plain += static_cast<char>(high * 16 + low), i += 2;
    else
      plain += text[i] == '+' ? ' ' : text[i];
  }
  return plain;
}

std::string find(const query_pairs& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs)
    if (key == name) return value;
  return {};
}

/// What somebody's browser asks; "" for what is no request for the callback.
asio::awaitable<std::string> asked_query(beast::tcp_stream& stream) {
  beast::flat_buffer buffer{std::size_t{64} << 10};
  http::request<http::empty_body> request;
  boost::system::error_code failure;
  stream.expires_after(std::chrono::seconds{10});
  co_await http::async_read(stream, buffer, request, asio::redirect_error(asio::use_awaitable, failure));
  const std::string target{request.target()};
  const auto question = target.find('?');
  if (failure || target.substr(0, question) != callback_path || question == target.npos) co_return std::string{};
  co_return target.substr(question + 1);
}

asio::awaitable<void> answer(beast::tcp_stream& stream, http::status status, std::string text) {
  http::response<http::string_body> response{status, 11};
  response.set(http::field::content_type, "text/html; charset=utf-8");
  response.set(http::field::connection, "close");
  response.body() = "<!doctype html><title>aloft</title><p>" + std::move(text) + "</p>";
  response.prepare_payload();
  boost::system::error_code failure;
  co_await http::async_write(stream, response, asio::redirect_error(asio::use_awaitable, failure));
  static_cast<void>(stream.socket().shutdown(tcp::socket::shutdown_both, failure));
}

}  // namespace

pkce pkce::make() {
  pkce made;
  made.verifier = random_text();
  made.state = random_text();
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(made.verifier.data(), made.verifier.size(), digest, &size, EVP_sha256(), nullptr);
  made.challenge = base64_url(digest, size);
  return made;
}

std::string query_text(const query_pairs& pairs) {
  std::string text;
  for (const auto& [name, value] : pairs) {
    text += text.empty() ? '?' : '&';
    append_encoded(text, name);
    text += '=';
    append_encoded(text, value);
  }
  return text;
}

query_pairs parse_query(std::string_view query) {
  query_pairs pairs;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    const auto equals = pair.find('=');
    pairs.emplace_back(decoded(pair.substr(0, equals)),
                       equals == pair.npos ? std::string{} : decoded(pair.substr(equals + 1)));
    query = end == query.npos ? std::string_view{} : query.substr(end + 1);
  }
  return pairs;
}

code_listener::code_listener(const asio::any_io_executor& executor, std::uint16_t port) : acceptor_{executor} {
  boost::system::error_code failure;
  const tcp::endpoint place{asio::ip::address_v4::loopback(), port};
  static_cast<void>(acceptor_.open(place.protocol(), failure));
  if (!failure) static_cast<void>(acceptor_.bind(place, failure));
  if (!failure) static_cast<void>(acceptor_.listen(asio::socket_base::max_listen_connections, failure));
  if (failure)
    throw error{error_kind::usage, "PortInUse",
                "cannot listen on port " + std::to_string(port) + " of 127.0.0.1: " + failure.message()};
}

std::string code_listener::address() const {
  return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + std::string{callback_path};
}

asio::awaitable<std::string> code_listener::code(std::string state) {
  const auto executor = acceptor_.get_executor();
  asio::steady_timer limit{executor, patience};
  limit.async_wait([this](const boost::system::error_code& failure) {
    if (!failure) acceptor_.close();
  });
  for (;;) {
    boost::system::error_code failure;
    beast::tcp_stream stream{co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, failure))};
    if (!acceptor_.is_open())
      throw error{error_kind::credentials, "LoginExpired", "nobody has logged in for ten minutes; start again"};
    if (failure == asio::error::operation_aborted) throw error{error_kind::cancelled, "Cancelled", "interrupted"};
    if (failure) continue;
    const auto text = co_await asked_query(stream);
    const auto pairs = parse_query(text);
    if (text.empty() || find(pairs, "state") != state) {
      co_await answer(stream, http::status::not_found, "This is not what aloft waits for.");
      continue;
    }
    auto code = find(pairs, "code");
    if (code.empty()) {
      const auto why = find(pairs, "error") + ": " + find(pairs, "error_description");
      co_await answer(stream, http::status::ok, "The login was refused; aloft says more.");
      throw error{error_kind::credentials, "LoginRefused", "the login was refused: " + why};
    }
    co_await answer(stream, http::status::ok, "You are logged in. This window may be closed.");
    co_return code;
  }
}

}  // namespace aloft::cli
