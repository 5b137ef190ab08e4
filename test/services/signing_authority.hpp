#pragma once
// Certificates and signatures as SNS makes them, by an authority of the test's own.

#include <ctime>
#include <memory>
#include <string>
#include <string_view>

typedef struct evp_pkey_st EVP_PKEY;
typedef struct x509_st X509;

namespace aloft::testing {

/// A key and a certificate for it, signed by another or by itself.
class signing_certificate {
 public:
  struct about {
    std::string name = "sns.amazonaws.com";  ///< CN and subjectAltName
    std::time_t from = 0, until = 0;
    bool authority = false;
    std::string issuer_url = {};  ///< where the issuer's certificate is to be had
  };
  signing_certificate(const about& what, const signing_certificate* issuer);
  ~signing_certificate();
  signing_certificate(const signing_certificate&) = delete;

  std::string pem() const;
  /// base64
  std::string sign(std::string_view text, bool sha1 = false) const;

 private:
  EVP_PKEY* key_;
  X509* certificate_;
};

}  // namespace aloft::testing
