#include "local/ec2/page.hpp"

#include "local/api_error.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

namespace aloft::local::ec2 {
namespace {

std::uint64_t mix(std::uint64_t hash, std::string_view text) noexcept {
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3u;
  return (hash ^ 0xff) * 0x100000001b3u;  // ends the text: "ab"+"c" is not "a"+"bc"
}

std::string hex(std::uint64_t bits) {
  std::string text(16, '0');
  for (auto at = text.rbegin(); at != text.rend(); ++at, bits >>= 4) *at = "0123456789abcdef"[bits & 15];
  return text;
}

/// What a token is good for: the operation with these filters.
std::uint64_t digest(std::string_view operation, const input& request) {
  std::uint64_t hash = mix(0xcbf29ce484222325u, operation);
  for (const auto& filter : request.structures("Filters")) {
    hash = mix(hash, filter.text("Name"));
    for (const auto& value : filter.texts("Values")) hash = mix(hash, value);
  }
  return hash;
}

}  // namespace

page::page(std::string_view operation, const input& request, std::int64_t least, std::int64_t most)
    : limit_{request.integer("MaxResults")}, subject_{digest(operation, request)} {
  if (limit_ && *limit_ < least)
    throw invalid_parameter(join({"Value ( ", std::to_string(*limit_),
                                  " ) for parameter maxResults is invalid. Expecting a value greater than or equal to ",
                                  std::to_string(least), "."}));
  if (limit_ && *limit_ > most)
    throw invalid_parameter(join({"Value ( ", std::to_string(*limit_),
                                  " ) for parameter maxResults is invalid. Expecting a value less than or equal to ",
                                  std::to_string(most), "."}));
  const auto token = request.text("NextToken");
  if (token.empty()) return;
  const std::string prefix = hex(subject_);
  const auto position = token.substr(std::min<std::size_t>(16, token.size()));
  const auto parsed = std::from_chars(position.data(), position.data() + position.size(), after_, 16);
  if (!token.starts_with(prefix) || position.size() != 16 || parsed.ec != std::errc{} ||
      parsed.ptr != position.data() + position.size())
    throw invalid_parameter("Unable to parse pagination token");
}

bool page::take(std::uint64_t position) noexcept {
  if (position <= after_ || more_) return false;
  if (limit_ && taken_ == *limit_) {
    more_ = true;
    return false;
  }
  ++taken_;
  last_ = position;
  return true;
}

void page::finish(boost::json::object& output) const {
  if (more_) output["NextToken"] = hex(subject_) + hex(last_);
}

}  // namespace aloft::local::ec2
