#pragma once
// Which page of a synthetic answer a request asks for, and what that page says about the next.

#include "local/call_parameters.hpp"
#include "local/synthetic/value_maker.hpp"
#include "model/service.hpp"

#include <cstddef>
#include <string_view>

namespace aloft::local::synthetic {

class page_script {
 public:
  /// `rows` of a page, unless the request wants fewer, and how many pages there are.
  page_script(const model::operation& of, const input& request, std::size_t rows, std::size_t pages);

  std::size_t rows() const noexcept { return rows_; }
  /// Number of this page's first row.
  std::size_t first_row() const noexcept { return (page_ - 1) * full_rows_; }
  /// Whether the list at this path has the operation's rows.
  bool has_rows(std::string_view path) const;
  /// States tokens, and whether there is more.
  void state(value_rules& rules) const;

 private:
  const model::operation& of_;
  std::size_t rows_, full_rows_, pages_, page_ = 1;
};

}  // namespace aloft::local::synthetic
