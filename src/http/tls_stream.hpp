#pragma once
// TLS over another stream. OpenSSL sees memory only: a BIO of our own that hands it what was read and takes what it
// wants written, at half the memory of a pair of OpenSSL's buffers.

#include "http/stream.hpp"
#include "http/tls_context.hpp"

#include <memory>
#include <string>
#include <string_view>

typedef struct bio_st BIO;

namespace aloft::http {

/// How a handshake ended.
struct handshake_result {
  enum class verdict {
    done,         ///< encrypted and, if asked for, verified
    broken,       ///< the connection failed underneath: see `failure`
    certificate,  ///< the server's certificate is not trusted, or not for this host
    refused,      ///< the two sides could not agree, or the server speaks no TLS
  } what = verdict::done;
  boost::system::error_code failure;
  std::string reason;  ///< OpenSSL's words
};

class tls_stream final : public stream {
 public:
  /// `connection`: made by the context, with this session. The stream owns it.
  tls_stream(std::unique_ptr<stream> below, std::shared_ptr<const tls_context> context,
             std::shared_ptr<tls_session> session, SSL* connection);
  ~tls_stream() override;

  boost::asio::awaitable<handshake_result> handshake();
  bool resumed() const noexcept;
  /// What was agreed by ALPN; empty: nothing.
  std::string_view protocol() const noexcept;

  io_task read_some(boost::asio::mutable_buffer into) override;
  io_task write_some(write_pieces pieces) override;
  io_result write_now(const write_pieces& pieces) override;
  std::ptrdiff_t read_now(boost::asio::mutable_buffer into) noexcept override;
  boost::asio::awaitable<readiness> wait(interest what, std::chrono::steady_clock::time_point until) override;
  void interrupt() noexcept override { below_->interrupt(); }
  bool flushed() const noexcept override { return out_.empty() && !flushing_; }
  bool drained() const noexcept override;
  idle_state look() noexcept override;

 private:
  struct memory_bio;
  /// Sends what is due; does nothing where the other direction's coroutine is at it.
  io_task flush();
  /// Sends what is due, and reads.
  boost::asio::awaitable<boost::system::error_code> refill();
  handshake_result refused_handshake();
  void make_room();

  const std::unique_ptr<stream> below_;
  const std::shared_ptr<const tls_context> context_;
  const std::shared_ptr<tls_session> session_;
  SSL* ssl_;
  std::unique_ptr<char[]> in_;  // encrypted bytes read and not yet taken by OpenSSL
  std::size_t in_capacity_ = 0, in_begin_ = 0, in_end_ = 0;
  bool in_was_full_ = false;
  std::string out_;      // encrypted bytes to be sent
  std::string sending_;  // those on their way: a reader may add to out_ meanwhile
  bool flushing_ = false;
  std::string joined_;  // head and body for one record
};

}  // namespace aloft::http
