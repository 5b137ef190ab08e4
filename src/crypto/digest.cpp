#include "crypto/digest.hpp"

#include <openssl/evp.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace aloft::crypto {
namespace {

const char* name_of(digest_algorithm algorithm) noexcept {
  switch (algorithm) {
    case digest_algorithm::md5: return "MD5";
    case digest_algorithm::sha1: return "SHA1";
    case digest_algorithm::sha256: break;
  }
  return "SHA256";
}

[[noreturn]] void refuse(digest_algorithm algorithm) {
  throw std::runtime_error(std::string{"libcrypto gave no "} + name_of(algorithm) + " digest");
}

// Looking an algorithm up by name costs more than hashing a small request, so each is looked up once per process.
struct fetched {
  explicit fetched(digest_algorithm algorithm) : method{EVP_MD_fetch(nullptr, name_of(algorithm), nullptr)} {}
  ~fetched() { EVP_MD_free(method); }
  fetched(const fetched&) = delete;
  fetched& operator=(const fetched&) = delete;
  EVP_MD* method;
};

const EVP_MD* method_of(digest_algorithm algorithm) {
  switch (algorithm) {
    case digest_algorithm::md5: {
      static const fetched md5{digest_algorithm::md5};
      return md5.method;
    }
    case digest_algorithm::sha1: {
      static const fetched sha1{digest_algorithm::sha1};
      return sha1.method;
    }
    case digest_algorithm::sha256: break;
  }
  static const fetched sha256{digest_algorithm::sha256};
  return sha256.method;
}

template <std::size_t N>
digest_value<N> once(digest& with, std::string_view bytes) {
  digest_value<N> value;
  with.update(bytes);
  with.finish(value.bytes.data());
  return value;
}

}  // namespace

digest::digest(digest_algorithm algorithm) : context_{EVP_MD_CTX_new()}, algorithm_{algorithm} {
  const EVP_MD* method = method_of(algorithm);
  if (context_ == nullptr || method == nullptr || EVP_DigestInit_ex2(context_, method, nullptr) != 1) {
    EVP_MD_CTX_free(context_);
    refuse(algorithm);
  }
}

digest::digest(const digest& other)
    : context_{EVP_MD_CTX_new()}, algorithm_{other.algorithm_}, finished_{other.finished_} {
  if (context_ == nullptr || EVP_MD_CTX_copy_ex(context_, other.context_) != 1) {
    EVP_MD_CTX_free(context_);
    refuse(algorithm_);
  }
}

digest::digest(digest&& other) noexcept
    : context_{std::exchange(other.context_, nullptr)}, algorithm_{other.algorithm_}, finished_{other.finished_} {}

digest& digest::operator=(const digest& other) {
  if (this == &other) return *this;
  if (context_ == nullptr) return *this = digest{other};
  if (EVP_MD_CTX_copy_ex(context_, other.context_) != 1) refuse(other.algorithm_);
  algorithm_ = other.algorithm_;
  finished_ = other.finished_;
  return *this;
}

digest& digest::operator=(digest&& other) noexcept {
  std::swap(context_, other.context_);
  std::swap(algorithm_, other.algorithm_);
  std::swap(finished_, other.finished_);
  return *this;
}

digest::~digest() { EVP_MD_CTX_free(context_); }

void digest::update(std::string_view bytes) {
  if (finished_) reset();
  if (EVP_DigestUpdate(context_, bytes.data(), bytes.size()) != 1) refuse(algorithm_);
}

void digest::finish(std::uint8_t* to) {
  if (finished_) reset();
  if (EVP_DigestFinal_ex(context_, to, nullptr) != 1) refuse(algorithm_);
  finished_ = true;
}

void digest::reset() {
  // Without a method the context starts over with the one it has, and allocates nothing.
  if (EVP_DigestInit_ex2(context_, nullptr, nullptr) != 1) refuse(algorithm_);
  finished_ = false;
}

// The one-step functions keep a context per thread.

sha256_value sha256(std::string_view bytes) {
  thread_local digest kept{digest_algorithm::sha256};
  return once<32>(kept, bytes);
}

digest_value<20> sha1(std::string_view bytes) {
  thread_local digest kept{digest_algorithm::sha1};
  return once<20>(kept, bytes);
}

digest_value<16> md5(std::string_view bytes) {
  thread_local digest kept{digest_algorithm::md5};
  return once<16>(kept, bytes);
}

}  // namespace aloft::crypto
