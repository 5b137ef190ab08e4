#include "services/signing_authority.hpp"

#include <aloft/base64.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <stdexcept>
#include <vector>

namespace aloft::testing {
namespace {

void extend(X509* certificate, int what, const std::string& text) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const made = X509V3_EXT_conf_nid(nullptr, &context, what, text.c_str());
  if (made == nullptr) throw std::runtime_error{"no extension: " + text};
  X509_add_ext(certificate, made, -1);
  X509_EXTENSION_free(made);
}

}  // namespace

signing_certificate::signing_certificate(const about& what, const signing_certificate* issuer)
    : key_{what.authority ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048)}, certificate_{X509_new()} {
  static long serial = 1;
  X509_set_version(certificate_, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate_), ++serial);
  ASN1_TIME_set(X509_getm_notBefore(certificate_), what.from);
  ASN1_TIME_set(X509_getm_notAfter(certificate_), what.until);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate_), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(what.name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate_, X509_get_subject_name(issuer != nullptr ? issuer->certificate_ : certificate_));
  X509_set_pubkey(certificate_, key_);
  extend(certificate_, NID_basic_constraints, what.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (!what.authority) extend(certificate_, NID_subject_alt_name, "DNS:" + what.name);
  if (!what.issuer_url.empty()) extend(certificate_, NID_info_access, "caIssuers;URI:" + what.issuer_url);
  X509_sign(certificate_, issuer != nullptr ? issuer->key_ : key_, EVP_sha256());
}

signing_certificate::~signing_certificate() {
  X509_free(certificate_);
  EVP_PKEY_free(key_);
}

std::string signing_certificate::pem() const {
  BIO* const to = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(to, certificate_);
  char* data = nullptr;
  const long size = BIO_get_mem_data(to, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(to);
  return text;
}

std::string signing_certificate::sign(std::string_view text, bool sha1) const {
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, sha1 ? EVP_sha1() : EVP_sha256(), nullptr, key_);
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  EVP_DigestSign(context, nullptr, &size, bytes, text.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size());
  EVP_MD_CTX_free(context);
  return to_base64(signature);
}

}  // namespace aloft::testing
