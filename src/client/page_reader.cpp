#include "client/page_reader.hpp"

#include <aloft/start_operation.hpp>
#include "client/without_throwing.hpp"
#include "http/failure.hpp"
#include "serde/edited_input.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <utility>

namespace aloft::client_detail {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

constexpr std::size_t most_ahead = 16;

}  // namespace

// Held by the coroutine that reads ahead and its completion alone: when its execution context goes away, so does this.
struct page_reader::reading : detail::cancellable {
  reading(const asio::any_io_executor& on, std::weak_ptr<page_reader> reader)
      : detail::cancellable{on}, of{std::move(reader)} {}
  ~reading() {
    if (const auto reader = of.lock()) reader->filled_.set();
  }
  std::weak_ptr<page_reader> of;
};

page_reader::page_reader(std::shared_ptr<const client::state> of, found_operation operation, input parameters,
                         pages_options options)
    : client_{std::move(of)},
      operation_{std::move(operation)},
      input_(std::move(parameters)),  // braces would make a list of it
      options_{std::move(options)},
      filled_{flow::watchdog::of(get_executor())} {}

result<void> page_reader::begin() {
  if (follower_) return {};
  if (!operation_) return operation_.error();
  const paging::page_limits limits{options_.page_size, options_.max_items, options_.starting_token.str()};
  auto follower = paging::page_follower::start(**operation_, limits);
  if (!follower) return follower.error();
  if (auto made = serde::to_json(input_, (*operation_)->input)) {
    parameters_ = *std::move(made);
  } else {
    return made.error();
  }
  follower_.emplace(*std::move(follower));
  return {};
}

// The caller's parameters with what names the page laid over them.
json::value page_reader::request() const {
  json::value input = parameters_;
  if (input.is_null()) input.emplace_object();
  if (!input.is_object()) return input;  // which validation refuses
  auto& members = input.get_object();
  for (const auto& member : follower_->request_members()) {
    if (member.value().is_null())
      members.erase(member.key());
    else
      members[member.key()] = member.value();
  }
  return input;
}

asio::awaitable<page_reader::outcome> page_reader::fetch() {
  if (auto begun = begin(); !begun) co_return begun.error();
  if (broken_) co_return *broken_;
  if (last_was_read_) co_return outcome{std::optional<read_page>{}};
  call_options with;
  with.attempt_timeout = options_.attempt_timeout;
  with.operation_timeout = options_.operation_timeout;
  auto answer = co_await client{client_}.try_call((*operation_)->name, request(), std::move(with));
  if (!answer) co_return answer.error();
  const auto next = follower_->resume(answer->output());
  if (!next) {
    const auto& how = answer->metadata();
    broken_ = next.error().with([&how](error_info& info) {
      info.http_status = how.http_status;
      info.request_id = how.request_id;
      info.region = how.region;
      info.endpoint = how.endpoint;
    });
    co_return *broken_;
  }
  last_was_read_ = *next == paging::page_follower::action::done;
  std::optional<read_page> page{std::in_place, *std::move(answer), follower_->resume_token()};
  co_return outcome{std::move(page)};
}

asio::awaitable<page_reader::outcome> page_reader::next() {
  return without_throwing(options_.prefetch == 0 ? fetch() : take_from_ahead());
}

asio::awaitable<page_reader::outcome> page_reader::take_from_ahead() {
  for (;;) {
    std::optional<outcome> taken;
    std::shared_ptr<reading> started;
    {
      const std::lock_guard lock{mutex_};
      if (!ahead_.empty()) {
        taken.emplace(std::move(ahead_.front()));
        ahead_.pop_front();
      }
      // Nobody asks again for what could not be read before the caller has seen why.
      const bool go_on = !taken || (*taken && **taken);
      if (go_on && reading_.expired()) {
        started = std::make_shared<reading>(get_executor(), weak_from_this());
        reading_ = started;
      }
      if (!taken) filled_.reset();
    }
    // It may run to its end right here, and takes the lock.
    if (started) start_reading(std::move(started));
    if (taken) co_return *std::move(taken);
    if (co_await filled_.wait() != flow::wait_end::done) co_return http::cancelled();
  }
}

// The one that reads ends when there is enough, and is started again when something is taken: it does not wait.
void page_reader::start_reading(std::shared_ptr<reading> run) {
  const auto strand = run->strand;
  auto slot = run->stop.slot();
  // The completion holds the signal, too: what asio keeps for the cancellation of a coroutine lies in its slot, and is
  // used once more after the last step of one that never waited.
  asio::co_spawn(strand, read_ahead(shared_from_this(), run),
                 asio::bind_cancellation_slot(slot, [run](const std::exception_ptr&) {}));
}

asio::awaitable<void> page_reader::read_ahead(std::shared_ptr<page_reader> self, std::shared_ptr<reading> held) {
  if (!held->begin()) co_return;
  for (;;) {
    auto page = co_await self->fetch();
    const std::lock_guard lock{self->mutex_};
    const bool more = page && *page && !self->last_was_read_;
    self->ahead_.push_back(std::move(page));
    const bool enough = self->ahead_.size() >= std::min(self->options_.prefetch, most_ahead);
    if (!more || enough) self->reading_.reset();
    self->filled_.set();
    if (!more || enough) co_return;
  }
}

void page_reader::cancel() noexcept {
  const std::lock_guard lock{mutex_};
  if (const auto run = reading_.lock()) reading::cancel(run);
}

}  // namespace aloft::client_detail
