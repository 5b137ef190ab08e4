#include "http/tls_stream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <climits>
#include <cstring>
#include <new>

namespace aloft::http {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

constexpr std::size_t small_input = 4096, large_input = 32 * 1024;
constexpr std::size_t record = 16 * 1024;    // the most that one TLS record carries
constexpr std::size_t at_once = 4 * record;  // encrypted before it is sent

/// OpenSSL's error codes as error_code.
class openssl_category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "openssl"; }
  std::string message(int value) const override {
    const char* const reason = ERR_reason_error_string(static_cast<unsigned long>(value));
    return reason != nullptr ? std::string{"TLS: "} + reason : "TLS failure";
  }
};

error_code tls_failure() {
  static const openssl_category category;
  const auto code = static_cast<int>(ERR_peek_error());
  ERR_clear_error();
  return {code != 0 ? code : 1, category};
}

int as_int(std::size_t size) noexcept { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }

}  // namespace

struct tls_stream::memory_bio {
  static int read(BIO* bio, char* into, int size) {
    auto& at = *static_cast<tls_stream*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    const std::size_t count = std::min(static_cast<std::size_t>(size), at.in_end_ - at.in_begin_);
    if (count == 0) {
      BIO_set_retry_read(bio);
      return -1;
    }
    std::memcpy(into, at.in_.get() + at.in_begin_, count);
    at.in_begin_ += count;
    return static_cast<int>(count);
  }
  static int write(BIO* bio, const char* from, int size) {
    BIO_clear_retry_flags(bio);
    static_cast<tls_stream*>(BIO_get_data(bio))->out_.append(from, static_cast<std::size_t>(size));
    return size;
  }
  static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

  static BIO_METHOD* method() {
    static const std::unique_ptr<BIO_METHOD, void (*)(BIO_METHOD*)> made{
        [] {
          BIO_METHOD* const m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "aloft memory");
          BIO_meth_set_read(m, read);
          BIO_meth_set_write(m, write);
          BIO_meth_set_ctrl(m, control);
          return m;
        }(),
        BIO_meth_free};
    return made.get();
  }
};

tls_stream::tls_stream(std::unique_ptr<stream> below, std::shared_ptr<const tls_context> context,
                       std::shared_ptr<tls_session> session, SSL* connection)
    : below_{std::move(below)}, context_{std::move(context)}, session_{std::move(session)}, ssl_{connection} {
  BIO* const bio = BIO_new(memory_bio::method());
  if (bio == nullptr) {
    SSL_free(ssl_);
    throw std::bad_alloc{};
  }
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_connect_state(ssl_);
}

tls_stream::~tls_stream() {
  // Without this OpenSSL would call the session broken off, and never resume it.
  SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  SSL_free(ssl_);
}

bool tls_stream::resumed() const noexcept { return SSL_session_reused(ssl_) == 1; }

std::string_view tls_stream::protocol() const noexcept {
  const unsigned char* at = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(ssl_, &at, &size);
  return {reinterpret_cast<const char*>(at), size};
}

void tls_stream::make_room() {
  if (in_begin_ < in_end_) return;
  in_begin_ = in_end_ = 0;
  const std::size_t wanted = in_was_full_ ? large_input : small_input;
  if (in_capacity_ >= wanted) return;
  in_.reset(new char[wanted]);
  in_capacity_ = wanted;
}

io_task tls_stream::flush() {
  io_result all;
  if (flushing_) co_return all;
  flushing_ = true;
  while (!out_.empty() && !all.failure) {
    sending_.swap(out_);
    write_pieces pieces{asio::buffer(sending_), asio::const_buffer{}};
    while (pieces[0].size() > 0 && !all.failure) {
      const io_result sent = co_await below_->write_some(pieces);
      all.count += sent.count;
      all.failure = sent.failure;
      pieces[0] += sent.count;
    }
    sending_.clear();
  }
  flushing_ = false;
  if (all.failure) out_.clear();  // what could not be sent must not stand in the way of reading
  for (std::string* const each : {&out_, &sending_})
    if (each->empty() && each->capacity() > 2 * record) *each = {};
  co_return all;
}

asio::awaitable<error_code> tls_stream::refill() {
  if (!out_.empty())
    if (const io_result sent = co_await flush(); sent.failure) co_return sent.failure;
  make_room();
  const io_result got = co_await below_->read_some({in_.get() + in_end_, in_capacity_ - in_end_});
  in_was_full_ = got.count == in_capacity_;
  in_end_ += got.count;
  // An end without TLS's own goodbye may be anybody's doing: it ends no body properly.
  if (got.failure == asio::error::eof) co_return make_error_code(boost::system::errc::connection_aborted);
  co_return got.failure;
}

asio::awaitable<handshake_result> tls_stream::handshake() {
  for (;;) {
    ERR_clear_error();
    const int done = SSL_do_handshake(ssl_);
    if (done == 1) {
      const error_code failure = (co_await flush()).failure;
      co_return handshake_result{
          failure ? handshake_result::verdict::broken : handshake_result::verdict::done, failure, {}};
    }
    const int kind = SSL_get_error(ssl_, done);
    if (kind != SSL_ERROR_WANT_READ) {
      handshake_result refused = refused_handshake();
      co_await flush();  // the alert tells the server why; whether it arrives does not matter
      co_return refused;
    }
    if (const error_code failure = co_await refill()) {
      handshake_result broken;
      broken.what = handshake_result::verdict::broken;
      broken.failure = failure;
      co_return broken;
    }
  }
}

handshake_result tls_stream::refused_handshake() {
  const long checked = SSL_get_verify_result(ssl_);
  if (checked != X509_V_OK && SSL_get_verify_mode(ssl_) != SSL_VERIFY_NONE) {
    ERR_clear_error();
    return {handshake_result::verdict::certificate, {}, X509_verify_cert_error_string(checked)};
  }
  return {handshake_result::verdict::refused, {}, take_openssl_error()};
}

io_task tls_stream::read_some(asio::mutable_buffer into) {
  for (;;) {
    ERR_clear_error();
    const int count = SSL_read(ssl_, into.data(), as_int(into.size()));
    if (count > 0) co_return io_result{{}, static_cast<std::size_t>(count)};
    switch (SSL_get_error(ssl_, count)) {
      case SSL_ERROR_WANT_READ: break;
      case SSL_ERROR_ZERO_RETURN: co_return io_result{asio::error::eof, 0};
      default: co_return io_result{tls_failure(), 0};
    }
    if (const error_code failure = co_await refill()) co_return io_result{failure, 0};
  }
}

io_task tls_stream::write_some(write_pieces pieces) {
  std::size_t taken = 0;
  while (taken < at_once && pieces[0].size() + pieces[1].size() > 0) {
    asio::const_buffer next = pieces[0].size() > 0 ? pieces[0] : pieces[1];
    if (pieces[0].size() > 0 && pieces[0].size() < record && pieces[1].size() > 0) {
      joined_.assign(static_cast<const char*>(pieces[0].data()), pieces[0].size());
      joined_.append(static_cast<const char*>(pieces[1].data()), std::min(pieces[1].size(), record - joined_.size()));
      next = asio::buffer(joined_);
    }
    ERR_clear_error();
    const int count = SSL_write(ssl_, next.data(), as_int(std::min(next.size(), record)));
    if (count > 0) {
      const auto written = static_cast<std::size_t>(count);
      const std::size_t of_first = std::min(written, pieces[0].size());
      pieces[0] += of_first;
      pieces[1] += written - of_first;
      taken += written;
      continue;
    }
    if (SSL_get_error(ssl_, count) != SSL_ERROR_WANT_READ) co_return io_result{tls_failure(), 0};
    if (const error_code failure = co_await refill()) co_return io_result{failure, taken};
  }
  const io_result sent = co_await flush();
  if (!sent.failure) co_return io_result{{}, taken};
  co_return io_result{sent.failure, sent.count > 0 ? taken : 0};
}

// What fits into one record. The part of it that the socket does not take, which is rare, leaves before whatever is
// read or written next.
io_result tls_stream::write_now(const write_pieces& pieces) {
  const std::size_t size = pieces[0].size() + pieces[1].size();
  if (flushing_ || !out_.empty() || size > record) return {};
  asio::const_buffer whole = pieces[0];
  if (pieces[1].size() > 0) {
    joined_.assign(static_cast<const char*>(pieces[0].data()), pieces[0].size());
    joined_.append(static_cast<const char*>(pieces[1].data()), pieces[1].size());
    whole = asio::buffer(joined_);
  }
  ERR_clear_error();
  const int count = SSL_write(ssl_, whole.data(), as_int(size));
  if (count <= 0) {
    if (SSL_get_error(ssl_, count) == SSL_ERROR_WANT_READ) return {};
    return {tls_failure(), 0};
  }
  const io_result sent = below_->write_now({asio::buffer(out_), asio::const_buffer{}});
  out_.erase(0, sent.count);
  if (!sent.failure) return {{}, size};
  out_.clear();
  return {sent.failure, sent.count > 0 ? size : 0};
}

std::ptrdiff_t tls_stream::read_now(asio::mutable_buffer into) noexcept {
  for (;;) {
    ERR_clear_error();
    const int count = SSL_read(ssl_, into.data(), as_int(into.size()));
    if (count > 0) return count;
    if (SSL_get_error(ssl_, count) != SSL_ERROR_WANT_READ) {
      ERR_clear_error();
      return -1;
    }
    make_room();
    const std::ptrdiff_t got = below_->read_now({in_.get() + in_end_, in_capacity_ - in_end_});
    if (got <= 0) return got;
    in_end_ += static_cast<std::size_t>(got);
  }
}

asio::awaitable<readiness> tls_stream::wait(interest what, std::chrono::steady_clock::time_point until) {
  if (what != interest::write && (SSL_pending(ssl_) > 0 || in_begin_ < in_end_)) co_return readiness::readable;
  co_return co_await below_->wait(what, until);
}

bool tls_stream::drained() const noexcept {
  return SSL_has_pending(ssl_) == 0 && in_begin_ == in_end_ && below_->drained();
}

idle_state tls_stream::look() noexcept {
  if (SSL_has_pending(ssl_) == 0 && in_begin_ == in_end_)
    if (const idle_state below = below_->look(); below != idle_state::unsolicited) return below;
  // Session tickets come after the handshake: bytes are no fault yet, only data or an end are. Nor may a record have
  // begun: nobody knows what it will be.
  char byte = 0;
  const std::ptrdiff_t count = read_now({&byte, 1});
  if (count < 0) return idle_state::closed;
  return count > 0 || SSL_has_pending(ssl_) == 1 ? idle_state::unsolicited : idle_state::quiet;
}

}  // namespace aloft::http
