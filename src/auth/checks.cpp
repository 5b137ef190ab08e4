#include "auth/checks.hpp"

#include "core/byte_scan.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace aloft::auth {
namespace {

// What a character may be part of: one lookup each, since every byte of a request passes here.
enum character_class : std::uint8_t {
  token = 1,  // methods and header names (RFC 9110 §5.6.2)
  scope = 2,  // a field of a scope: fields are separated by '/', in a header with ',' and spaces between its parts
  host = 4,   // a host, IPv6 literals included
};

constexpr bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

constexpr auto classes = [] {
  std::array<std::uint8_t, 256> table{};
  for (unsigned i = 0x21; i < 0x7f; ++i) {
    const char c = static_cast<char>(i);
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos) table[i] |= token;
    if (std::string_view{"/,;=\"\\"}.find(c) == std::string_view::npos) table[i] |= scope;
    if (std::string_view{"/?#@\\"}.find(c) == std::string_view::npos) table[i] |= host;
  }
  return table;
}();

bool all_of_class(std::string_view text, character_class wanted) noexcept {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return (classes[static_cast<unsigned char>(c)] & wanted) != 0; });
}

bool has_control(std::string_view text) noexcept { return any_below_or_del(text, 0x20); }
bool has_control_or_space(std::string_view text) noexcept { return any_below_or_del(text, 0x21); }

error bad_request(std::string message) {
  return error{error_kind::usage, "InvalidRequest", "the request cannot be signed: " + std::move(message)};
}

error bad_option(std::string message) { return error{error_kind::usage, "InvalidSigningOption", std::move(message)}; }

error bad_key(std::string message) { return error{error_kind::credentials, "InvalidCredentials", std::move(message)}; }

std::optional<error> fault_of_key(std::string_view name, std::string_view key, std::string_view provider) {
  if (!key.empty() && !has_control_or_space(key)) return std::nullopt;
  const std::string from = provider.empty() ? std::string{} : " (from " + std::string{provider} + ")";
  if (key.empty()) return bad_key("the " + std::string{name} + " is empty" + from);
  if (key.find_first_of("\r\n") != std::string_view::npos)
    return bad_key("the " + std::string{name} + " contains a line break" + from +
                   "; remove it where the key is stored");
  return bad_key("the " + std::string{name} + " contains a space or control character" + from);
}

}  // namespace

bool is_header_text(std::string_view text) noexcept {
  return !has_control(text) ||
         std::none_of(text.begin(), text.end(), [](char c) { return is_control(c) && c != '\t'; });
}

std::optional<error> fault_of(const http_request& request) {
  if (request.method.empty() || !all_of_class(request.method, token))
    return bad_request("its method is no HTTP method");
  if (request.host.empty()) return bad_request("it has no host");
  if (!all_of_class(request.host, host)) return bad_request("its host contains a character that no host has");
  if (!request.path.empty() && request.path.front() != '/') return bad_request("its path does not start with '/'");
  if (has_control(request.path)) return bad_request("its path contains a control character; encode it as %XX");
  if (has_control(request.query)) return bad_request("its query contains a control character; encode it as %XX");
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || !all_of_class(name, token))
      return bad_request("a header's name is empty or contains a character that no header name has");
    if (!is_header_text(value))
      return bad_request("the value of header " + std::string{name} + " contains a control character");
  }
  return std::nullopt;
}

std::optional<error> fault_of(const credentials& identity) {
  if (auto fault = fault_of_key("access key id", identity.access_key_id, identity.provider)) return fault;
  if (!all_of_class(identity.access_key_id, scope))
    return bad_key("the access key id contains a character that no key id has");
  if (auto fault = fault_of_key("secret access key", identity.secret_access_key, identity.provider)) return fault;
  if (identity.session_token.empty()) return std::nullopt;
  return fault_of_key("session token", identity.session_token, identity.provider);
}

std::optional<error> fault_of(const signing_options& options) {
  if (options.service.empty())
    return bad_option("no signing name was given; expected a service's, as \"ec2\" or \"s3\"");
  if (!all_of_class(options.service, scope))
    return bad_option("the signing name contains a character that no service name has");
  if (options.region.empty()) return bad_option("no signing region was given; expected one as \"eu-west-1\"");
  std::string_view region = options.region;
  if (options.algorithm == signing_algorithm::sigv4) {
    if (!all_of_class(region, scope)) return bad_option("the signing region contains a character that no region has");
  } else if (has_control_or_space(region)) {
    return bad_option(
        "the signing region set contains a space or control character; expected regions separated by ','");
  }
  if (!all_of_class(options.payload_hash, scope))
    return bad_option("the payload hash contains a character that no hash has");
  return std::nullopt;
}

std::optional<error> fault_of_lifetime(std::chrono::seconds lifetime) {
  using namespace std::chrono_literals;
  if (lifetime >= 1s && lifetime <= 604'800s) return std::nullopt;
  return bad_option("a presigned request cannot be valid for " + std::to_string(lifetime.count()) +
                    " s; expected 1 to 604800 s (7 days)");
}

}  // namespace aloft::auth
