#include "aloft/pages.hpp"

#include "client/async_start.hpp"
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

asio::awaitable<result<std::optional<value>>> items::state::next(std::shared_ptr<state> self) {
  const auto& operation = self->from->reader->operation();
  if (!self->has_rows && operation && (*operation)->pages)
    self->has_rows = std::ranges::any_of((*operation)->pages->result_keys,
                                         [&](std::string_view path) { return is_list(**operation, path); });
  if (self->has_rows && !*self->has_rows) co_return no_rows(**operation);
  for (;;) {
    if (self->at != value::iterator{}) {
      std::optional<value> row{*self->at};
      ++self->at;
      co_return row;
    }
    if (!self->page) {
      auto page = co_await pages::state::next(self->from);
      if (!page) co_return page.error();
      if (!*page) co_return std::optional<value>{};
      self->page = *std::move(page);
      self->list = 0;
    }
    // The next list of this page; after the last one, the next page.
    const auto& keys = (*operation)->pages->result_keys;
    if (self->list == keys.size()) {
      self->page.reset();
      continue;
    }
    self->key = keys[self->list++];
    const value rows = paging::at_path(self->page->output(), self->key);
    if (rows.kind() == value_kind::list) self->at = rows.begin();
  }
}

items::items(std::shared_ptr<state> state) noexcept : state_{std::move(state)} {}
items::items(items&&) noexcept = default;
items& items::operator=(items&&) noexcept = default;
items::~items() = default;

asio::awaitable<result<std::optional<value>>> items::try_next() { return state::next(state_); }
asio::awaitable<std::optional<value>> items::next() { return client_detail::or_throw(try_next()); }

void items::start(std::shared_ptr<state> of, asio::any_io_executor executor, any_handler handler) {
  const auto own = of->from->reader->get_executor();
  client_detail::async_start(own, state::next(std::move(of)), std::move(executor), std::move(handler));
}

std::string_view items::key() const noexcept { return state_->key; }
asio::any_io_executor items::get_executor() const noexcept { return state_->from->reader->get_executor(); }

}  // namespace aloft
