#include "auth/checks.hpp"

#include <algorithm>

namespace aloft::auth {
namespace {

constexpr bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// RFC 9110 §5.6.2, what methods and header names are made of.
constexpr bool is_token_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

// Counts instead of stopping at the first, which compilers turn into vector instructions.
bool has_control(std::string_view text) noexcept {
  unsigned controls = 0;
  for (const char c : text) controls += is_control(c);
  return controls != 0;
}

error bad_request(std::string message) {
  return error{error_kind::usage, "InvalidRequest", "the request cannot be signed: " + std::move(message)};
}

error bad_option(std::string message) { return error{error_kind::usage, "InvalidSigningOption", std::move(message)}; }

error bad_key(std::string message) { return error{error_kind::credentials, "InvalidCredentials", std::move(message)}; }

// A scope is fields separated by '/' in a header with ',' and spaces between its parts.
bool is_scope_field(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > 0x20 && c < 0x7f && std::string_view{"/,;=\"\\"}.find(c) == std::string_view::npos;
  });
}

std::optional<error> fault_of_key(std::string_view name, std::string_view key, std::string_view provider) {
  const std::string from = provider.empty() ? std::string{} : " (from " + std::string{provider} + ")";
  if (key.empty()) return bad_key("the " + std::string{name} + " is empty" + from);
  if (key.find_first_of("\r\n") != std::string_view::npos)
    return bad_key("the " + std::string{name} + " contains a line break" + from +
                   "; remove it where the key is stored");
  const auto unusable = [](char c) { return is_control(c) || c == ' '; };
  if (std::any_of(key.begin(), key.end(), unusable))
    return bad_key("the " + std::string{name} + " contains a space or control character" + from);
  return std::nullopt;
}

}  // namespace

bool is_header_text(std::string_view text) noexcept {
  unsigned controls = 0;
  for (const char c : text) controls += is_control(c) && c != '\t';
  return controls == 0;
}

std::optional<error> fault_of(const http_request& request) {
  if (!is_token(request.method)) return bad_request("its method is no HTTP method");
  if (request.host.empty()) return bad_request("it has no host");
  const auto not_of_a_host = [](char c) {
    return is_control(c) || c == ' ' || c == '/' || c == '?' || c == '#' || c == '@';
  };
  if (std::any_of(request.host.begin(), request.host.end(), not_of_a_host))
    return bad_request("its host contains a character that no host has");
  if (!request.path.empty() && request.path.front() != '/') return bad_request("its path does not start with '/'");
  if (has_control(request.path)) return bad_request("its path contains a control character; encode it as %XX");
  if (has_control(request.query)) return bad_request("its query contains a control character; encode it as %XX");
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name)) return bad_request("a header's name is empty or contains a character that no header name has");
    if (!is_header_text(value)) return bad_request("the value of header " + name + " contains a control character");
  }
  return std::nullopt;
}

std::optional<error> fault_of(const credentials& identity) {
  if (auto fault = fault_of_key("access key id", identity.access_key_id, identity.provider)) return fault;
  if (!is_scope_field(identity.access_key_id))
    return bad_key("the access key id contains a character that no key id has");
  if (auto fault = fault_of_key("secret access key", identity.secret_access_key, identity.provider)) return fault;
  if (identity.session_token.empty()) return std::nullopt;
  return fault_of_key("session token", identity.session_token, identity.provider);
}

std::optional<error> fault_of(const signing_options& options) {
  if (options.service.empty())
    return bad_option("no signing name was given; expected a service's, as \"ec2\" or \"s3\"");
  if (!is_scope_field(options.service))
    return bad_option("the signing name contains a character that no service name has");
  if (options.region.empty()) return bad_option("no signing region was given; expected one as \"eu-west-1\"");
  std::string_view region = options.region;
  if (options.algorithm == signing_algorithm::sigv4) {
    if (!is_scope_field(region)) return bad_option("the signing region contains a character that no region has");
  } else if (has_control(region) || region.find(' ') != std::string_view::npos) {
    return bad_option(
        "the signing region set contains a space or control character; expected regions separated by ','");
  }
  if (!is_scope_field(options.payload_hash))
    return bad_option("the payload hash contains a character that no hash has");
  return std::nullopt;
}

}  // namespace aloft::auth
