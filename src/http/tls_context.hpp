#pragma once
// What all TLS connections of a transport share: trust, settings, and sessions to resume.

#include "aloft/error.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_session_st SSL_SESSION;
typedef struct ssl_st SSL;

namespace aloft::http {

/// The latest session with one origin, for resumption. Thread-safe.
class tls_session {
 public:
  ~tls_session();
  /// Takes over the caller's reference.
  void keep(SSL_SESSION* session) noexcept;
  /// Lets a new connection begin with the kept session, if there is one.
  void offer_to(SSL* connection) const noexcept;

 private:
  mutable std::mutex mutex_;
  SSL_SESSION* latest_ = nullptr;
};

struct tls_settings {
  bool verify_peer = true;
  std::string ca_file;  ///< PEM file or folder; empty: the system's trust store
};

class tls_context {
 public:
  /// Reads the trust store. Errors (config): CaBundleUnusable.
  static result<std::shared_ptr<const tls_context>> load(const tls_settings& settings);
  ~tls_context();

  /// A new client connection to `host`: server name and the check of the certificate's name are set; new sessions go to
  /// `session`, which must outlive the connection. `protocols` are offered by ALPN, as on the wire: each with its
  /// length before it ("\x08http/1.1"). Null when that cannot be set up, as when memory is out: nothing is left
  /// unchecked.
  SSL* connection(const std::string& host, std::string_view protocols, tls_session& session) const;

 private:
  explicit tls_context(SSL_CTX* context) noexcept : context_{context} {}
  SSL_CTX* const context_;
};

/// The first error in OpenSSL's queue of this thread, as text; the queue is empty afterwards.
std::string take_openssl_error();

}  // namespace aloft::http
