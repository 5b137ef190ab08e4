#include "http/connector.hpp"

#include "http/answer_head.hpp"
#include "http/direct_transport.hpp"
#include "http/failure.hpp"
#include "http/tcp_stream.hpp"
#include "http/tls_stream.hpp"
#include "http/tunnel.hpp"

#include <boost/asio/error.hpp>

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace aloft::http {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

/// One lost SYN is sent again after a second.
constexpr std::chrono::milliseconds least_share{1500};

/// What is offered by ALPN.
constexpr std::string_view http_1_1{"\x08http/1.1"}, http_2{"\x02h2"}, either{"\x02h2\x08http/1.1"};

std::string_view offered(http2_use use) noexcept {
  if (use == http2_use::never) return http_1_1;
  return use == http2_use::required ? http_2 : either;
}

bool needs_descriptors(const error_code& failure) noexcept {
  return failure == boost::system::errc::too_many_files_open ||
         failure == boost::system::errc::too_many_files_open_in_system;
}

/// Whether fewer can be opened than a name lookup of the system's may need at once.
bool short_of_descriptors() noexcept {
  std::array<int, 8> probes{};
  for (int& each : probes) each = ::eventfd(0, EFD_CLOEXEC);
  for (const int each : probes)
    if (each >= 0) ::close(each);
  return probes.back() < 0;
}

class connector {
 public:
  connector(direct_transport& transport, connection& making)
      : transport_{transport}, making_{making}, to_{making.line->to} {}

  asio::awaitable<result<void>> run() {
    const proxy* const via = making_.via = transport_.proxies().choose(to_);
    const origin& first = via != nullptr ? via->at : to_;
    auto reached = co_await reach(first);
    if (reached && via != nullptr && via->at.scheme == "https") {
      auto unshared = std::make_shared<tls_session>();
      reached = co_await encrypt(via->at, std::move(unshared), http2_use::never);
    }
    if (reached && via != nullptr && making_.line->secure) {
      const auto allowed = transport_.options().connect_timeout;
      const steady_time end = allowed.count() > 0 ? now() + allowed : steady_time::max();
      if (!proceed(end, expiry::connect)) co_return expired(fired(), to_);
      const steady_time asked = now();
      reached = co_await open_tunnel(making_, *via);
      making_.times.connect += since(making_, asked);
    }
    if (!reached && via != nullptr) reached = blaming(*via, reached.error());
    if (reached && making_.line->secure) reached = co_await encrypt(to_, making_.line->session, making_.http2);
    if (!reached) co_return reached;
    if (!transport_.connected(making_)) co_return expired(fired(), to_);
    co_return result<void>{};
  }

 private:
  steady_time now() const noexcept { return transport_.now(); }

  /// TCP to one of the addresses of a name.
  asio::awaitable<result<void>> reach(const origin& where) {
    const auto allowed = transport_.options().connect_timeout;
    const steady_time end = allowed.count() > 0 ? now() + allowed : steady_time::max();
    begin(end, expiry::connect);
    const steady_time asked = now();
    auto found = co_await transport_.names().resolve(where.host, std::min(end, making_.limits.attempt));
    if (!found && found.error().retryable() && make_room_for_lookup()) {
      auto again = co_await transport_.names().resolve(where.host, std::min(end, making_.limits.attempt));
      found = std::move(again);
    }
    making_.times.lookup += since(making_, asked);
    if (!found) {
      const bool late = found.error().kind() == error_kind::timeout && making_.limits.attempt < end;
      if (late) co_return expired(expiry::attempt, to_);
      co_return found.error();
    }
    const steady_time began = now();
    error failure;
    for (std::size_t i = 0; i < found->size(); ++i) {
      if (i > 0 && now() >= end) break;
      // An address that swallows packets must leave time for the others, and yet survive the loss of one packet.
      const auto left = static_cast<steady_time::rep>(found->size() - i);
      const steady_time::duration part = std::max<steady_time::duration>((end - now()) / left, least_share);
      const steady_time share = end == steady_time::max() ? end : std::min(end, now() + part);
      begin(share, expiry::connect);
      const auto& address = (*found)[i];
      const error_code refused = co_await try_address({address, where.port});
      if (!refused) {
        transport_.names().worked(address);
        making_.times.connect += since(making_, began);
        co_return result<void>{};
      }
      const expiry fired = stop_watching();
      if (fired == expiry::attempt) co_return expired(fired, to_);
      if (refused == asio::error::operation_aborted && fired == expiry::none) co_return cancelled();
      failure = fired != expiry::none ? expired(fired, to_) : not_connected(refused, where, address);
      if (failure.code() == "TooManyConnections") break;  // of this machine's making: no address helps
      transport_.names().failed(address);
    }
    co_return failure;
  }

  /// A lookup that may have failed for lack of descriptors: true when idle connections have given theirs up for
  /// another.
  bool make_room_for_lookup() {
    bool any = false;
    while (short_of_descriptors() && transport_.give_up_idle()) any = true;
    return any;
  }

  asio::awaitable<error_code> try_address(asio::ip::tcp::endpoint to) {
    auto tcp = std::make_unique<tcp_stream>(transport_.executor());
    error_code opened = tcp->open(to.address());
    while (needs_descriptors(opened) && transport_.give_up_idle()) opened = tcp->open(to.address());
    if (opened) co_return opened;
    const int descriptor = tcp->native_handle();
    making_.io = std::move(tcp);
    {
      const std::lock_guard lock{transport_.mutex()};
      if (making_.fired() != expiry::none) co_return make_error_code(boost::system::errc::timed_out);
      making_.descriptor = descriptor;
    }
    const error_code failure = co_await static_cast<tcp_stream&>(*making_.io).connect(to);
    if (failure) {
      stop_watching();
      making_.io.reset();
    }
    co_return failure;
  }

  asio::awaitable<result<void>> encrypt(const origin& with, std::shared_ptr<tls_session> session, http2_use use) {
    auto context = transport_.tls();
    if (!context) co_return context.error();
    const auto allowed = transport_.options().tls_timeout;
    if (!proceed(allowed.count() > 0 ? now() + allowed : steady_time::max(), expiry::tls))
      co_return expired(fired(), with);
    SSL* const made = (*context)->connection(with.host, offered(use), *session);
    if (made == nullptr) co_return handshake_failed(with, "it cannot be set up: " + take_openssl_error());
    auto tls = std::make_unique<tls_stream>(std::move(making_.io), std::move(*context), std::move(session), made);
    tls_stream& handshaking = *tls;
    making_.io = std::move(tls);
    const steady_time began = now();
    const handshake_result ended = co_await handshaking.handshake();
    making_.times.tls += since(making_, began);
    if (ended.what == handshake_result::verdict::done) {
      making_.speaks_http2 = use != http2_use::never && handshaking.protocol() == "h2";
      if (use == http2_use::required && !making_.speaks_http2) co_return no_http2(with);
      transport_.log(handshaking.resumed() ? "resumed TLS with" : "made TLS with", with);
      co_return result<void>{};
    }
    if (const expiry late = fired(); late != expiry::none) co_return expired(late, with);
    if (ended.what == handshake_result::verdict::certificate) co_return certificate_rejected(with, ended.reason);
    if (ended.what == handshake_result::verdict::refused && use == http2_use::required &&
        ended.reason.find("no application protocol") != ended.reason.npos)
      co_return no_http2(with);
    if (ended.what == handshake_result::verdict::refused) co_return handshake_failed(with, ended.reason);
    if (ended.failure == asio::error::operation_aborted) co_return cancelled();
    co_return handshake_failed(with, "the connection broke: " + ended.failure.message());
  }

  /// The user named another host than the one that fails: say why it was asked.
  error blaming(const proxy& via, const error& failure) const {
    if (failure.kind() == error_kind::cancelled || failure.code() == "ProxyRefused") return failure;
    return failure.with(
        [&](error_info& info) { info.message += "; " + describe(via.at) + " is the proxy for " + describe(to_); });
  }

  /// A new phase with its own deadline; the attempt's counts if it comes earlier.
  void begin(steady_time end, expiry meaning) {
    const std::lock_guard lock{transport_.mutex()};
    if (making_.limits.attempt <= end)
      making_.begin(making_.limits.attempt, expiry::attempt);
    else
      making_.begin(end, meaning);
  }

  bool proceed(steady_time end, expiry meaning) {
    const std::lock_guard lock{transport_.mutex()};
    if (making_.limits.attempt <= end) return making_.proceed(making_.limits.attempt, expiry::attempt);
    return making_.proceed(end, meaning);
  }

  expiry fired() {
    const std::lock_guard lock{transport_.mutex()};
    return making_.fired();
  }

  /// Before the socket is closed: its number may be another socket's at once.
  expiry stop_watching() {
    const std::lock_guard lock{transport_.mutex()};
    making_.descriptor = -1;
    return making_.fired();
  }

  direct_transport& transport_;
  connection& making_;
  const origin& to_;
};

}  // namespace

asio::awaitable<result<void>> connect(direct_transport& transport, connection& making) {
  connector work{transport, making};
  co_return co_await work.run();
}

}  // namespace aloft::http
