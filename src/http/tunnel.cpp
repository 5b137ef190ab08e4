#include "http/tunnel.hpp"

#include "http/answer_head.hpp"
#include "http/body_sender.hpp"
#include "http/failure.hpp"
#include "http/pool.hpp"

namespace aloft::http {
namespace asio = boost::asio;
namespace {

error refused(const origin& to, const proxy& through, int status) {
  error_info info;
  info.kind = error_kind::connect;
  info.code = "ProxyRefused";
  info.message =
      "the proxy " + describe(through.at) + " does not connect to " + describe(to) + ": HTTP " + std::to_string(status);
  if (status == 407)
    info.message += through.authorization.empty() ? "; it wants a user name and password in its URL"
                                                  : "; it does not accept the user name and password";
  info.http_status = status;
  info.retryable = status >= 500;
  return error{std::move(info)};
}

}  // namespace

asio::awaitable<result<void>> open_tunnel(connection& on, const proxy& through) {
  const origin& to = on.line->to;
  const std::string host = to.host.find(':') != std::string::npos ? '[' + to.host + ']' : to.host;
  const std::string authority = host + ':' + std::to_string(to.port);
  on.fields = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
  if (!through.authorization.empty()) on.fields += "Proxy-Authorization: " + through.authorization + "\r\n";
  on.fields += "\r\n";

  begin_exchange(on, true);
  const write_pieces head{asio::buffer(on.fields), asio::const_buffer{}};
  const sending sent = co_await send_pieces(on, head);
  if (sent.failure) co_return explain(on, sent.failure);
  auto read = co_await read_head(on);
  if (!read) co_return read.error();
  if (const int status = on.answer->head.status; status / 100 != 2) co_return refused(to, through, status);
  if (!on.input.held().empty()) co_return malformed(through.at, "the proxy sent bytes of its own after its consent");
  begin_exchange(on, false);
  on.due(steady_time::max());
  co_return result<void>{};
}

}  // namespace aloft::http
