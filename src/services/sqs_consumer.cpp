#include "services/consumer_run.hpp"

#include <aloft/sqs_queue.hpp>

#include <boost/asio/this_coro.hpp>

#include <charconv>
#include <mutex>
#include <utility>

namespace aloft::sqs {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::seconds;

struct consumer::state {
  state(client of, std::string on, handler with, consumer_options how)
      : by{std::move(of)}, queue{std::move(on)}, each{std::move(with)}, options{std::move(how)} {}

  std::shared_ptr<consumer_run> current() const {
    const std::lock_guard lock{mutex};
    return run;
  }

  const client by;
  const std::string queue;
  const handler each;
  const consumer_options options;

  mutable std::mutex mutex;
  std::shared_ptr<consumer_run> run;  // the last one's counters go on being told
  bool stop_asked = false;            // before there was one
};

namespace {

error bad_option(std::string_view name, std::string_view expected) {
  return error{error_kind::usage, "InvalidOption",
               "consumer_options::" + std::string{name} + ": expected " + std::string{expected}};
}

void check(const consumer_options& options, const handler& each) {
  if (!each) throw bad_option("(handler)", "a handler, got an empty function");
  if (options.in_flight == 0) throw bad_option("in_flight", "at least 1");
  if (options.wait < 0s || options.wait > 20s) throw bad_option("wait", "0 to 20 s");
  if (options.visibility && (*options.visibility < 1s || *options.visibility > 12h))
    throw bad_option("visibility", "1 s to 12 h");
  if (options.delete_linger < 0ms) throw bad_option("delete_linger", "no negative time");
  if (options.grace < 0s) throw bad_option("grace", "no negative time");
}

/// The queue's own timeout, where the caller has none. Whoever may not ask for it states one with each receive.
asio::awaitable<void> find_visibility(const client& by, const consumer_options& options, known_queue& queue) {
  if (options.visibility) {
    queue.visibility = *options.visibility;
    queue.state_visibility = true;
    co_return;
  }
  const auto what = params("QueueUrl", queue.url, "AttributeNames", std::vector<std::string>{"VisibilityTimeout"});
  auto answer = co_await by.try_call("GetQueueAttributes", what);
  long long timeout = 0;
  if (answer) {
    const auto text = (*answer)["Attributes"]["VisibilityTimeout"].as_text();
    std::from_chars(text.data(), text.data() + text.size(), timeout);
  }
  if (timeout > 0)
    queue.visibility = seconds{timeout};
  else
    queue.state_visibility = true;
}

}  // namespace

consumer::consumer(client sqs, std::string queue, handler each, consumer_options options)
    : state_{std::make_shared<state>(std::move(sqs), std::move(queue), std::move(each), std::move(options))} {}

asio::awaitable<consumer_counters> consumer::run() {
  const auto self = state_;
  check(self->options, self->each);
  known_queue queue;
  queue.url = co_await queue_url(self->by, self->queue);
  co_await find_visibility(self->by, self->options, queue);
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto run = std::make_shared<consumer_run>(self->by, std::move(queue), self->each, self->options,
                                                  co_await asio::this_coro::executor);
  {
    const std::lock_guard lock{self->mutex};
    self->run = run;
    if (std::exchange(self->stop_asked, false)) run->stop();
  }
  const auto failure = co_await run->drive();
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (failure) throw *failure;
  co_return run->counters();
}

void consumer::stop() {
  std::shared_ptr<consumer_run> run;
  {
    const std::lock_guard lock{state_->mutex};
    run = state_->run;
    if (!run) state_->stop_asked = true;
  }
  if (run) run->stop();
}

consumer_counters consumer::counters() const {
  const auto run = state_->current();
  return run ? run->counters() : consumer_counters{};
}

std::size_t consumer::held() const {
  const auto run = state_->current();
  return run ? run->held() : 0;
}

}  // namespace aloft::sqs
