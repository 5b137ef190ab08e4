#include "runtime/request_steps.hpp"

#include "crypto/percent.hpp"
#include "crypto/uuid.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <random>

namespace aloft::runtime {
namespace {

/// Whether the text is a label, "{Bucket}", whose member is a parameter of the endpoint rules under its own name.
bool is_parameter_of_rules(const model::operation& operation, std::string_view text) {
  if (operation.input == nullptr || text.size() < 3 || text.front() != '{' || text.back() != '}') return false;
  const auto name = text.substr(1, text.size() - 2);
  const model::member* member = operation.input->find(name);
  return member != nullptr && member->context_param == name && operation.owner != nullptr &&
         !operation.owner->endpoint_rules().empty();
}

}  // namespace

void leave_to_rules(const model::operation& operation, std::string& prefix, std::string& path) {
  if (operation.host_prefix.starts_with('{') && operation.host_prefix.ends_with('.') &&
      is_parameter_of_rules(operation, operation.host_prefix.substr(0, operation.host_prefix.size() - 1)))
    prefix.clear();
  if (!operation.request_uri.starts_with("/{")) return;
  const auto segment = operation.request_uri.substr(1, operation.request_uri.find_first_of("/?", 1) - 1);
  if (is_parameter_of_rules(operation, segment)) path.erase(0, path.find('/', 1));
}

std::string_view bucket_of(const serde::edited_input& input) { return input.text("Bucket"); }

void address(http_request& request, const endpoint& to, std::string_view prefix, std::string_view path) {
  request.scheme = to.origin.scheme;
  request.port = to.origin.port;
  request.host.assign(to.takes_host_prefix ? prefix : std::string_view{}).append(to.host);
  request.path = to.base_path;
  request.path += path;
  if (request.path.empty()) request.path = "/";
  for (const auto& [name, value] : to.headers) request.headers.set(name, value);
}

crypto::uuid_text make_invocation_id() {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  std::array<std::uint8_t, 16> bytes;
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    const std::uint64_t word = engine();
    std::memcpy(bytes.data() + at, &word, sizeof word);
  }
  return crypto::uuid_from(bytes);
}

std::string make_user_agent(std::string_view app_id) {
  std::string text = "aloft/" ALOFT_VERSION " lang/c++#20";
  if (app_id.empty()) return text;
  text += " app/";
  for (const char c : app_id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"!$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
    text += plain ? c : '-';
  }
  return text;
}

void identify(http_request& request, std::string_view user_agent, std::string_view invocation_id) {
  request.headers.set("User-Agent", user_agent);
  request.headers.set("amz-sdk-invocation-id", invocation_id);
}

void number_attempt(http_request& request, int attempt, int max_attempts) {
  request.headers.set("amz-sdk-request", {"attempt=", std::to_string(attempt), "; max=", std::to_string(max_attempts)});
}

signing_options signing_for(const chosen_auth& how, std::chrono::system_clock::time_point now,
                            std::string payload_hash) {
  signing_options out;
  if (how.scheme == auth_scheme::sigv4a) out.algorithm = signing_algorithm::sigv4a;
  out.region = how.scope->region;
  out.service = how.scope->name;
  out.time = now;
  out.double_encode_path = how.scope->double_encode_path;
  out.normalize_path = how.scope->double_encode_path;
  out.content_sha256_header = !how.scope->double_encode_path;
  out.payload_hash = std::move(payload_hash);
  return out;
}

result<signature> sign_with_keys(http_request& request, const chosen_auth& how, const credentials& signer,
                                 const signing_options& options, signing_key_cache& cache) {
  if (how.scheme != auth_scheme::sigv4_s3express) return sign(request, signer, options, cache);
  // The session's token travels in a header of its own.
  request.headers.set("X-Amz-S3session-Token", signer.session_token);
  credentials keys = signer;
  keys.session_token.clear();
  return sign(request, keys, options, cache);
}

result<signature> presign_with_keys(http_request& request, const chosen_auth& how, const credentials& signer,
                                    const signing_options& options, std::chrono::seconds lifetime,
                                    signing_key_cache& cache) {
  if (how.scheme != auth_scheme::sigv4_s3express) return presign(request, signer, options, lifetime, cache);
  if (!request.query.empty()) request.query += '&';
  request.query += "X-Amz-S3session-Token=";
  crypto::append_percent_encoded(request.query, signer.session_token);
  credentials keys = signer;
  keys.session_token.clear();
  return presign(request, keys, options, lifetime, cache);
}

}  // namespace aloft::runtime
