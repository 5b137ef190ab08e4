#include <aloft/sqs_sender.hpp>

#include "flow/sleep.hpp"
#include "services/queue_name.hpp"
#include "services/sqs_calls.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <mutex>
#include <utility>

namespace aloft::sqs {
namespace asio = boost::asio;
using services::batch_queue;
using services::steady_time;
using services::verdict;
namespace {

/// Messages of a shift: what a line remembers of them goes with it.
constexpr std::size_t shift_length = 4096;

/// A line of messages and those that were in it. The next one begins when this is empty.
struct shift {
  shift(const client& by, const std::string& url, const batch_options& how)
      : calls{by, url, how}, line{{.entries = 10, .bytes = how.max_bytes, .rounds = how.rounds}} {}
  send_calls calls;
  batch_queue line;
  std::size_t taken = 0;
};

}  // namespace

struct sender::state : std::enable_shared_from_this<sender::state> {
  state(client of, std::string on, batch_options given)
      : by{std::move(of)},
        queue{std::move(on)},
        how{given},
        time{by.clock()},
        guard{flow::watchdog::of(by.get_executor(), time)},
        idle{guard} {
    if (const auto named = read_queue_name(queue); named && !named->url.empty()) url = named->url;
  }

  // With the lock held.
  void put(const send_calls::item_ptr& one);
  std::vector<batch_queue::batch> take();

  void pump();
  asio::awaitable<void> find_queue();
  asio::awaitable<void> carry(batch_queue::batch batch);
  asio::awaitable<void> pump_at(steady_time at);
  void settle(const batch_queue::batch& batch, const std::vector<verdict>& verdicts);
  void fail_all(const error& why);

  const client by;
  const std::string queue;
  const batch_options how;
  const clock& time;
  const std::shared_ptr<flow::watchdog> guard;
  flow::event idle;

  std::mutex mutex;
  std::optional<std::string> url;
  bool looking = false;  // for the queue's URL
  std::shared_ptr<shift> now;
  std::vector<send_calls::item_ptr> next;  // for the next shift
  std::size_t under_way = 0;
  int failures = 0;
  counts done;
};

void sender::state::put(const send_calls::item_ptr& one) {
  if (!url || (now && now->taken >= shift_length && !now->line.empty())) return next.push_back(one);
  if (!now || now->taken >= shift_length) now = std::make_shared<shift>(by, *url, how);
  ++now->taken;
  now->calls.add(one, now->line);
  if (one->outcome) one->over->set();
}

std::vector<batch_queue::batch> sender::state::take() {
  if (now && now->line.empty() && !next.empty()) {
    for (const auto& one : std::exchange(next, {})) put(one);
  }
  std::vector<batch_queue::batch> all;
  while (now && under_way < std::max<std::size_t>(how.parallel, 1)) {
    auto batch = now->line.take(time.steady_now(), under_way == 0);  // at once when idle, else by the ten
    if (batch.empty()) break;
    ++under_way;
    ++done.requests;
    all.push_back(std::move(batch));
  }
  if (under_way == 0 && !looking && next.empty() && (!now || now->line.empty())) idle.set();
  return all;
}

void sender::state::pump() {
  std::vector<batch_queue::batch> batches;
  steady_time later = steady_time::max();
  {
    const std::lock_guard lock{mutex};
    batches = take();
    if (under_way == 0 && now) later = now->line.next();
  }
  const auto executor = by.get_executor();
  for (auto& one : batches) asio::co_spawn(asio::make_strand(executor), carry(std::move(one)), asio::detached);
  if (later != steady_time::max()) asio::co_spawn(asio::make_strand(executor), pump_at(later), asio::detached);
}

asio::awaitable<void> sender::state::pump_at(steady_time at) {
  const auto self = shared_from_this();
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(at - time.steady_now());
  if (wait.count() > 0) co_await flow::sleep(time, wait);
  pump();
}

asio::awaitable<void> sender::state::carry(batch_queue::batch batch) {
  const auto self = shared_from_this();
  std::vector<send_calls::item_ptr> items;
  std::shared_ptr<shift> of;
  {
    const std::lock_guard lock{mutex};
    of = now;
    for (const auto entry : batch) items.push_back(of->calls.at(entry));
  }
  const auto verdicts = co_await of->calls.send_items(std::move(items));
  settle(batch, verdicts);
  pump();
}

void sender::state::settle(const batch_queue::batch& batch, const std::vector<verdict>& verdicts) {
  const std::lock_guard lock{mutex};
  --under_way;
  const bool well = std::all_of(verdicts.begin(), verdicts.end(), [](verdict v) { return v == verdict::accepted; });
  failures = well ? 0 : failures + 1;
  const auto rest = now->line.answered(batch, verdicts, time.steady_now(), services::pause_before_round(failures));
  for (std::size_t i = 0; i < batch.size(); ++i)
    if (verdicts[i] == verdict::accepted) now->calls.at(batch[i])->over->set();
  for (const auto entry : rest.stopped) now->calls.stopped(entry);
  for (const auto* const ended : {&rest.given_up, &rest.stopped})
    for (const auto entry : *ended) now->calls.at(entry)->over->set();
}

void sender::state::fail_all(const error& why) {
  for (const auto& one : std::exchange(next, {})) {
    one->outcome.emplace(why);
    one->over->set();
  }
}

asio::awaitable<void> sender::state::find_queue() {
  const auto self = shared_from_this();
  auto found = co_await try_queue_url(by, queue);
  {
    const std::lock_guard lock{mutex};
    looking = false;
    if (found) {
      url = *found;
      for (const auto& one : std::exchange(next, {})) put(one);
    } else {
      fail_all(found.error());  // those that come later ask again
    }
  }
  pump();
}

sender::sender(client sqs, std::string queue, batch_options options)
    : state_{std::make_shared<state>(std::move(sqs), std::move(queue), options)} {}

asio::awaitable<result<sent>> sender::send(outgoing message) {
  const auto self = state_;
  const auto one = std::make_shared<send_calls::item>();
  one->message = std::move(message);
  one->over.emplace(self->guard);
  bool look = false;
  {
    const std::lock_guard lock{self->mutex};
    ++self->done.messages;
    self->idle.reset();
    self->put(one);
    look = !self->url && !std::exchange(self->looking, true);
  }
  if (look)
    asio::co_spawn(asio::make_strand(self->by.get_executor()), self->find_queue(), asio::detached);
  else
    self->pump();
  const auto ended = co_await one->over->wait();
  if (ended != flow::wait_end::done || !one->outcome) co_return not_sent_since_cancelled();
  co_return *one->outcome;
}

asio::awaitable<void> sender::flush() {
  const auto self = state_;
  self->pump();
  co_await self->idle.wait();
}

sender::counts sender::counters() const {
  const std::lock_guard lock{state_->mutex};
  return state_->done;
}

}  // namespace aloft::sqs
