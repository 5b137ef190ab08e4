#pragma once
// What pages and items hold.

#include "aloft/pages.hpp"
#include "client/page_reader.hpp"

namespace aloft {

struct pages::state {
  /// `by`: as the client's handle holds it.
  state(std::shared_ptr<client_detail::page_reader> from, std::shared_ptr<const client::state> by) noexcept;
  ~state();

  const std::shared_ptr<const client::state> client_held;  ///< and with it the loop that a session has of its own
  const std::shared_ptr<client_detail::page_reader> reader;
  std::string resume_token;
};

struct items::state {
  explicit state(std::shared_ptr<pages::state> source) noexcept : from{std::move(source)} {}

  const std::shared_ptr<pages::state> from;
  std::optional<response> page;
  std::size_t list = 0;  ///< number of the result key that `at` is in
  value::iterator at;    ///< the row to give next; the end: the next list's
  std::string_view key;  ///< of the row that was given
  std::optional<bool> has_rows;
};

}  // namespace aloft
