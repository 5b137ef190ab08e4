#pragma once
// The read-only view of an answer. A value points into its document's arena and is valid while the response that holds
// the document lives. Copying it copies a pointer. Reading is thread-safe.

#include "aloft/timestamp.hpp"

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace aloft {

namespace model {
struct shape;
}
namespace detail {
struct node;
}

enum class value_kind : std::uint8_t {
  null,  ///< absent, or an explicit null in a sparse collection
  boolean,
  integer,
  real,
  text,
  blob,  ///< raw bytes, decoded
  timestamp,
  list,
  map,     ///< keys as they came
  record,  ///< a structure: members of its shape, in model order
};

class value {
 public:
  constexpr value() noexcept = default;

  value_kind kind() const noexcept;
  bool is_null() const noexcept { return kind() == value_kind::null; }
  explicit operator bool() const noexcept { return !is_null(); }

  /// Member of a record or entry of a map; null when it is absent or this is neither.
  value operator[](std::string_view name) const noexcept;
  /// Element of a list; null when out of range or this is no list.
  value operator[](std::size_t index) const noexcept;
  /// Like operator[], but an absent member throws a usage error that names the path asked for.
  value at(std::string_view name) const;
  value at(std::size_t index) const;

  // Typed access. Throws a usage error when the kind is another; null gives the empty value ("" / 0 / false).
  std::string_view as_text() const;  ///< text; blobs give their bytes
  std::int64_t as_integer() const;
  double as_real() const;  ///< integers convert
  bool as_boolean() const;
  timestamp as_timestamp() const;
  operator std::string_view() const { return as_text(); }

  /// Elements of a list, entries of a map, present members of a record; 0 for everything else.
  std::size_t size() const noexcept;
  bool empty() const noexcept { return size() == 0; }

  /// Iterates elements of a list, or the values of a map or record. Null iterates as empty.
  class iterator {
   public:
    using value_type = value;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    iterator() noexcept = default;
    value operator*() const noexcept { return value{at_}; }
    std::string_view key() const noexcept;  ///< name of the member or map key; "" in lists
    iterator& operator++() noexcept;
    iterator operator++(int) noexcept {
      auto old = *this;
      ++*this;
      return old;
    }
    bool operator==(const iterator&) const noexcept = default;

   private:
    friend class value;
    const detail::node* at_ = nullptr;
    const detail::node* owner_ = nullptr;
    std::size_t slot_ = 0;  ///< member index of records, element number otherwise
  };
  iterator begin() const noexcept;
  iterator end() const noexcept;

  /// The shape of a record; null for everything else.
  const model::shape* shape() const noexcept;

  // For the layers that build documents.
  explicit constexpr value(const detail::node* at) noexcept : at_{at} {}
  constexpr const detail::node* node() const noexcept { return at_; }

 private:
  const detail::node* at_ = nullptr;
};

/// A boost::json::value with the same content: blobs as base64 text, timestamps as ISO 8601 text, NaN and infinities as
/// text.
boost::json::value to_json(value from);

/// JSON text of the same; `indent` 0 writes one line, else that many spaces per level, as the AWS CLI prints it.
std::string to_json_text(value from, int indent = 0);

}  // namespace aloft
