#pragma once
// The other half of HTTP/2, for scripts of the scripted server: requests as they come, answers as a test wants them.

#include "http/fixture.hpp"
#include "http/h2/h2_session.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
#include <list>
#include <memory>
#include <string>

namespace aloft::http {

/// A request on a server's session.
class h2_served final : public h2_stream {
 public:
  h2_served(h2_session& of, std::int32_t id, h2_request&& asked) : session{of}, id{id}, request{std::move(asked)} {}

  /// An answer with a body that may come in parts: `last` says that nothing follows.
  void answer(int status, std::string body, bool last = true, header_list fields = {}) {
    out_ += body;
    last_ = last;
    ASSERT_TRUE(session.respond(id, status, fields, true));
  }
  void more(std::string_view body, bool last) {
    out_ += body;
    last_ = last;
    session.resume(id);
  }

  h2_session& session;
  const std::int32_t id;
  const h2_request request;
  std::string body;
  bool whole = false;
  std::function<void(h2_served&)> on_data, on_end;
  std::function<void(h2_code)> on_closed;

 private:
  void headers(int, header_list&&) override {}
  void data(std::string_view bytes) override {
    body += bytes;
    session.consume(id, bytes.size());
    if (on_data) on_data(*this);
  }
  void ended() override {
    whole = true;
    if (on_end) on_end(*this);
  }
  void headers_too_large() override {}
  h2_piece pull(char* into, std::size_t room) override {
    const std::size_t count = std::min(room, out_.size());
    std::memcpy(into, out_.data(), count);
    out_.erase(0, count);
    return {count, out_.empty() && last_};
  }
  void closed(h2_code why) override {
    if (on_closed) on_closed(why);
  }

  std::string out_;
  bool last_ = false;
};

/// Serves HTTP/2 on a connection until the client goes, or `over` says so. `each` is called when a request's head is
/// there.
class h2_script final : h2_peer {
 public:
  using handler = std::function<void(h2_served&)>;

  h2_script(handler each, h2_limits limits)
      : each_{std::move(each)}, session_{h2_session::side::server, limits, *this} {}

  void serve(testing::peer& with) {
    std::string out;
    for (;;) {
      for (bool all = false; !all;) {
        all = session_.produce(out, 65536);
        if (!out.empty() && !with.write(out)) return;
        out.clear();
      }
      if (session_.over()) return;
      const std::string in = with.read_some();
      if (in.empty()) return;
      if (!session_.receive(in, std::chrono::steady_clock::now())) {
        session_.produce(out, 65536);
        with.write(out);
        return;
      }
    }
  }

 private:
  void settings(std::uint32_t) override {}
  void goaway(h2_code, std::string_view) override {}
  h2_stream* request(std::int32_t id, h2_request&& asked) override {
    h2_served& one = streams_.emplace_back(session_, id, std::move(asked));
    each_(one);
    return &one;
  }

  const handler each_;
  h2_session session_;
  std::list<h2_served> streams_;
};

/// For scripted_server.
inline testing::scripted_server::script serving(h2_script::handler each, h2_limits limits = {},
                                                std::shared_ptr<SSL_CTX> tls = nullptr) {
  if (tls)
    SSL_CTX_set_alpn_select_cb(
        tls.get(),
        [](SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in, unsigned int in_size, void*) {
          unsigned char* chosen = nullptr;
          const int found =
              SSL_select_next_proto(&chosen, size, reinterpret_cast<const unsigned char*>("\x02h2"), 3, in, in_size);
          *out = chosen;
          return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
        },
        nullptr);
  return [each = std::move(each), limits, tls = std::move(tls)](testing::peer& with) {
    if (tls && !with.start_tls(tls.get())) return;
    h2_script{each, limits}.serve(with);
  };
}

inline constexpr exchange_way needed{http2_use::required, false};

/// exchange() over HTTP/2.
inline boost::asio::awaitable<outcome> exchange2(transport& over, origin to, http_request request,
                                                 deadlines limits = {}, exchange_way way = needed,
                                                 body_source* body = nullptr) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  outcome all;
  auto leased = co_await over.acquire(to, limits, way);
  if (!leased) {
    all.failure = leased.error();
    co_return all;
  }
  auto head = co_await send(**leased, request, body);
  all.reused = (*leased)->reused();
  if (!head) {
    all.failure = head.error();
    co_return all;
  }
  all.head = std::move(*head);
  for (;;) {
    auto piece = co_await (*leased)->read();
    if (!piece) all.failure = piece.error();
    if (!piece || piece->empty()) break;
    all.body.append(*piece);
  }
  all.timings = (*leased)->timings();
  leased->release();
  co_return all;
}

}  // namespace aloft::http
