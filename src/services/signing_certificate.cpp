#include "services/signing_certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <utility>

namespace aloft::sns {
namespace {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* what) const noexcept {
    Free(what);
  }
};
using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free>>;
using x509_ptr = std::unique_ptr<X509, freed_by<X509_free>>;
using store_ptr = std::unique_ptr<X509_STORE, freed_by<X509_STORE_free>>;
using store_context_ptr = std::unique_ptr<X509_STORE_CTX, freed_by<X509_STORE_CTX_free>>;
using digest_context_ptr = std::unique_ptr<EVP_MD_CTX, freed_by<EVP_MD_CTX_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;

void free_stack(STACK_OF(X509) * of) { sk_X509_pop_free(of, X509_free); }
using stack_ptr = std::unique_ptr<STACK_OF(X509), freed_by<free_stack>>;

error untrusted(const std::string& why) {
  return error{error_kind::protocol, "UntrustedCertificate", "the certificate of the signature is not trusted: " + why};
}

/// All certificates of a PEM text, or the one of a DER text.
std::vector<x509_ptr> read_all(std::string_view text) {
  std::vector<x509_ptr> all;
  const bio_ptr from{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
  if (!from) return all;
  if (text.find("-----BEGIN") == std::string_view::npos) {
    if (X509* const one = d2i_X509_bio(from.get(), nullptr)) all.emplace_back(one);
  } else {
    while (X509* const one = PEM_read_bio_X509(from.get(), nullptr, nullptr, nullptr)) all.emplace_back(one);
  }
  ERR_clear_error();
  return all;
}

bool is_for_one_of(X509* certificate, const std::vector<std::string>& names) {
  for (const auto& one : names)
    if (X509_check_host(certificate, one.data(), one.size(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, nullptr) == 1)
      return true;
  return false;
}

std::chrono::system_clock::time_point end_of(const X509* certificate) {
  std::tm when{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &when) != 1) return {};
  return std::chrono::system_clock::from_time_t(::timegm(&when));
}

}  // namespace

signing_key::signing_key(evp_pkey_st* key, std::chrono::system_clock::time_point until) noexcept
    : key_{key}, until_{until} {}
signing_key::~signing_key() { EVP_PKEY_free(key_); }

result<void> signing_key::check(std::string_view text, std::string_view signature, bool sha1) const {
  const digest_context_ptr context{EVP_MD_CTX_new()};
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, sha1 ? EVP_sha1() : EVP_sha256(), nullptr, key_) != 1) {
    ERR_clear_error();
    return error{error_kind::protocol, sha1 ? "Sha1NotAllowed" : "SignatureMismatch",
                 sha1 ? "this system's OpenSSL does not check signatures made with SHA-1; give the topic "
                        "SignatureVersion 2"
                      : "the certificate's key cannot check a signature"};
  }
  const int right =
      EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
  ERR_clear_error();
  if (right == 1) return {};
  return error{error_kind::protocol, "SignatureMismatch",
               "the signature is not that of what the notification says: it was changed, or SNS did not send it"};
}

result<std::shared_ptr<const signing_key>> trusted_key(std::string_view pem, const std::vector<std::string>& issuers,
                                                       const trust& by) {
  auto own = read_all(pem);
  if (own.empty()) return untrusted("there is no certificate where the notification says it is");
  const store_ptr store{X509_STORE_new()};
  const stack_ptr between{sk_X509_new_null()};
  const store_context_ptr context{X509_STORE_CTX_new()};
  if (!store || !between || !context) return untrusted("OpenSSL has no memory");
  const int loaded = by.ca_file.empty() ? X509_STORE_set_default_paths(store.get())
                                        : X509_STORE_load_file(store.get(), by.ca_file.c_str());
  if (loaded != 1) {
    ERR_clear_error();
    return error{error_kind::config, "CaBundleUnusable", "cannot read the trusted authorities of '" + by.ca_file + "'"};
  }
  for (std::size_t i = 1; i < own.size(); ++i)
    if (sk_X509_push(between.get(), own[i].get()) > 0) (void)own[i].release();
  for (const auto& one : issuers)
    for (auto& certificate : read_all(one))
      if (sk_X509_push(between.get(), certificate.get()) > 0) (void)certificate.release();
  X509* const leaf = own.front().get();
  if (X509_STORE_CTX_init(context.get(), store.get(), leaf, between.get()) != 1) return untrusted("OpenSSL refuses it");
  X509_STORE_CTX_set_time(context.get(), 0, std::chrono::system_clock::to_time_t(by.now));
  if (X509_verify_cert(context.get()) != 1) {
    const int why = X509_STORE_CTX_get_error(context.get());
    ERR_clear_error();
    return untrusted(X509_verify_cert_error_string(why));
  }
  if (!is_for_one_of(leaf, by.names)) return untrusted("it is for another name than " + by.names.front());
  key_ptr key{X509_get_pubkey(leaf)};
  if (!key) return untrusted("its key cannot be read");
  const auto until = end_of(leaf);
  return std::shared_ptr<const signing_key>{std::make_shared<signing_key>(key.release(), until)};
}

std::string issuer_url(std::string_view certificate) {
  const auto all = read_all(certificate);
  if (all.empty()) return {};
  auto* const access =
      static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(all.back().get(), NID_info_access, nullptr, nullptr));
  if (access == nullptr) return {};
  std::string url;
  for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access) && url.empty(); ++i) {
    const ACCESS_DESCRIPTION* const one = sk_ACCESS_DESCRIPTION_value(access, i);
    if (OBJ_obj2nid(one->method) != NID_ad_ca_issuers || one->location->type != GEN_URI) continue;
    const auto* const text = one->location->d.uniformResourceIdentifier;
    url.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
               static_cast<std::size_t>(ASN1_STRING_length(text)));
  }
  AUTHORITY_INFO_ACCESS_free(access);
  return url;
}

}  // namespace aloft::sns
