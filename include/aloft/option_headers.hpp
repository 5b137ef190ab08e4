#pragma once
// Header fields as an option.

#include <aloft/http_message.hpp>
#include <aloft/shared_value.hpp>

#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>

namespace aloft {

/// Immutable; copies share the fields. Inside a co_await expression GCC 12 takes no braced lists: write
/// option_headers{}.with("X-Name", "value") there.
class option_headers {
 public:
  option_headers() noexcept = default;
  option_headers(header_list fields)
      : fields_{fields.empty() ? nullptr : std::make_shared<const header_list>(std::move(fields))} {}
  option_headers(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    header_list all;
    for (const auto& [name, value] : fields) all.add(name, value);
    *this = option_headers{std::move(all)};
  }

  /// The same fields and one more.
  option_headers with(std::string_view name, std::string_view value) const {
    header_list all = fields_ ? *fields_.get() : header_list{};
    all.add(name, value);
    return option_headers{std::move(all)};
  }

  bool empty() const noexcept { return !fields_; }
  /// Null: there are none.
  const header_list* get() const noexcept { return fields_.get(); }

 private:
  shared_value<header_list> fields_;
};

}  // namespace aloft
