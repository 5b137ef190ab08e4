#include "local/s3/routes.hpp"

#include "crypto/percent.hpp"
#include "local/api_error.hpp"
#include "local/characters.hpp"
#include "local/s3/s3_error.hpp"
#include "local/verifier.hpp"
#include "protocol/uri_template.hpp"
#include "serde/utf8.hpp"

#include <algorithm>

namespace aloft::local::s3 {
namespace {

constexpr std::size_t longest_key = 1024;

bool holds(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

/// The host's bucket; "" where the path has it.
std::string_view bucket_of_host(std::string_view host) {
  if (host.starts_with('[')) return {};
  host = host.substr(0, host.find(':'));
  if (host.starts_with("s3.") || host.starts_with("s3-")) return {};
  for (const std::string_view service : {".s3.", ".s3-"})
    if (const auto at = host.rfind(service); at != host.npos) return host.substr(0, at);
  constexpr std::string_view here = ".localhost";
  if (host.ends_with(here)) return host.substr(0, host.size() - here.size());
  return {};
}

std::string decoded(std::string_view text) {
  auto bytes = crypto::percent_decode(text);
  if (!bytes || !serde::valid_utf8(*bytes))
    throw api_error{400, "InvalidURI", "Couldn't parse the specified URI."}.with_element("URI", std::string{text});
  return *std::move(bytes);
}

char level_of(const place& at) noexcept { return at.bucket.empty() ? 'S' : at.key.empty() ? 'B' : 'K'; }

std::string row(std::string_view method, char level, std::string_view subresource) {
  return join({method, " ", std::string_view{&level, 1}, " ", subresource});
}

}  // namespace

bool is_asked(const http_request& request) {
  constexpr std::string_view scope = "/s3/aws4_request";
  if (const auto stated = request.headers.find("Authorization"))
    return holds(*stated, scope) || stated->starts_with("AWS ");
  if (holds(request.query, "X-Amz-Credential="))
    return holds(request.query, scope) || holds(request.query, "%2Fs3%2Faws4_request") ||
           holds(request.query, "%2fs3%2faws4_request");
  if (request.method == "POST" || request.headers.contains("X-Amz-Target")) return false;
  return request.path != "/" && !holds(request.query, "Action=") && !request.path.starts_with("/20");
}

auth::signature_claim read_s3_claim(const http_request& request) {
  try {
    return read_claim(request);
  } catch (const api_error& failure) {
    if (failure.code() == "MissingAuthenticationToken") throw access_denied();
    if (request.headers.find("Authorization").value_or("").starts_with("AWS "))
      throw invalid_request(
          "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
    throw api_error{400, "AuthorizationHeaderMalformed", failure.message()};
  }
}

place place_of(const http_request& request) {
  std::string_view path = request.path;
  if (path.starts_with('/')) path.remove_prefix(1);
  place at;
  at.bucket = bucket_of_host(request.host);
  if (at.bucket.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    at.bucket = decoded(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  at.key = decoded(path);
  if (at.key.size() > longest_key)
    throw api_error{400, "KeyTooLongError", "Your key is too long"}
        .with_element("Size", std::to_string(at.key.size()))
        .with_element("MaxSizeAllowed", std::to_string(longest_key));
  return at;
}

std::string_view plain_operation(std::string_view method, const place& at, bool has_upload, bool has_source,
                                 bool second_listing) noexcept {
  const char level = level_of(at);
  if (level == 'S') return method == "GET" ? "ListBuckets" : "";
  if (level == 'B') {
    if (method == "GET") return second_listing ? "ListObjectsV2" : "ListObjects";
    if (method == "HEAD") return "HeadBucket";
    if (method == "PUT") return "CreateBucket";
    return method == "DELETE" ? "DeleteBucket" : "";
  }
  if (method == "GET") return has_upload ? "ListParts" : "GetObject";
  if (method == "HEAD") return "HeadObject";
  if (method == "DELETE") return has_upload ? "AbortMultipartUpload" : "DeleteObject";
  if (method == "POST") return has_upload ? "CompleteMultipartUpload" : "";
  if (method != "PUT") return "";
  if (has_source) return has_upload ? "UploadPartCopy" : "CopyObject";
  return has_upload ? "UploadPart" : "PutObject";
}

routes::routes(const model::service& s3) : service_{s3} {
  for (const auto name : s3.operation_names()) {
    const auto found = s3.find_operation(name);
    if (!found) continue;
    const auto uri = protocol::uri_template::parse((*found)->request_uri);
    auto subresource = uri.query.substr(0, uri.query.find('&'));
    subresource = subresource.substr(0, subresource.find('='));
    if (subresource.empty() || subresource == "x-id" || subresource == "list-type") continue;
    const auto labels = std::ranges::count_if(uri.path, [](const auto& piece) { return !piece.label.empty(); });
    const char level = labels == 0 ? 'S' : labels == 1 ? 'B' : 'K';
    auto& here = by_subresource_[row((*found)->http_method, level, subresource)];
    // Two names for one thing (…Lifecycle, …LifecycleConfiguration): the longer is the newer.
    if (here.size() < name.size()) here = name;
  }
}

asked routes::find(const http_request& request) const {
  const auto at = place_of(request);
  asked found;
  if (!at.bucket.empty()) found.labels.emplace_back("Bucket", at.bucket);
  if (!at.key.empty()) found.labels.emplace_back("Key", at.key);
  bool has_upload = false, second_listing = false;
  for (const auto& [name, value] : protocol::parse_query(request.query)) {
    has_upload = has_upload || name == "uploadId";
    second_listing = second_listing || (name == "list-type" && value == "2");
    const auto named = by_subresource_.find(row(request.method, level_of(at), name));
    if (named == by_subresource_.end()) continue;
    found.operation = operation(named->second);
    return found;
  }
  const auto name =
      plain_operation(request.method, at, has_upload, request.headers.contains("x-amz-copy-source"), second_listing);
  if (name.empty())
    throw api_error{405, "MethodNotAllowed", "The specified method is not allowed against this resource."}.with_element(
        "Method", request.method);
  found.operation = operation(name);
  return found;
}

const model::operation* routes::operation(std::string_view name) const { return service_.find_operation(name).value(); }

}  // namespace aloft::local::s3
