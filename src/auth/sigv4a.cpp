#include "auth/sigv4a.hpp"

#include "crypto/hex.hpp"
#include "crypto/hmac.hpp"
#include "crypto/openssl_handle.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <array>
#include <utility>

namespace aloft::auth {
namespace {

using big_number = crypto::openssl_handle<BIGNUM, BN_clear_free>;
using curve_group = crypto::openssl_handle<EC_GROUP, EC_GROUP_free>;
using curve_point = crypto::openssl_handle<EC_POINT, EC_POINT_free>;
using parameter_builder = crypto::openssl_handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using parameter_list = crypto::openssl_handle<OSSL_PARAM, OSSL_PARAM_free>;
using key_context = crypto::openssl_handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using digest_context = crypto::openssl_handle<EVP_MD_CTX, EVP_MD_CTX_free>;

error no_key(std::string_view why) {
  return error{error_kind::credentials, "InvalidCredentials",
               "no SigV4a key can be derived from the access key pair: " + std::string{why}};
}

void append_big_endian(std::string& to, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(number >> shift & 0xff);
}

// One candidate: block 1 of the KDF with label "AWS4-ECDSA-P256-SHA256", context {key id, counter}, 256 bits.
crypto::sha256_value candidate(const crypto::hmac_key& input_key, std::string_view access_key_id,
                               std::uint8_t counter) {
  std::string block;
  append_big_endian(block, 1);
  block.append("AWS4-ECDSA-P256-SHA256").append(1, '\0').append(access_key_id);
  block += static_cast<char>(counter);
  append_big_endian(block, 256);
  return input_key.sign(block);
}

// The private scalar: the first candidate c with c ≤ n - 2, plus one.
big_number derive_scalar(std::string_view access_key_id, std::string_view secret, const BIGNUM* order) {
  std::string prefixed = "AWS4A";
  prefixed.append(secret);
  const crypto::hmac_key input_key{prefixed};
  OPENSSL_cleanse(prefixed.data(), prefixed.size());

  big_number limit{BN_dup(order)};
  if (!limit || BN_sub_word(limit.get(), 2) != 1) return nullptr;
  for (unsigned counter = 1; counter < 255; ++counter) {
    crypto::sha256_value bytes = candidate(input_key, access_key_id, static_cast<std::uint8_t>(counter));
    big_number scalar{BN_bin2bn(bytes.bytes.data(), static_cast<int>(bytes.bytes.size()), nullptr)};
    OPENSSL_cleanse(bytes.bytes.data(), bytes.bytes.size());
    if (!scalar) return nullptr;
    if (BN_cmp(scalar.get(), limit.get()) > 0) continue;
    if (BN_add_word(scalar.get(), 1) != 1) return nullptr;
    BN_set_flags(scalar.get(), BN_FLG_CONSTTIME);
    return scalar;
  }
  return nullptr;
}

EVP_PKEY* make_key(const EC_GROUP* group, const BIGNUM* scalar) {
  const curve_point point{EC_POINT_new(group)};
  if (!point || EC_POINT_mul(group, point.get(), scalar, nullptr, nullptr, nullptr) != 1) return nullptr;
  std::array<unsigned char, 65> encoded;
  const std::size_t size =
      EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded.data(), encoded.size(), nullptr);
  const parameter_builder builder{OSSL_PARAM_BLD_new()};
  if (size != encoded.size() || !builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_BN_pad(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar, 32) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size()) != 1)
    return nullptr;
  const parameter_list parameters{OSSL_PARAM_BLD_to_param(builder.get())};
  const key_context context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) != 1)
    return nullptr;
  return key;
}

const unsigned char* data_of(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

result<ecdsa_key> ecdsa_key::derive(std::string_view access_key_id, std::string_view secret_access_key) {
  const curve_group group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
  if (!group) return no_key("libcrypto has no curve P-256");
  const big_number scalar = derive_scalar(access_key_id, secret_access_key, EC_GROUP_get0_order(group.get()));
  if (!scalar) return no_key("no candidate is a valid scalar");
  EVP_PKEY* key = make_key(group.get(), scalar.get());
  if (key == nullptr) return no_key("libcrypto refuses the scalar");
  return ecdsa_key{key};
}

ecdsa_key::ecdsa_key(ecdsa_key&& other) noexcept : key_{std::exchange(other.key_, nullptr)} {}

ecdsa_key& ecdsa_key::operator=(ecdsa_key&& other) noexcept {
  std::swap(key_, other.key_);
  return *this;
}

ecdsa_key::~ecdsa_key() { EVP_PKEY_free(key_); }

result<std::string> ecdsa_key::sign(std::string_view text) const {
  const digest_context context{EVP_MD_CTX_new()};
  std::array<unsigned char, 80> der;
  std::size_t size = der.size();
  if (!context || EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key_, nullptr) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &size, data_of(text), text.size()) != 1)
    return error{error_kind::credentials, "SigningFailed", "libcrypto could not make an ECDSA signature"};
  return crypto::to_hex({reinterpret_cast<const char*>(der.data()), size});
}

bool ecdsa_key::verify(std::string_view text, std::string_view hex_signature) const {
  const auto der = crypto::from_hex(hex_signature);
  const digest_context context{EVP_MD_CTX_new()};
  return der && context &&
         EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key_, nullptr) == 1 &&
         EVP_DigestVerify(context.get(), data_of(*der), der->size(), data_of(text), text.size()) == 1;
}

std::string ecdsa_key::public_key() const {
  std::array<unsigned char, 65> encoded;
  std::size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(key_, OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size(), &size) != 1 ||
      size != encoded.size())
    return {};
  return crypto::to_hex({reinterpret_cast<const char*>(encoded.data()) + 1, size - 1});
}

}  // namespace aloft::auth
