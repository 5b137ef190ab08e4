#pragma once
// HTTP messages as plain values: what protocols produce, signers edit and the transport sends. No I/O, no streams.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft {

/// Header fields in order; names compare without regard to case (RFC 9110 §5.1).
class header_list {
 public:
  using field = std::pair<std::string, std::string>;

  /// Value of the first field of that name, or nothing.
  std::optional<std::string_view> find(std::string_view name) const noexcept;
  bool contains(std::string_view name) const noexcept { return find(name).has_value(); }
  /// Appends, whether or not the name is there.
  void add(std::string_view name, std::string_view value);
  /// Replaces every field of that name by one.
  void set(std::string_view name, std::string_view value);
  /// Returns how many fields were removed.
  std::size_t erase(std::string_view name);

  auto begin() const noexcept { return fields_.begin(); }
  auto end() const noexcept { return fields_.end(); }
  std::size_t size() const noexcept { return fields_.size(); }
  bool empty() const noexcept { return fields_.empty(); }
  void clear() noexcept { fields_.clear(); }
  /// All fields, moved out.
  std::vector<field> take() noexcept { return std::exchange(fields_, {}); }

 private:
  std::vector<field> fields_;
};

/// A request. `path` and `query` are exactly the bytes of the request line: percent-encoded, the path starting with
/// '/', the query without '?'. The body is whole; a streaming body travels beside the request (http layer).
struct http_request {
  std::string method = "GET";
  std::string scheme = "https";
  std::string host;         ///< lower-case name or literal, without port; IPv6 literals in brackets
  unsigned short port = 0;  ///< 0: the scheme's default
  std::string path = "/";
  std::string query;
  header_list headers;  ///< without Host and Content-Length unless a protocol states them
  std::string body;

  /// Value of the Host header: the host, and the port unless it is the scheme's default.
  std::string authority() const;
  void append_authority(std::string& to) const;
};

/// A whole response, for answers that are small enough to hold.
struct http_response {
  int status = 0;
  header_list headers;
  std::string body;
};

/// ASCII comparison without regard to case.
bool iequals(std::string_view a, std::string_view b) noexcept;

}  // namespace aloft
