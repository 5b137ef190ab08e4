#pragma once
// The canonical request: one spelling for all the ways in which the same request can be written.

#include "aloft/http_message.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::auth {

/// How the path enters the canonical request.
struct path_rules {
  bool normalize = true;      ///< remove dot segments and doubled slashes first
  bool double_encode = true;  ///< encode what the request line holds; else every spelling of it becomes one
};

void append_canonical_path(std::string& to, std::string_view path, path_rules rules);

/// Parameters decoded, encoded by AWS's rules, sorted by name and value; without the one named X-Amz-Signature.
void append_canonical_query(std::string& to, std::string_view query);

/// Trimmed, runs of spaces made one.
void append_canonical_value(std::string& to, std::string_view value);

/// Builds canonical requests. Keeps its buffers, so one object should serve many requests. First choose the headers,
/// then build; the request must stay as it is in between, except for its query.
class canonicalizer {
 public:
  /// Takes all headers but those that may change on the way and those named in `unsigned_headers`; adds Host.
  void choose_headers(const http_request& request, std::span<const std::string> unsigned_headers);

  /// Takes the headers of a received signature's list ("host;x-amz-date"), in whatever order it has. False: the list
  /// is empty, or names one twice, or one that the request does not have.
  bool choose_listed_headers(const http_request& request, std::string_view list);

  /// Names of the chosen headers, sorted, separated by ';'.
  std::string_view signed_headers() const noexcept { return signed_headers_; }

  /// The canonical request. Valid until the next call.
  std::string_view build(const http_request& request, path_rules rules, std::string_view payload_hash);

 private:
  struct header_ref {
    std::string_view name;  // lower case, in names_
    std::string_view value;
  };

  void start(const http_request& request);
  void take(std::string_view name, std::string_view value);
  void order();

  std::vector<header_ref> headers_;
  std::string names_;
  std::string authority_;
  std::string signed_headers_;
  std::string text_;
};

}  // namespace aloft::auth
