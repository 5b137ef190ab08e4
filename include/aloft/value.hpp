#pragma once
// The read-only view of an answer, in the form that its shape has: `page["Vpcs"][0]["State"] == "available"`.
//
// Lifetime: a value points into its document's arena and is valid while the response that holds the document lives; so
// are the texts that it gives. Copying it copies a pointer.
// Thread: reading is safe from several threads.
// Errors: as_… and as<T> throw a usage error "WrongType" where the kind is another; nothing else throws but at().

#include "aloft/timestamp.hpp"

#include <boost/json/fwd.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

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

  /// Member of a record or entry of a map; null when it is absent or this is neither. About 10 ns in records; in maps
  /// the entries are looked through: to look for many, go over entries() once.
  value operator[](std::string_view name) const noexcept;
  /// Element of a list; null when out of range or this is no list.
  value operator[](std::size_t index) const noexcept;
  /// Like operator[], but an absent member throws a usage error that names the path asked for.
  value at(std::string_view name) const;
  value at(std::size_t index) const;
  /// A record has this member, or a map this entry, and it is not null.
  bool contains(std::string_view name) const noexcept { return !(*this)[name].is_null(); }

  // Typed access. Throws a usage error when the kind is another; null gives the empty value ("" / 0 / false).
  std::string_view as_text() const;  ///< text; blobs give their bytes
  std::int64_t as_integer() const;
  double as_real() const;  ///< integers convert
  bool as_boolean() const;
  timestamp as_timestamp() const;
  std::string_view as_blob() const;  ///< raw bytes
  operator std::string_view() const { return as_text(); }
  operator std::string() const { return std::string{as_text()}; }

  /// Texts, whole numbers (a usage error "WrongType" too where T is too narrow), floating-point numbers, bool,
  /// timestamp, time points of the system clock, and vectors of such. Null gives the empty value.
  template <class T>
  T as() const;
  /// The same; nothing where this is null or of another kind.
  template <class T>
  std::optional<T> get() const;
  /// The same; `otherwise` where this is null.
  template <class T>
  T value_or(T otherwise) const {
    return is_null() ? std::move(otherwise) : as<T>();
  }
  std::string_view value_or(const char* otherwise) const { return is_null() ? otherwise : as_text(); }

  // Comparing: a value of another kind is not equal, and null equals nothing but nullptr. Integers compare with reals.
  friend bool operator==(value a, std::string_view b) noexcept {
    return a.kind() == value_kind::text && a.as_text() == b;
  }
  friend bool operator==(value a, const char* b) noexcept { return a == std::string_view{b}; }
  friend bool operator==(value a, const std::string& b) noexcept { return a == std::string_view{b}; }
  friend bool operator==(value a, std::nullptr_t) noexcept { return a.is_null(); }
  template <class Number>
    requires std::is_arithmetic_v<Number>
  friend bool operator==(value a, Number b) noexcept {
    if constexpr (std::same_as<Number, bool>)
      return a.kind() == value_kind::boolean && a.as_boolean() == b;
    else if constexpr (std::integral<Number>)
      return a.kind() == value_kind::integer ? std::cmp_equal(a.as_integer(), b)
                                             : a.kind() == value_kind::real && a.as_real() == static_cast<double>(b);
    else
      return (a.kind() == value_kind::real || a.kind() == value_kind::integer) && a.as_real() == static_cast<double>(b);
  }
  friend bool operator==(value, value) = delete;  // which would it be: the same place, or the same content?

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

  /// Iterates names and values: for (auto [name, v] : page["Tags"].entries()). In lists the names are "".
  class entry_range;
  entry_range entries() const noexcept;

  /// The shape of a record (shape_model of <aloft/model.hpp> says more of it); null for everything else.
  const model::shape* shape() const noexcept;

  // For the layers that build documents.
  explicit constexpr value(const detail::node* at) noexcept : at_{at} {}
  constexpr const detail::node* node() const noexcept { return at_; }

 private:
  const detail::node* at_ = nullptr;
};

class value::entry_range {
 public:
  class iterator {
   public:
    using value_type = std::pair<std::string_view, value>;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    iterator() noexcept = default;
    explicit iterator(value::iterator at) noexcept : at_{at} {}
    value_type operator*() const noexcept { return {at_.key(), *at_}; }
    iterator& operator++() noexcept {
      ++at_;
      return *this;
    }
    iterator operator++(int) noexcept { return iterator{at_++}; }
    bool operator==(const iterator&) const noexcept = default;

   private:
    value::iterator at_;
  };

  explicit entry_range(value of) noexcept : of_{of} {}
  iterator begin() const noexcept { return iterator{of_.begin()}; }
  iterator end() const noexcept { return iterator{of_.end()}; }
  std::size_t size() const noexcept { return of_.size(); }

 private:
  value of_;
};

inline value::entry_range value::entries() const noexcept { return entry_range{*this}; }

namespace detail {

[[noreturn]] void number_too_large(std::int64_t number);

template <class T>
struct list_of : std::false_type {};
template <class T, class Allocator>
struct list_of<std::vector<T, Allocator>> : std::true_type {};

/// The kinds that as<T>() takes.
template <class T>
constexpr bool takes(value_kind kind) noexcept {
  if constexpr (std::same_as<T, bool>)
    return kind == value_kind::boolean;
  else if constexpr (std::integral<T>)
    return kind == value_kind::integer;
  else if constexpr (std::floating_point<T>)
    return kind == value_kind::real || kind == value_kind::integer;
  else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>)
    return kind == value_kind::text || kind == value_kind::blob;
  else if constexpr (list_of<T>::value)
    return kind == value_kind::list;
  else
    return kind == value_kind::timestamp;
}

}  // namespace detail

template <class T>
T value::as() const {
  if constexpr (std::same_as<T, bool>) {
    return as_boolean();
  } else if constexpr (std::integral<T>) {
    const std::int64_t number = as_integer();
    if (!std::in_range<T>(number)) detail::number_too_large(number);
    return static_cast<T>(number);
  } else if constexpr (std::floating_point<T>) {
    return static_cast<T>(as_real());
  } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
    return T{as_text()};
  } else if constexpr (std::same_as<T, timestamp>) {
    return as_timestamp();
  } else if constexpr (std::same_as<T, std::chrono::system_clock::time_point>) {
    return as_timestamp().to_time_point();
  } else {
    static_assert(detail::list_of<T>::value, "this is nothing that a value can be had as");
    T all;
    all.reserve(size());
    for (const value element : *this) all.push_back(element.as<typename T::value_type>());
    return all;
  }
}

template <class T>
std::optional<T> value::get() const {
  if (!detail::takes<T>(kind())) return std::nullopt;
  if constexpr (std::integral<T> && !std::same_as<T, bool>)
    if (!std::in_range<T>(as_integer())) return std::nullopt;
  return as<T>();
}

/// Texts as they are, everything else as JSON on one line.
std::ostream& operator<<(std::ostream& out, value from);

/// A boost::json::value with the same content: blobs as base64 text, timestamps as ISO 8601 text, NaN and infinities as
/// text.
boost::json::value to_json(value from);

/// JSON text of the same; `indent` 0 writes one line, else that many spaces per level, as the AWS CLI prints it.
std::string to_json_text(value from, int indent = 0);

}  // namespace aloft
