#include "aloft/sigv4.hpp"

#include "auth/canonical.hpp"
#include "auth/checks.hpp"
#include "auth/signing_key.hpp"
#include "auth/sigv4a.hpp"
#include "auth/string_to_sign.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "crypto/percent.hpp"

#include <algorithm>

namespace aloft {
namespace {

using namespace std::chrono_literals;

// Buffers that signing needs each time: kept per thread, so that a signature allocates only what it adds to the
// request.
struct workspace {
  auth::canonicalizer canonical;
  auth::date_text date;
  crypto::digest digest{crypto::digest_algorithm::sha256};
  std::string payload_hash;
  std::string to_sign;
  std::string text;
};

workspace& this_threads_workspace() {
  thread_local workspace kept;
  return kept;
}

auth::path_rules rules_of(const signing_options& options) noexcept {
  return {.normalize = options.normalize_path, .double_encode = options.double_encode_path};
}

std::optional<error> fault_of_call(const http_request& request, const credentials& identity,
                                   const signing_options& options) {
  if (auto fault = auth::fault_of(identity)) return fault;
  if (auto fault = auth::fault_of(options)) return fault;
  return auth::fault_of(request);
}

void find_payload_hash(workspace& work, const http_request& request, const signing_options& options) {
  work.payload_hash.assign(options.payload_hash);
  if (work.payload_hash.empty()) crypto::append_hex(work.payload_hash, crypto::sha256(request.body).view());
}

// From the chosen headers and what the request holds now to the string to sign.
void find_string_to_sign(workspace& work, const http_request& request, const signing_options& options) {
  const std::string_view canonical = work.canonical.build(request, rules_of(options), work.payload_hash);
  work.to_sign.clear();
  auth::append_string_to_sign(work.to_sign, options, work.date, canonical);
}

result<signature> find_signature(workspace& work, const credentials& identity, const signing_options& options,
                                 signing_key_cache& cache) {
  if (options.algorithm == signing_algorithm::sigv4a) {
    const auto key = cache.keys().sigv4a(identity);
    if (!key) return key.error();
    const auto text = (*key)->sign(work.to_sign);
    if (!text) return text.error();
    return signature{*text};
  }
  const auto key = cache.keys().sigv4(identity, work.date.day(), options.region, options.service);
  work.text.clear();
  crypto::append_hex(work.text, key->sign(work.to_sign, work.digest).view());
  return signature{work.text};
}

// ---- by header

void add_signing_headers(workspace& work, http_request& request, const credentials& identity,
                         const signing_options& options) {
  request.headers.erase("X-Amz-Security-Token");
  if (!identity.session_token.empty() && options.sign_session_token)
    request.headers.add("X-Amz-Security-Token", identity.session_token);
  request.headers.set("X-Amz-Date", work.date.time());
  if (options.algorithm == signing_algorithm::sigv4a) request.headers.set("X-Amz-Region-Set", options.region);
  if (options.content_sha256_header) request.headers.set("X-Amz-Content-Sha256", work.payload_hash);
}

void prepare_headers(workspace& work, http_request& request, const credentials& identity,
                     const signing_options& options) {
  work.date.set(options.time);
  find_payload_hash(work, request, options);
  add_signing_headers(work, request, identity, options);
  work.canonical.choose_headers(request, options.unsigned_headers);
  find_string_to_sign(work, request, options);
}

void add_authorization(workspace& work, http_request& request, const credentials& identity,
                       const signing_options& options, const signature& made) {
  std::string& text = work.text;
  text.clear();
  text.append(auth::name_of(options.algorithm)).append(" Credential=").append(identity.access_key_id).append(1, '/');
  auth::append_scope(text, options, work.date);
  text.append(", SignedHeaders=").append(work.canonical.signed_headers());
  text.append(", Signature=").append(made.text());
  request.headers.set("Authorization", text);
  if (!identity.session_token.empty() && !options.sign_session_token)
    request.headers.set("X-Amz-Security-Token", identity.session_token);
}

// ---- by query

bool is_signing_parameter(std::string_view name) noexcept {
  static constexpr std::string_view names[] = {"X-Amz-Algorithm",     "X-Amz-Credential", "X-Amz-Date",
                                               "X-Amz-SignedHeaders", "X-Amz-Expires",    "X-Amz-Security-Token",
                                               "X-Amz-Region-Set",    "X-Amz-Signature"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// The query without the parameters of an earlier signature.
std::string unsigned_query(std::string_view query) {
  std::string kept;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view piece = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (is_signing_parameter(piece.substr(0, piece.find('=')))) continue;
    if (!kept.empty()) kept += '&';
    kept += piece;
  }
  return kept;
}

void add_parameter(std::string& query, std::string_view name, std::string_view value) {
  if (!query.empty()) query += '&';
  query.append(name).append(1, '=');
  crypto::append_percent_encoded(query, value);
}

void prepare_query(workspace& work, http_request& request, const credentials& identity, const signing_options& options,
                   std::chrono::seconds lifetime) {
  work.date.set(options.time);
  find_payload_hash(work, request, options);
  for (const auto* name : {"Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Region-Set"})
    request.headers.erase(name);
  work.canonical.choose_headers(request, options.unsigned_headers);

  std::string query = unsigned_query(request.query);
  work.text.assign(identity.access_key_id).append(1, '/');
  auth::append_scope(work.text, options, work.date);
  add_parameter(query, "X-Amz-Algorithm", auth::name_of(options.algorithm));
  add_parameter(query, "X-Amz-Credential", work.text);
  add_parameter(query, "X-Amz-Date", work.date.time());
  add_parameter(query, "X-Amz-SignedHeaders", work.canonical.signed_headers());
  add_parameter(query, "X-Amz-Expires", std::to_string(lifetime.count()));
  if (options.algorithm == signing_algorithm::sigv4a) add_parameter(query, "X-Amz-Region-Set", options.region);
  if (!identity.session_token.empty() && options.sign_session_token)
    add_parameter(query, "X-Amz-Security-Token", identity.session_token);
  request.query = std::move(query);
  find_string_to_sign(work, request, options);
}

}  // namespace

result<signature> sign(http_request& request, const credentials& identity, const signing_options& options,
                       signing_key_cache& cache) {
  if (auto fault = fault_of_call(request, identity, options)) return *fault;
  workspace& work = this_threads_workspace();
  prepare_headers(work, request, identity, options);
  auto made = find_signature(work, identity, options, cache);
  if (made) add_authorization(work, request, identity, options, *made);
  return made;
}

result<signature> presign(http_request& request, const credentials& identity, const signing_options& options,
                          std::chrono::seconds lifetime, signing_key_cache& cache) {
  if (auto fault = auth::fault_of_lifetime(lifetime)) return *fault;
  if (auto fault = fault_of_call(request, identity, options)) return *fault;
  workspace& work = this_threads_workspace();
  prepare_query(work, request, identity, options, lifetime);
  auto made = find_signature(work, identity, options, cache);
  if (!made) return made;
  if (!identity.session_token.empty() && !options.sign_session_token)
    add_parameter(request.query, "X-Amz-Security-Token", identity.session_token);
  add_parameter(request.query, "X-Amz-Signature", made->text());
  return made;
}

result<void> sign_with_token(http_request& request, std::string_view bearer_token) {
  if (auto fault = auth::fault_of(request)) return *fault;
  const auto printable = [](char c) { return c > 0x20 && c < 0x7f; };
  if (bearer_token.empty() || !std::all_of(bearer_token.begin(), bearer_token.end(), printable))
    return error{error_kind::credentials, "InvalidCredentials",
                 bearer_token.empty() ? "the bearer token is empty"
                                      : "the bearer token contains a space, line break or control character"};
  request.headers.set("Authorization", "Bearer " + std::string{bearer_token});
  return {};
}

result<signing_stages> explain_signature(http_request request, const credentials& identity,
                                         const signing_options& options, std::chrono::seconds lifetime) {
  const bool by_query = lifetime != 0s;
  if (by_query)
    if (auto fault = auth::fault_of_lifetime(lifetime)) return *fault;
  if (auto fault = fault_of_call(request, identity, options)) return *fault;
  workspace& work = this_threads_workspace();
  if (by_query)
    prepare_query(work, request, identity, options, lifetime);
  else
    prepare_headers(work, request, identity, options);
  return signing_stages{std::string{work.canonical.build(request, rules_of(options), work.payload_hash)}, work.to_sign};
}

}  // namespace aloft
