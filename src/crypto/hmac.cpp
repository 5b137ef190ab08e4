#include "crypto/hmac.hpp"

#include <openssl/crypto.h>

#include <algorithm>

namespace aloft::crypto {
namespace {

constexpr std::size_t block_size = 64;

}  // namespace

hmac_key::hmac_key(std::string_view secret) {
  sha256_value shortened;
  if (secret.size() > block_size) {
    shortened = sha256(secret);
    secret = shortened.view();
  }
  std::array<char, block_size> padded{};
  std::copy(secret.begin(), secret.end(), padded.begin());
  for (char& c : padded) c = static_cast<char>(c ^ 0x36);
  inner_.update({padded.data(), padded.size()});
  for (char& c : padded) c = static_cast<char>(c ^ 0x36 ^ 0x5c);
  outer_.update({padded.data(), padded.size()});
  OPENSSL_cleanse(padded.data(), padded.size());
  OPENSSL_cleanse(shortened.bytes.data(), shortened.bytes.size());
}

sha256_value hmac_key::sign(std::string_view message, digest& scratch) const {
  sha256_value value;
  scratch = inner_;
  scratch.update(message);
  scratch.finish(value.bytes.data());
  scratch = outer_;
  scratch.update(value.view());
  scratch.finish(value.bytes.data());
  return value;
}

sha256_value hmac_key::sign(std::string_view message) const {
  digest scratch{inner_};
  return sign(message, scratch);
}

sha256_value hmac_sha256(std::string_view secret, std::string_view message) { return hmac_key{secret}.sign(message); }

}  // namespace aloft::crypto
