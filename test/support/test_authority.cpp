#include "support/test_authority.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <stdexcept>

namespace aloft::testing {
namespace {

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
  if (extension == nullptr) throw std::runtime_error{"extension " + value};
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

X509* make(const char* name, EVP_PKEY* key, long from, long until) {
  static std::atomic<long> serial{1};
  X509* const made = X509_new();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), serial++);
  X509_gmtime_adj(X509_getm_notBefore(made), from);
  X509_gmtime_adj(X509_getm_notAfter(made), until);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_pubkey(made, key);
  return made;
}

}  // namespace

test_authority::test_authority() : key_{EVP_EC_gen("P-256")} {
  certificate_ = make("aloft test authority", key_, -7200, 7200);
  X509_set_issuer_name(certificate_, X509_get_subject_name(certificate_));
  extend(certificate_, certificate_, NID_basic_constraints, "critical,CA:TRUE");
  X509_sign(certificate_, key_, EVP_sha256());
  std::string path = std::filesystem::temp_directory_path() / "aloft-test-ca-XXXXXX";
  const int descriptor = ::mkstemp(path.data());
  FILE* const file = ::fdopen(descriptor, "w");
  PEM_write_X509(file, certificate_);
  std::fclose(file);
  ca_file_ = path;
}

test_authority::~test_authority() {
  std::filesystem::remove(ca_file_);
  X509_free(certificate_);
  EVP_PKEY_free(key_);
}

std::shared_ptr<SSL_CTX> test_authority::server(const certificate& about) const {
  EVP_PKEY* const key = EVP_EC_gen("P-256");
  X509* const own = make("server", key, about.valid_from, about.valid_until);
  X509_set_issuer_name(own, X509_get_subject_name(certificate_));
  extend(own, certificate_, NID_subject_alt_name, about.names);
  X509_sign(own, key_, EVP_sha256());
  std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  SSL_CTX_use_certificate(context.get(), own);
  SSL_CTX_use_PrivateKey(context.get(), key);
  const unsigned char id[] = "aloft";
  SSL_CTX_set_session_id_context(context.get(), id, sizeof id);
  if (about.max_version != 0) {
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), 0);
    SSL_CTX_set_max_proto_version(context.get(), about.max_version);
  }
  X509_free(own);
  EVP_PKEY_free(key);
  return context;
}

std::string server_flight(SSL_CTX* context, const std::string& hello) {
  SSL* const server = SSL_new(context);
  BIO* const in = BIO_new(BIO_s_mem());
  BIO* const out = BIO_new(BIO_s_mem());
  SSL_set_bio(server, in, out);
  BIO_write(in, hello.data(), static_cast<int>(hello.size()));
  SSL_accept(server);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out, &bytes);
  std::string flight(bytes, static_cast<std::size_t>(size));
  SSL_free(server);
  return flight;
}

}  // namespace aloft::testing
