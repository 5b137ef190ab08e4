#include "aloft/pages.hpp"

#include "aloft/start_operation.hpp"
#include "client/page_reader.hpp"
#include "client/pages_state.hpp"

namespace aloft {
namespace asio = boost::asio;

using client_detail::page_reader;

pages::state::state(std::shared_ptr<page_reader> from, std::shared_ptr<const client::state> by) noexcept
    : client_held{std::move(by)}, reader{std::move(from)} {}
// Those who read on in an async_next have the state.
pages::state::~state() { reader->cancel(); }

asio::awaitable<result<std::optional<response>>> pages::next_of(std::shared_ptr<state> of) {
  auto page = co_await of->reader->next();
  if (!page) co_return page.error();
  std::optional<response> answer;
  if (*page) {
    of->resume_token = std::move((*page)->resume_token);
    answer.emplace(std::move((*page)->answer));
  }
  co_return answer;
}

pages::pages(std::shared_ptr<state> state) noexcept : state_{std::move(state)} {}
pages::pages(pages&&) noexcept = default;
pages& pages::operator=(pages&&) noexcept = default;
pages::~pages() = default;

asio::awaitable<result<std::optional<response>>> pages::try_next() { return next_of(state_); }
asio::awaitable<std::optional<response>> pages::next() { return detail::or_throw(try_next()); }

std::string pages::resume_token() const { return state_->resume_token; }

bool pages::heuristic() const noexcept {
  const auto& operation = state_->reader->operation();
  return operation && (*operation)->pages && (*operation)->pages->heuristic;
}

asio::any_io_executor pages::get_executor() const noexcept { return state_->reader->get_executor(); }

template void detail::start(asio::any_io_executor, asio::any_io_executor,
                            asio::awaitable<result<std::optional<response>>>,
                            completion_handler<std::optional<response>>);

}  // namespace aloft
