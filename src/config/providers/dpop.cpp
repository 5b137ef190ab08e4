#include "aloft/dpop.hpp"

#include <aloft/base64.hpp>
#include "crypto/openssl_handle.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>

namespace aloft {
namespace {

using private_key = crypto::openssl_handle<EVP_PKEY, EVP_PKEY_free>;
using memory = crypto::openssl_handle<BIO, BIO_free_all>;
using big_number = crypto::openssl_handle<BIGNUM, BN_clear_free>;
using digest_context = crypto::openssl_handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using ecdsa_pair = crypto::openssl_handle<ECDSA_SIG, ECDSA_SIG_free>;

constexpr int coordinate_size = 32;

std::string base64_url(std::string_view bytes) {
  std::string out = to_base64(bytes);
  while (out.ends_with('=')) out.pop_back();
  for (char& c : out) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return out;
}

std::string padded(const BIGNUM* number) {
  std::string bytes(coordinate_size, '\0');
  if (BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), coordinate_size) < 0) return {};
  return bytes;
}

std::string coordinate(const EVP_PKEY& key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(&key, name, &raw) != 1) return {};
  const big_number number{raw};
  return padded(number.get());
}

bool on_p256(const EVP_PKEY& key) {
  std::array<char, 64> group{};
  std::size_t size = 0;
  return EVP_PKEY_get_group_name(&key, group.data(), group.size(), &size) == 1 &&
         std::string_view{group.data(), size} == "prime256v1";
}

std::string es256(EVP_PKEY& key, std::string_view text) {
  const digest_context context{EVP_MD_CTX_new()};
  std::array<unsigned char, 128> der{};
  std::size_t size = der.size();
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, &key) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &size, bytes, text.size()) != 1)
    return {};
  const unsigned char* at = der.data();
  const ecdsa_pair pair{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size))};
  if (!pair) return {};
  return padded(ECDSA_SIG_get0_r(pair.get())) + padded(ECDSA_SIG_get0_s(pair.get()));
}

}  // namespace

std::string make_dpop_key() {
  const private_key key{EVP_EC_gen("P-256")};
  const memory text{BIO_new(BIO_s_mem())};
  if (!key || !text ||
      PEM_write_bio_PrivateKey_traditional(text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return {};
  char* data = nullptr;
  const auto size = BIO_get_mem_data(text.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::optional<std::string> dpop_proof(std::string_view pem, std::string_view url, std::string_view id,
                                      std::chrono::system_clock::time_point now) {
  const memory text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  // A callback that gives no password: an encrypted key must not make OpenSSL ask at the terminal.
  const private_key key{PEM_read_bio_PrivateKey(
      text.get(), nullptr, [](char*, int, int, void*) { return 0; }, nullptr)};
  if (!key || !on_p256(*key)) return std::nullopt;
  const std::string x = coordinate(*key, OSSL_PKEY_PARAM_EC_PUB_X);
  const std::string y = coordinate(*key, OSSL_PKEY_PARAM_EC_PUB_Y);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const std::string header = R"({"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","x":")" + base64_url(x) +
                             R"(","y":")" + base64_url(y) + R"(","crv":"P-256"}})";
  const std::string payload = R"({"htm":"POST","htu":")" + std::string{url} + R"(","iat":)" + std::to_string(seconds) +
                              R"(,"jti":")" + std::string{id} + R"("})";
  const std::string signed_text = base64_url(header) + '.' + base64_url(payload);
  const std::string signature = es256(*key, signed_text);
  if (x.empty() || y.empty() || signature.size() != 2 * coordinate_size) return std::nullopt;
  return signed_text + '.' + base64_url(signature);
}

}  // namespace aloft
