#pragma once
// HTTP messages as plain values: what protocols produce, signers edit and the transport sends. No I/O, no streams.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace aloft {

/// Header fields in order; names compare without regard to case (RFC 9110 §5.1). All of them stand in one text: a list
/// takes one allocation, however many fields it has. Views of names and values are valid until the list is changed or
/// moved; one that was moved is empty.
class header_list {
 public:
  using field = std::pair<std::string_view, std::string_view>;  ///< name and value
  class iterator;

  /// Value of the first field of that name, or nothing.
  std::optional<std::string_view> find(std::string_view name) const noexcept;
  bool contains(std::string_view name) const noexcept { return find(name).has_value(); }
  /// Appends, whether or not the name is there.
  void add(std::string_view name, std::string_view value) { add(name, {value}); }
  /// The same of a value in pieces, which are put together.
  void add(std::string_view name, std::initializer_list<std::string_view> value);
  /// Replaces every field of that name by one, in the place of the first.
  void set(std::string_view name, std::string_view value) { set(name, {value}); }
  void set(std::string_view name, std::initializer_list<std::string_view> value);
  /// Returns how many fields were removed.
  std::size_t erase(std::string_view name);

  iterator begin() const noexcept;
  iterator end() const noexcept;
  std::size_t size() const noexcept;
  bool empty() const noexcept { return text_.empty(); }
  void clear() noexcept { text_.clear(); }

 private:
  struct sizes {
    std::uint32_t name = 0, value = 0;
    std::uint32_t room = 0;  // for the value: another one up to this size may take its place
  };
  void insert(std::size_t at, std::size_t end, std::string_view name, std::initializer_list<std::string_view> value);
  std::size_t erase_from(std::size_t at, std::string_view name);

  std::string text_;  // of each field its sizes, its name and room for its value
};

class header_list::iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = field;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = field;

  iterator() noexcept = default;
  field operator*() const noexcept { return {{name(), sizes_.name}, {name() + sizes_.name, sizes_.value}}; }
  iterator& operator++() noexcept {
    at_ = name() + sizes_.name + sizes_.room;
    load();
    return *this;
  }
  iterator operator++(int) noexcept {
    const iterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const iterator& other) const noexcept { return at_ == other.at_; }

 private:
  friend class header_list;
  iterator(const char* at, const char* end) noexcept : at_{at}, end_{end} { load(); }
  void load() noexcept {
    if (at_ != end_) std::memcpy(&sizes_, at_, sizeof sizes_);
  }
  const char* name() const noexcept { return at_ + sizeof sizes_; }

  const char* at_ = nullptr;
  const char* end_ = nullptr;
  sizes sizes_;
};

inline header_list::iterator header_list::begin() const noexcept { return {text_.data(), text_.data() + text_.size()}; }
inline header_list::iterator header_list::end() const noexcept {
  return {text_.data() + text_.size(), text_.data() + text_.size()};
}

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
