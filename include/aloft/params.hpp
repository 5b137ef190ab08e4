#pragma once
// Parameters made of C++ values, without a detour over JSON:
//
//   aloft::params("Bucket", bucket, "Body", aloft::blob(bytes), "Expires", std::chrono::system_clock::now() + 1h,
//                 "Metadata", std::map<std::string, std::string>{…}, "Tagging", optional_text)

#include <aloft/timestamp.hpp>

#include <boost/json/value.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace aloft {

namespace detail {

template <class T>
concept text_like = std::convertible_to<const T&, std::string_view>;
template <class T>
concept byte_like = std::same_as<T, std::byte> || std::same_as<T, unsigned char> || std::same_as<T, signed char> ||
                    std::same_as<T, char>;
template <class T>
concept byte_range = std::ranges::contiguous_range<const T> && std::ranges::sized_range<const T> &&
                     byte_like<std::remove_cv_t<std::ranges::range_value_t<const T>>>;
template <class T>
concept entry_like = requires(const T& one) {
  { one.first } -> std::convertible_to<std::string_view>;
  one.second;
};

}  // namespace detail

/// Bytes of a blob: they travel as they are, encoded once and only where the wire wants it.
class blob {
 public:
  explicit blob(std::string bytes) : owned_{std::move(bytes)} {}
  template <class Bytes>
    requires(detail::byte_range<Bytes> && !std::same_as<std::remove_cvref_t<Bytes>, std::string>)
  explicit blob(const Bytes& bytes)
      : owned_{reinterpret_cast<const char*>(std::ranges::data(bytes)), std::ranges::size(bytes)} {}
  explicit blob(const char* text) : owned_{text} {}

  /// Bytes of the caller's, who keeps them until the call is over.
  static blob view(std::string_view bytes) {
    blob made{std::string{}};
    made.foreign_ = bytes;
    return made;
  }

  std::string_view bytes() const noexcept { return foreign_ ? *foreign_ : std::string_view{owned_}; }

 private:
  std::string owned_;
  std::optional<std::string_view> foreign_;
};

/// One parameter's value: text, number, bool, blob, time, list, map, JSON, or null, which counts as absent.
class param {
 public:
  using list = std::vector<param>;
  using map = std::vector<std::pair<std::string, param>>;
  using content = std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, blob, timestamp,
                               list, map, boost::json::value>;

  /// Texts, numbers, bool, nullptr, blob, timestamp, time points of the system clock, JSON, optionals of such, ranges
  /// of such (a list), ranges of pairs whose first is a text (a map), and what params() gives. Bytes must say that they
  /// are a blob.
  template <class T>
    requires(!std::same_as<std::remove_cvref_t<T>, param>)
  param(T&& value) : content_{make(std::forward<T>(value))} {}

  const content& get() const noexcept { return content_; }

 private:
  template <class T>
  static content make(T&& value) {
    using type = std::remove_cvref_t<T>;
    if constexpr (std::same_as<type, std::nullptr_t> || std::same_as<type, bool> || std::same_as<type, std::string> ||
                  std::same_as<type, blob> || std::same_as<type, timestamp> || std::same_as<type, list> ||
                  std::same_as<type, map> || std::same_as<type, boost::json::value>) {
      return content{std::in_place_type<type>, std::forward<T>(value)};
    } else if constexpr (detail::text_like<type>) {
      return std::string{std::string_view{value}};
    } else if constexpr (std::integral<type>) {
      static_assert(!std::same_as<type, char>, "a character is neither text nor number: give a string");
      if constexpr (std::unsigned_integral<type> && sizeof(type) == sizeof(std::uint64_t)) {
        if (value > static_cast<std::uint64_t>(INT64_MAX)) return static_cast<std::uint64_t>(value);
      }
      return static_cast<std::int64_t>(value);
    } else if constexpr (std::floating_point<type>) {
      return static_cast<double>(value);
    } else if constexpr (std::is_convertible_v<T&&, boost::json::value>) {
      return content{std::in_place_type<boost::json::value>, std::forward<T>(value)};
    } else if constexpr (requires { value.has_value(), *value; }) {
      return value.has_value() ? make(*std::forward<T>(value)) : content{nullptr};
    } else if constexpr (requires { std::chrono::floor<std::chrono::seconds>(value.time_since_epoch()); }) {
      static_assert(std::same_as<typename type::clock, std::chrono::system_clock>,
                    "a time is a time point of the system clock");
      const auto seconds = std::chrono::floor<std::chrono::seconds>(value.time_since_epoch());
      const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(value.time_since_epoch() - seconds);
      return timestamp{seconds.count(), static_cast<std::int32_t>(rest.count())};
    } else {
      static_assert(std::ranges::input_range<type>, "this is no value of a parameter: see aloft::param");
      static_assert(!detail::byte_range<type>, "bytes are a blob: write aloft::blob(bytes)");
      using element = std::remove_cvref_t<std::ranges::range_reference_t<type>>;
      if constexpr (detail::entry_like<element>) {
        map entries;
        for (auto&& [name, one] : value) entries.emplace_back(std::string_view{name}, param{one});
        return entries;
      } else {
        list elements;
        for (auto&& one : value) elements.emplace_back(std::forward<decltype(one)>(one));
        return elements;
      }
    }
  }

  content content_;
};

namespace detail {

inline void append_params(param::map&) {}
template <class Value, class... Rest>
void append_params(param::map& to, std::string_view name, Value&& value, Rest&&... rest) {
  to.emplace_back(name, param{std::forward<Value>(value)});
  append_params(to, std::forward<Rest>(rest)...);
}

}  // namespace detail

/// Names and values by turns; nests: params("Filter", params("Name", "x")).
template <class... NamesAndValues>
param params(NamesAndValues&&... all) {
  static_assert(sizeof...(all) % 2 == 0, "params takes names and values by turns");
  param::map made;
  made.reserve(sizeof...(all) / 2);
  detail::append_params(made, std::forward<NamesAndValues>(all)...);
  return made;
}

}  // namespace aloft
