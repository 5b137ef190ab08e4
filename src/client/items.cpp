#include "aloft/pages.hpp"

#include "aloft/start_operation.hpp"
#include "client/pages_state.hpp"
#include "paging/member_path.hpp"

#include <algorithm>

namespace aloft {
namespace asio = boost::asio;
namespace {

/// Whether what lies at the path of the output is a list.
bool is_list(const model::operation& operation, std::string_view path) {
  const model::shape* at = operation.output;
  while (at && at->type == model::shape_type::structure) {
    const auto dot = path.find('.');
    const auto* member = at->find(path.substr(0, dot));
    at = member ? member->target : nullptr;
    if (dot == path.npos) break;
    path.remove_prefix(dot + 1);
  }
  return at && at->type == model::shape_type::list;
}

error no_rows(const model::operation& operation) {
  return error{error_kind::usage, "NoRows",
               std::string{operation.name} + " has pages, but its results are no lists of rows: read its pages"};
}

}  // namespace

asio::awaitable<result<std::optional<value>>> items::next_of(std::shared_ptr<state> of) {
  const auto& operation = of->from->reader->operation();
  if (!of->has_rows && operation && (*operation)->pages)
    of->has_rows = std::ranges::any_of((*operation)->pages->result_keys,
                                       [&](std::string_view path) { return is_list(**operation, path); });
  if (of->has_rows && !*of->has_rows) co_return no_rows(**operation);
  for (;;) {
    if (of->at != value::iterator{}) {
      std::optional<value> row{*of->at};
      ++of->at;
      co_return row;
    }
    if (!of->page) {
      auto page = co_await pages::next_of(of->from);
      if (!page) co_return page.error();
      if (!*page) co_return std::optional<value>{};
      of->page = *std::move(page);
      of->list = 0;
    }
    // The next list of this page; after the last one, the next page.
    const auto& keys = (*operation)->pages->result_keys;
    if (of->list == keys.size()) {
      of->page.reset();
      continue;
    }
    of->key = keys[of->list++];
    const value rows = paging::at_path(of->page->output(), of->key);
    if (rows.kind() == value_kind::list) of->at = rows.begin();
  }
}

items::items(std::shared_ptr<state> state) noexcept : state_{std::move(state)} {}
items::items(items&&) noexcept = default;
items& items::operator=(items&&) noexcept = default;
items::~items() = default;

asio::awaitable<result<std::optional<value>>> items::try_next() { return next_of(state_); }
asio::awaitable<std::optional<value>> items::next() { return detail::or_throw(try_next()); }

std::string_view items::key() const noexcept { return state_->key; }
asio::any_io_executor items::get_executor() const noexcept { return state_->from->reader->get_executor(); }

template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<std::optional<value>>>,
                            completion_handler<std::optional<value>>);

}  // namespace aloft
