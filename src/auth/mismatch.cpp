#include "auth/mismatch.hpp"

#include "auth/verify.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

#include <algorithm>
#include <array>

namespace aloft::auth {
namespace {

// The text between two marks, or nothing.
std::optional<std::string_view> between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t start = text.find(before);
  if (start == std::string_view::npos) return std::nullopt;
  text.remove_prefix(start + before.size());
  const std::size_t end = text.find(after);
  if (end == std::string_view::npos) return std::nullopt;
  return text.substr(0, end);
}

std::string without_entities(std::string_view xml) {
  constexpr std::array<std::pair<std::string_view, char>, 5> entities{
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  std::string text;
  while (!xml.empty()) {
    const auto entity =
        std::find_if(entities.begin(), entities.end(), [&](const auto& each) { return xml.starts_with(each.first); });
    const bool found = entity != entities.end();
    text += found ? entity->second : xml.front();
    xml.remove_prefix(found ? entity->first.size() : 1);
  }
  return text;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool holds_token(std::string_view line) noexcept {
  return line.starts_with("x-amz-security-token") || line.find("X-Amz-Security-Token=") != std::string_view::npos;
}

std::string quoted(std::string_view line) {
  constexpr std::size_t longest = 200;
  if (holds_token(line)) return "a line with the session token";
  std::string text = "\"";
  for (const char c : line.substr(0, longest)) text += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  return text + (line.size() > longest ? "…\"" : "\"");
}

}  // namespace

std::optional<std::string> canonical_request_in(std::string_view answer) {
  if (const auto xml = between(answer, "<CanonicalRequest>", "</CanonicalRequest>")) return without_entities(*xml);
  if (const auto text = between(answer, "The Canonical String for this request should have been\n'", "'\n"))
    return std::string{*text};
  return std::nullopt;
}

std::string first_difference(std::string_view ours, std::string_view theirs) {
  for (int line = 1; !ours.empty() || !theirs.empty(); ++line) {
    const std::string_view mine = take_line(ours);
    const std::string_view other = take_line(theirs);
    if (mine != other)
      return "line " + std::to_string(line) + " of the canonical request is " + quoted(mine) + " here and " +
             quoted(other) + " on the server";
  }
  return "the canonical request is the same on both sides, so the secret access key, region or service is wrong";
}

std::string explain_difference(const http_request& signed_request, path_rules rules, std::string_view theirs) {
  const auto claim = read_signature(signed_request);
  canonicalizer canonical;
  if (!claim || !canonical.choose_listed_headers(signed_request, claim->signed_headers)) return {};
  const auto stated = signed_request.headers.find("x-amz-content-sha256");
  const std::string hash = stated ? std::string{*stated} : crypto::to_hex(crypto::sha256(signed_request.body).view());
  return first_difference(canonical.build(signed_request, rules, hash), theirs);
}

std::string explain_mismatch(const http_request& signed_request, path_rules rules, std::string_view answer) {
  const auto theirs = canonical_request_in(answer);
  return theirs ? explain_difference(signed_request, rules, *theirs) : std::string{};
}

}  // namespace aloft::auth
