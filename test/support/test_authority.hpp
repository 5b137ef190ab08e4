#pragma once
// A certificate authority made for one test run, and servers' TLS settings with certificates of it.

#include <memory>
#include <string>

typedef struct ssl_ctx_st SSL_CTX;
typedef struct evp_pkey_st EVP_PKEY;
typedef struct x509_st X509;

namespace aloft::testing {

class test_authority {
 public:
  test_authority();
  ~test_authority();
  test_authority(const test_authority&) = delete;

  /// Path of a PEM file with the authority's own certificate; removed with the authority.
  const std::string& ca_file() const noexcept { return ca_file_; }

  struct certificate {
    std::string names = "DNS:localhost,IP:127.0.0.1";  ///< subjectAltName
    long valid_from = -3600, valid_until = 3600;       ///< seconds from now
    int max_version = 0;                               ///< 0: the newest TLS there is
  };
  /// A server's context with a fresh certificate; lives as long as the pointer.
  std::shared_ptr<SSL_CTX> server(const certificate& about) const;
  std::shared_ptr<SSL_CTX> server() const { return server(certificate{}); }

 private:
  EVP_PKEY* key_;
  X509* certificate_;
  std::string ca_file_;
};

/// What a TLS server would answer to the bytes of a client's hello.
std::string server_flight(SSL_CTX* context, const std::string& hello);

}  // namespace aloft::testing
