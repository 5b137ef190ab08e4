#include "auth/string_to_sign.hpp"

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

#include "aloft/timestamp.hpp"

#include <algorithm>

namespace aloft::auth {

void date_text::set(std::chrono::system_clock::time_point time) {
  const timestamp when = timestamp::from(time);
  if (when.seconds == seconds_) return;
  const std::string text = format_amz_date(when);
  text_.fill('0');
  std::copy_n(text.begin(), std::min(text.size(), text_.size()), text_.begin());
  seconds_ = when.seconds;
}

std::string_view name_of(signing_algorithm algorithm) noexcept {
  return algorithm == signing_algorithm::sigv4 ? "AWS4-HMAC-SHA256" : "AWS4-ECDSA-P256-SHA256";
}

void append_scope(std::string& to, const signing_options& options, const date_text& date) {
  to.append(date.day()).append(1, '/');
  if (options.algorithm == signing_algorithm::sigv4) to.append(options.region).append(1, '/');
  to.append(options.service).append("/aws4_request");
}

void append_string_to_sign(std::string& to, const signing_options& options, const date_text& date,
                           std::string_view canonical_request) {
  to.append(name_of(options.algorithm)).append(1, '\n').append(date.time()).append(1, '\n');
  append_scope(to, options, date);
  to += '\n';
  crypto::append_hex(to, crypto::sha256(canonical_request).view());
}

}  // namespace aloft::auth
