#include "aloft/pages.hpp"

#include "client/async_start.hpp"
#include "client/page_reader.hpp"
#include "client/pages_state.hpp"

namespace aloft {
namespace asio = boost::asio;

using client_detail::page_reader;

pages::state::state(std::shared_ptr<page_reader> from) noexcept : reader{std::move(from)} {}
// Those who read on in an async_next have the state.
pages::state::~state() { reader->cancel(); }

asio::awaitable<result<std::optional<response>>> pages::state::next(std::shared_ptr<state> self) {
  auto page = co_await self->reader->next();
  if (!page) co_return page.error();
  std::optional<response> answer;
  if (*page) {
    self->resume_token = std::move((*page)->resume_token);
    answer.emplace(std::move((*page)->answer));
  }
  co_return answer;
}

pages::pages(std::shared_ptr<state> state) noexcept : state_{std::move(state)} {}
pages::pages(pages&&) noexcept = default;
pages& pages::operator=(pages&&) noexcept = default;
pages::~pages() = default;

asio::awaitable<result<std::optional<response>>> pages::try_next() { return state::next(state_); }
asio::awaitable<std::optional<response>> pages::next() { return client_detail::or_throw(try_next()); }

void pages::start(std::shared_ptr<state> of, asio::any_io_executor executor, any_handler handler) {
  const auto own = of->reader->get_executor();
  client_detail::async_start(own, state::next(std::move(of)), std::move(executor), std::move(handler));
}

std::string pages::resume_token() const { return state_->resume_token; }

bool pages::heuristic() const noexcept {
  const auto& operation = state_->reader->operation();
  return operation && (*operation)->pages && (*operation)->pages->heuristic;
}

asio::any_io_executor pages::get_executor() const noexcept { return state_->reader->get_executor(); }

}  // namespace aloft
