#include "local/sns/signer.hpp"

#include "aloft/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace aloft::local::sns {
namespace {

using certificate_handle = crypto::openssl_handle<X509, X509_free>;
using key_handle = crypto::openssl_handle<EVP_PKEY, EVP_PKEY_free>;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error{std::string{"libcrypto cannot "} + what};
}

void extend(X509* certificate, X509* issuer, int what, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const crypto::openssl_handle<X509_EXTENSION, X509_EXTENSION_free> made{
      X509V3_EXT_conf_nid(nullptr, &context, what, value)};
  require(made && X509_add_ext(certificate, made.get(), -1) == 1, "extend a certificate");
}

/// Valid whatever time a test says it is: from 2020 to 2049.
certificate_handle make_certificate(const char* name, EVP_PKEY* key, long serial) {
  certificate_handle made{X509_new()};
  require(made != nullptr, "make a certificate");
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
  ASN1_TIME_set_string(X509_getm_notBefore(made.get()), "20200101000000Z");
  ASN1_TIME_set_string(X509_getm_notAfter(made.get()), "20491231235959Z");
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  require(X509_set_pubkey(made.get(), key) == 1, "certify a key");
  return made;
}

std::string pem_of(X509* certificate) {
  const crypto::openssl_handle<BIO, BIO_free_all> memory{BIO_new(BIO_s_mem())};
  require(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "write a certificate");
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace

signer::signer() : key_{EVP_RSA_gen(2048)} {
  require(key_ != nullptr, "make an RSA key");
  const key_handle root_key{EVP_EC_gen("P-256")};
  require(root_key != nullptr, "make an EC key");
  const auto root = make_certificate("aloft local notifications", root_key.get(), 1);
  X509_set_issuer_name(root.get(), X509_get_subject_name(root.get()));
  extend(root.get(), root.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(root.get(), root.get(), NID_key_usage, "critical,keyCertSign");
  extend(root.get(), root.get(), NID_subject_key_identifier, "hash");
  require(X509_sign(root.get(), root_key.get(), EVP_sha256()) > 0, "sign a certificate");

  const auto own = make_certificate("sns.amazonaws.com", key_.get(), 2);
  X509_set_issuer_name(own.get(), X509_get_subject_name(root.get()));
  extend(own.get(), root.get(), NID_basic_constraints, "critical,CA:FALSE");
  extend(own.get(), root.get(), NID_key_usage, "critical,digitalSignature");
  extend(own.get(), root.get(), NID_subject_alt_name, "DNS:sns.amazonaws.com");
  require(X509_sign(own.get(), root_key.get(), EVP_sha256()) > 0, "sign a certificate");

  certificate_ = pem_of(own.get());
  authority_ = pem_of(root.get());
  path_ = "/SimpleNotificationService-" + crypto::to_hex(crypto::md5(certificate_).view()) + ".pem";
}

std::string signer::sign(std::string_view text, std::string_view version) const {
  const crypto::openssl_handle<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
  const auto* digest = version == "2" ? EVP_sha256() : EVP_sha1();
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  require(context && EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1,
          "begin a signature");
  std::string signature(size, '\0');
  require(
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size()) == 1,
      "sign");
  signature.resize(size);
  return to_base64(signature);
}

}  // namespace aloft::local::sns
