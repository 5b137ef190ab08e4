#include "services/message_digest.hpp"

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace aloft::sqs {
namespace {

/// One digest per thread: making one costs more than hashing a message.
crypto::digest& md5() {
  thread_local crypto::digest one{crypto::digest_algorithm::md5};
  return one;
}

void finish(crypto::digest& of, std::array<std::uint8_t, 16>& to) { of.finish(to.data()); }

bool is_text(const std::array<std::uint8_t, 16>& digest, std::string_view hex) {
  if (hex.size() != 32) return false;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const int high = crypto::hex_digit(hex[2 * i]), low = crypto::hex_digit(hex[2 * i + 1]);
    if (high < 0 || low < 0 || digest[i] != static_cast<std::uint8_t>(high << 4 | low)) return false;
  }
  return true;
}

std::string text_of(const std::array<std::uint8_t, 16>& digest) {
  return crypto::to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

void update_sized(crypto::digest& to, std::string_view bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  const std::array<char, 4> big{static_cast<char>(size >> 24), static_cast<char>(size >> 16),
                                static_cast<char>(size >> 8), static_cast<char>(size)};
  to.update({big.data(), big.size()});
  to.update(bytes);
}

void update(crypto::digest& to, std::string_view name, std::string_view type, std::string_view content) {
  update_sized(to, name);
  update_sized(to, type);
  to.update(type.starts_with("Binary") ? "\2" : "\1");
  update_sized(to, content);
}

}  // namespace

std::string digest_of(std::string_view body) {
  std::array<std::uint8_t, 16> digest{};
  md5().update(body);
  finish(md5(), digest);
  return text_of(digest);
}

std::string digest_of(const attributes& all) {
  if (all.empty()) return {};
  std::array<std::uint8_t, 16> digest{};
  for (const auto& [name, one] : all) update(md5(), name, one.type, one.value);
  finish(md5(), digest);
  return text_of(digest);
}

std::string_view wrong_digest(value message) {
  std::array<std::uint8_t, 16> digest{};
  if (const auto said = message["MD5OfBody"].as_text(); !said.empty()) {
    md5().update(message["Body"].as_text());
    finish(md5(), digest);
    if (!is_text(digest, said)) return "MD5OfBody";
  }
  const auto said = message["MD5OfMessageAttributes"].as_text();
  if (said.empty()) return {};
  std::vector<std::pair<std::string_view, value>> sorted;
  for (const auto& [name, one] : message["MessageAttributes"].entries()) sorted.emplace_back(name, one);
  if (sorted.empty()) return {};
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [name, one] : sorted) {
    const auto type = one["DataType"].as_text();
    const auto content = type.starts_with("Binary") ? one["BinaryValue"].as_blob() : one["StringValue"].as_text();
    update(md5(), name, type, content);
  }
  finish(md5(), digest);
  return is_text(digest, said) ? std::string_view{} : "MD5OfMessageAttributes";
}

}  // namespace aloft::sqs
