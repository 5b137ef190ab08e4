#include "services/consumer_run.hpp"

#include "core/random_source.hpp"
#include "crypto/uuid.hpp"
#include "services/message_digest.hpp"
#include "services/receive_input.hpp"
#include "services/sqs_calls.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace aloft::sqs {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using flow::wait_end;
using std::chrono::seconds;

namespace {

/// Workers that wait for something to do; beyond these they end.
constexpr std::size_t most_parked = 64;
constexpr seconds longest_backoff{900};

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// No later poll will go better.
bool is_fatal(const error& failure, bool polled) {
  constexpr std::array<std::string_view, 3> gone{"QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue",
                                                 "QueueDeletedRecently"};
  if (std::find(gone.begin(), gone.end(), failure.code()) != gone.end()) return true;
  switch (failure.kind()) {
    case error_kind::usage:
    case error_kind::config: return true;
    case error_kind::credentials: return !polled;
    case error_kind::service:
      return !polled && !failure.retryable() && !failure.info().throttling && failure.code() != "OverLimit";
    default: return false;
  }
}

error thrown_by_handler(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const error& failure) {
    return failure;
  } catch (const std::exception& failure) {
    return error{error_kind::usage, "HandlerFailed", std::string{"the handler has thrown: "} + failure.what()};
  } catch (...) {
    return error{error_kind::usage, "HandlerFailed", "the handler has thrown something that is no std::exception"};
  }
}

}  // namespace

consumer_run::consumer_run(client by, known_queue queue, handler each, const consumer_options& options,
                           asio::any_io_executor executor)
    : by_{std::move(by)},
      queue_{std::move(queue)},
      each_{std::move(each)},
      options_{options},
      time_{by_.clock()},
      changed_{flow::watchdog::of(executor, time_)},
      idle_{flow::watchdog::of(executor, time_), 0},
      pollers_{executor},
      workers_{executor},
      requests_{executor},
      core_{{.fifo = is_fifo(queue_.url),
             .heartbeat = options.heartbeat,
             .visibility = queue_.visibility,
             .linger = options.delete_linger}},
      polls_{options.in_flight, options.pollers} {}

consumer_counters consumer_run::counters() const {
  const std::lock_guard lock{mutex_};
  return core_.counters();
}

std::size_t consumer_run::held() const {
  const std::lock_guard lock{mutex_};
  return core_.held();
}

void consumer_run::stop() {
  {
    const std::lock_guard lock{mutex_};
    stop_asked_ = true;
  }
  changed_.set();
}

void consumer_run::report(const error& what, const delivery* of) const {
  if (options_.on_error) options_.on_error(what, of);
}

error consumer_run::about(std::string code, const std::string& id, std::string message) const {
  error_info what;
  what.kind = error_kind::service;
  what.code = std::move(code);
  what.message = "message " + id + ": " + std::move(message);
  what.service = by_.service_name();
  what.region = by_.region();
  return error{std::move(what)};
}

seconds consumer_run::backoff(int receive_count) const {
  if (options_.backoff) return options_.backoff(receive_count);
  return std::min(longest_backoff, seconds{1 << std::clamp(receive_count, 1, 10)});
}

// What is kept with slots that are free goes with them.
void consumer_run::sweep() {
  for (const auto slot : core_.freed()) {
    cargo_[slot] = {};
    in_slot_[slot] = 0;
  }
}

void consumer_run::wake_if_due(steady_time now) {
  if (woken_) return;
  if (core_.next_event() >= sleeps_until_ && !polls_.ready(core_.load(), now) &&
      !(stage_ != stage::running && core_.held() == 0))
    return;
  woken_ = true;
  changed_.set();
}

// ---- handling

std::optional<consumer_run::job> consumer_run::take_job() {
  job taken;
  {
    const std::lock_guard lock{mutex_};
    if (closed_) return std::nullopt;
    const auto slot = core_.next();
    if (!slot) return std::nullopt;
    taken.slot = *slot;
    taken.number = in_slot_[*slot] = ++jobs_;
    taken.shown.answer = cargo_[*slot].answer;
    taken.shown.message = cargo_[*slot].message;
    taken.shown.receive_count = core_.receive_count(*slot);
  }
  taken.shown.group = taken.shown.message["Attributes"]["MessageGroupId"].as_text();
  if (options_.unwrap_sns) taken.shown.notification = read_notification(taken.shown.message["Body"].as_text());
  taken.shown.hidden_until = [self = shared_from_this(), slot = taken.slot, number = taken.number] {
    const std::lock_guard lock{self->mutex_};
    return self->in_slot_[slot] == number ? self->core_.hidden_until(slot) : steady_time::min();
  };
  kick();
  return taken;
}

// A worker for the next message that is ready: one that is parked, or a new one.
void consumer_run::kick() {
  bool start = false;
  {
    const std::lock_guard lock{mutex_};
    if (closed_ || core_.ready() == 0) return;
    if (parked_ > 0) {
      --parked_;
    } else if (at_work_ < options_.in_flight) {
      ++at_work_;
      start = true;
    } else {
      return;
    }
  }
  if (start)
    workers_.start(work());
  else
    idle_.release();
}

consumer_run::pause consumer_run::park() {
  const std::lock_guard lock{mutex_};
  if (!closed_ && core_.ready() > 0) return pause::none;
  if (closed_ || parked_ >= most_parked) {
    --at_work_;
    return pause::leave;
  }
  ++parked_;
  return pause::parked;
}

void consumer_run::settle(const job& done, const std::optional<outcome>& what, bool abandoned) {
  const auto after = what && what->what == outcome::kind::retry
                         ? std::clamp<seconds>(what->after ? *what->after : backoff(done.shown.receive_count), 0s, 12h)
                         : seconds{0};
  const std::lock_guard lock{mutex_};
  const auto now = time_.steady_now();
  if (abandoned)
    core_.abandoned(done.slot, now);
  else
    core_.handled(done.slot, what->what, after, now);
  sweep();
  wake_if_due(now);
}

asio::awaitable<void> consumer_run::work() {
  const auto self = shared_from_this();
  co_await asio::this_coro::throw_if_cancelled(false);
  // Begun by another worker on its way to a handler, which goes first.
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  for (;;) {
    auto taken = take_job();
    if (!taken) {
      const pause next = park();
      if (next == pause::leave) co_return;
      if (next == pause::none) continue;
      const wait_end ended = co_await idle_.acquire();
      if (ended != wait_end::done) break;
      continue;
    }
    delivery shown{taken->shown};
    std::optional<outcome> made;
    std::exception_ptr thrown;
    co_await asio::this_coro::throw_if_cancelled(true);  // as coroutines are used to
    try {
      made = co_await each_(shown);
    } catch (...) {
      thrown = std::current_exception();
    }
    co_await asio::this_coro::throw_if_cancelled(false);
    const bool stopped = co_await flow::is_cancelled();
    if (thrown && !stopped) report(thrown_by_handler(thrown), &shown);
    if (thrown && !stopped) made = outcome::retry();
    settle(*taken, made, !made);
    if (stopped) break;
  }
  const std::lock_guard lock{mutex_};
  --at_work_;
}

// ---- receiving

asio::awaitable<void> consumer_run::poll(std::size_t ask) {
  const auto self = shared_from_this();
  co_await asio::this_coro::throw_if_cancelled(false);
  while (ask != 0) {
    auto input = std::make_shared<receive_input>();
    input->url = queue_.url;
    input->messages = ask;
    input->wait = options_.wait;
    if (queue_.state_visibility) input->visibility = queue_.visibility;
    input->system_attributes = options_.system_attributes;
    if (core_.counters().fifo) input->attempt = crypto::make_uuid();
    call_options how;
    how.attempt_timeout = how.operation_timeout =
        0ms;  // a long poll is not to be cut: what it has taken would be hidden
    const auto began = time_.steady_now();
    auto answer = co_await by_.try_call("ReceiveMessage", std::shared_ptr<const receive_input>{std::move(input)}, how);
    ask = answer ? take_in(ask, std::move(*answer), began) : poll_failed(ask, answer.error());
  }
  changed_.set();
}

std::size_t consumer_run::take_in(std::size_t asked, response answer, steady_time began) {
  const auto held = std::make_shared<const response>(std::move(answer));
  std::vector<consumer_core::arrival> arrivals;
  std::vector<value> messages;
  std::vector<error> complaints;
  std::size_t came = 0;
  for (const value message : (*held)["Messages"]) {
    ++came;
    const auto wrong = wrong_digest(message);
    if (!wrong.empty()) {
      complaints.push_back(about("ChecksumMismatch", std::string{message["MessageId"].as_text()},
                                 std::string{wrong} + " is not that of what was received; it is not handled"));
      continue;
    }
    const value system = message["Attributes"];
    arrivals.push_back({message["MessageId"].as_text(), system["MessageGroupId"].as_text(),
                        number_of(system["ApproximateReceiveCount"].as_text())});
    messages.push_back(message);
  }
  std::size_t next = 0;
  {
    const std::lock_guard lock{mutex_};
    const auto now = time_.steady_now();
    polled_ = true;
    auto& counts = core_.counters();
    ++counts.receives;
    counts.empty_polls += came == 0;
    counts.corrupt += complaints.size();
    const auto places = core_.received(arrivals, now);
    for (std::size_t i = 0; i < places.size(); ++i) {
      const slot_number slot = places[i].slot ? *places[i].slot : *places[i].same;
      if (cargo_.size() <= slot) {
        cargo_.resize(slot + 1);
        in_slot_.resize(slot + 1);
      }
      cargo_[slot] = {held, messages[i]};
    }
    polls_.ended(asked, came, now, now - began);
    next = polls_.begin(core_.load(), now);
    sweep();
    wake_if_due(now);
  }
  for (const auto& one : complaints) report(one);
  kick();
  return next;
}

std::size_t consumer_run::poll_failed(std::size_t asked, const error& failure) {
  bool fatal = false;
  {
    const std::lock_guard lock{mutex_};
    auto& counts = core_.counters();
    ++counts.receives;
    ++counts.failed_requests;
    polls_.failed(asked, time_.steady_now(), system_random_source().next());
    fatal = is_fatal(failure, polled_);
    if (fatal && !failure_) failure_ = failure;
  }
  if (!fatal) report(failure);
  return 0;
}

// ---- answering

std::vector<visibility_change> consumer_run::receipts_of(const consumer_core::request& what) const {
  std::vector<visibility_change> entries;
  entries.reserve(what.entries.size());
  for (const auto& one : what.entries)
    entries.push_back({std::string{cargo_[one.slot].message["ReceiptHandle"].as_text()}, one.timeout});
  return entries;
}

asio::awaitable<void> consumer_run::carry(consumer_core::request what, std::vector<visibility_change> entries) {
  const auto self = shared_from_this();
  const auto outcomes = co_await call_with_receipts(by_, queue_.url, what.deletes, entries);
  answered(what, outcomes);
}

void consumer_run::answered(const consumer_core::request& what, const std::vector<result<void>>& outcomes) {
  std::vector<consumer_core::answer> answers;
  std::vector<error> complaints;
  bool whole = true;  // the request failed as such
  {
    const std::lock_guard lock{mutex_};
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i]) {
        answers.push_back(consumer_core::answer::done);
        whole = false;
        continue;
      }
      const error& failure = outcomes[i].error();
      const bool of_entry = failure.kind() == error_kind::service && failure.info().http_status == 0;
      whole = whole && !of_entry;
      answers.push_back(of_entry && !failure.retryable() ? consumer_core::answer::refused
                                                         : consumer_core::answer::failed);
      if (of_entry && core_.is_current(what.entries[i]))
        complaints.push_back(about(
            failure.code(), std::string{cargo_[what.entries[i].slot].message["MessageId"].as_text()},
            std::string{what.deletes ? "was not deleted: " : "its visibility was not changed: "} + failure.message()));
    }
    if (whole && !outcomes.empty()) {
      complaints.push_back(outcomes.front().error());
      ++core_.counters().failed_requests;
    }
    const auto now = time_.steady_now();
    core_.answered(what, answers, now);
    sweep();
    wake_if_due(now);
  }
  for (const auto& one : complaints) report(one);
}

// ---- the loop

void consumer_run::begin_stop(bool cancelled) {
  const auto now = time_.steady_now();
  if (stage_ == stage::running) {
    stage_ = stage::draining;
    polls_.stop();
    core_.stop(now);
    grace_until_ = now + options_.grace;
  }
  if (cancelled) grace_until_ = now;
}

std::optional<steady_time> consumer_run::step() {
  std::vector<std::pair<consumer_core::request, std::vector<visibility_change>>> due;
  std::vector<std::size_t> asks;
  std::vector<error> complaints;
  bool cut = false;
  std::optional<steady_time> until;
  {
    const std::lock_guard lock{mutex_};
    woken_ = false;
    const auto now = time_.steady_now();
    if (stage_ == stage::running && (stop_asked_ || failure_)) begin_stop(false);
    if (stage_ == stage::draining && now >= grace_until_) {
      stage_ = stage::cut;
      core_.last_attempt();
      cut = true;
    }
    for (const auto& one : core_.expired(now)) {
      const std::string id{cargo_[one.slot].message["MessageId"].as_text()};
      complaints.push_back(about("VisibilityExpired", id,
                                 one.deleting ? "could not be deleted before its visibility timeout; it will come again"
                                 : one.handling ? "is visible to others before its handler has ended"
                                                : "became visible to others before its turn; it will come again"));
    }
    // Their handles are looked up now: a slot may hold another message before the request is made.
    for (auto& one : core_.due(now)) {
      auto receipts = receipts_of(one);
      due.emplace_back(std::move(one), std::move(receipts));
    }
    while (const std::size_t ask = polls_.begin(core_.load(), now)) asks.push_back(ask);
    sweep();
    if (stage_ == stage::running || polls_.running() > 0 || core_.held() > 0) {
      until = std::min(core_.next_event(), polls_.next(now));
      if (stage_ == stage::draining) until = std::min(*until, grace_until_);
      sleeps_until_ = *until;
    }
  }
  for (auto& [what, receipts] : due) requests_.start(carry(std::move(what), std::move(receipts)));
  for (const auto ask : asks) pollers_.start(poll(ask));
  if (cut) workers_.cancel();
  for (const auto& one : complaints) report(one);
  return until;
}

asio::awaitable<void> consumer_run::finish_tasks() {
  {
    const std::lock_guard lock{mutex_};
    closed_ = true;
  }
  workers_.cancel();  // they are parked
  co_await workers_.join();
  co_await pollers_.join();
  co_await requests_.join();
}

asio::awaitable<std::optional<error>> consumer_run::drive() {
  bool cancelled = false;
  for (;;) {
    if (!cancelled) {
      cancelled = co_await flow::is_cancelled();
      if (cancelled) {
        const std::lock_guard lock{mutex_};
        begin_stop(true);
      }
    }
    changed_.reset();
    const auto until = step();
    if (!until) break;
    if (*until <= time_.steady_now()) continue;
    if (cancelled)
      co_await changed_.wait_shielded(*until);
    else
      co_await changed_.wait(*until);
  }
  co_await finish_tasks();
  co_return failure_;
}

}  // namespace aloft::sqs
