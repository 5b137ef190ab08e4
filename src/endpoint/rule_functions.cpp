#include "endpoint/rule_functions.hpp"

#include <aloft/http_message.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace aloft::endpoint {
namespace json = boost::json;
namespace {

struct entry {
  std::string_view name;
  function id;
  std::size_t arity;
};
constexpr std::array<entry, 14> table{{
    {"isSet", function::is_set, 1},
    {"not", function::negate, 1},
    {"getAttr", function::get_attribute, 2},
    {"stringEquals", function::string_equals, 2},
    {"booleanEquals", function::boolean_equals, 2},
    {"substring", function::substring, 4},
    {"uriEncode", function::uri_encode, 1},
    {"parseURL", function::parse_url, 1},
    {"isValidHostLabel", function::is_valid_host_label, 2},
    {"coalesce", function::coalesce, 1},
    {"split", function::split, 3},
    {"aws.partition", function::partition, 1},
    {"aws.parseArn", function::parse_arn, 1},
    {"aws.isVirtualHostableS3Bucket", function::is_virtual_hostable, 2},
}};

bool is_alphanumeric(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// RFC 1123: letters, digits and inner hyphens, at most 63.
bool is_label(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_ipv4(std::string_view text) noexcept {
  for (int groups = 1;; ++groups) {
    const std::size_t dot = text.find('.');
    const std::string_view group = text.substr(0, dot);
    unsigned number = 256;
    const auto [end, failure] = std::from_chars(group.data(), group.data() + group.size(), number);
    if (group.size() > 3 || failure != std::errc{} || end != group.data() + group.size() || number > 255) return false;
    if (dot == std::string_view::npos) return groups == 4;
    text.remove_prefix(dot + 1);
  }
}

/// The host of an authority, without user and port.
std::string_view host_of(std::string_view authority) noexcept {
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.rfind(':'));
}

/// Between brackets only an IPv6 literal (RFC 3986 §3.2.2), perhaps with a zone.
bool is_ipv6_literal(std::string_view host) noexcept {
  if (host.size() < 4 || !host.starts_with('[') || !host.ends_with(']')) return false;
  host = host.substr(1, host.size() - 2);
  host = host.substr(0, host.find('%'));
  return host.find(':') != std::string_view::npos && std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
         });
}

}  // namespace

std::optional<function> function_by_name(std::string_view name) noexcept {
  for (const auto& known : table)
    if (known.name == name) return known.id;
  return std::nullopt;
}

std::size_t arity(function name) noexcept {
  for (const auto& known : table)
    if (known.id == name) return known.arity;
  return 0;
}

json::value parse_url(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return nullptr;
  const std::string_view written = text.substr(0, colon);  // in any case, RFC 3986 §3.1
  const std::string_view scheme = iequals(written, "https") ? "https" : iequals(written, "http") ? "http" : "";
  if (scheme.empty()) return nullptr;
  if (text.find_first_of("?#") != std::string_view::npos) return nullptr;  // an endpoint has no query and no fragment
  const std::string_view rest = text.substr(colon + 3);
  const std::size_t slash = rest.find('/');
  const std::string_view authority = rest.substr(0, slash);
  if (authority.empty()) return nullptr;
  const std::string_view path = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash);
  std::string normalized{path.empty() ? "/" : path};
  if (normalized.back() != '/') normalized += '/';
  const std::string_view host = host_of(authority);
  return json::object{{"scheme", scheme},
                      {"authority", authority},
                      {"path", path},
                      {"normalizedPath", normalized},
                      {"isIp", is_ipv4(host) || is_ipv6_literal(host)}};
}

json::value parse_arn(std::string_view text) {
  // arn:partition:service:region:account-id:resource. Region and account may be empty; the resource may hold colons.
  std::array<std::string_view, 5> head;
  for (auto& part : head) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return nullptr;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (head[0] != "arn" || head[1].empty() || head[2].empty() || text.empty()) return nullptr;
  json::array resource;
  while (true) {
    const std::size_t cut = text.find_first_of(":/");
    resource.emplace_back(text.substr(0, cut));
    if (cut == std::string_view::npos) break;
    text.remove_prefix(cut + 1);
  }
  return json::object{{"partition", head[1]},
                      {"service", head[2]},
                      {"region", head[3]},
                      {"accountId", head[4]},
                      {"resourceId", std::move(resource)}};
}

json::value substring(std::string_view text, std::int64_t start, std::int64_t stop, bool reverse) {
  const auto size = static_cast<std::int64_t>(text.size());
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (start < 0 || start >= stop || stop > size || !ascii) return nullptr;
  const std::int64_t first = reverse ? size - stop : start;
  return json::value(text.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(stop - start)));
}

json::value split(std::string_view text, std::string_view delimiter, std::int64_t limit) {
  if (delimiter.empty()) return nullptr;
  json::array parts;
  while (limit <= 0 || static_cast<std::int64_t>(parts.size()) + 1 < limit) {
    const std::size_t cut = text.find(delimiter);
    if (cut == std::string_view::npos) break;
    parts.emplace_back(text.substr(0, cut));
    text.remove_prefix(cut + delimiter.size());
  }
  parts.emplace_back(text);
  return parts;
}

bool is_valid_host_label(std::string_view text, bool allow_subdomains) noexcept {
  if (!allow_subdomains) return is_label(text);
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_virtual_hostable_bucket(std::string_view name, bool allow_subdomains) noexcept {
  const bool lower = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return name.size() >= 3 && name.size() <= 63 && lower && !is_ipv4(name) &&
         is_valid_host_label(name, allow_subdomains);
}

}  // namespace aloft::endpoint
