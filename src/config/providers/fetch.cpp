#include "config/providers/fetch.hpp"

#include "runtime/endpoint_resolver.hpp"

namespace aloft::config {
namespace asio = boost::asio;

result<http_request> request_to(std::string_view url, std::string_view source) {
  const auto question = url.find('?');
  const auto where = runtime::parse_endpoint_url(url.substr(0, question), source);
  if (!where) return where.error();
  http_request out;
  out.scheme = where->origin.scheme;
  out.host = where->host;
  out.port = where->origin.port;
  // The path as it was given: a slash at its end matters.
  const auto slash = url.substr(0, question).find('/', url.find("://") + 3);
  out.path = slash == std::string_view::npos ? "/" : url.substr(0, question).substr(slash);
  if (question != std::string_view::npos) out.query = url.substr(question + 1);
  for (const unsigned char c : out.query)
    if (c <= 0x20 || c >= 0x7f)
      return error{error_kind::config, "InvalidEndpointUrl",
                   std::string{source} + " has a query with a blank or a byte that is not percent-encoded"};
  return out;
}

asio::awaitable<result<http_response>> fetch(http::transport& by, const http_request& what,
                                             std::chrono::milliseconds limit, const clock& time) {
  constexpr std::size_t most = 1 << 20;
  http::deadlines until;
  until.attempt = flow::deadline_in(time.steady_now(), limit);
  http::origin to{what.scheme, what.host, what.port};
  if (to.host.starts_with('[')) to.host = to.host.substr(1, to.host.size() - 2);
  auto made = co_await by.acquire(to, until);
  if (!made) co_return made.error();
  http::exchange_ptr& with = *made;
  auto head = co_await http::send(*with, what, nullptr);
  if (!head) co_return head.error();
  http_response out;
  out.status = head->status;
  out.headers = std::move(head->headers);
  for (;;) {
    auto piece = co_await with->read();
    if (!piece) co_return piece.error();
    if (piece->empty()) break;
    out.body.append(*piece);
    if (out.body.size() > most)
      co_return error{error_kind::protocol, "AnswerTooLarge",
                      "the answer is larger than 1 MB, which no credentials are"};
  }
  with.release();
  co_return out;
}

}  // namespace aloft::config
