#include <aloft/concurrency.hpp>
#include <aloft/lambda_batch.hpp>
#include <aloft/start_operation.hpp>
#include "services/lambda_batch_plan.hpp"
#include "services/lambda_journal.hpp"

#include <boost/asio/this_coro.hpp>

#include <deque>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

namespace aloft::lambda {
namespace asio = boost::asio;
namespace {

constexpr std::size_t read_ahead = 64;  // items of a source that waits

result<void> check(const batch_options& how) {
  const auto bad = [](const char* message) { return error{error_kind::usage, "InvalidOption", message}; };
  if (how.parallel == 0) return bad("batch_options::parallel is 0; expected at least 1");
  if (how.throttle_patience.count() < 0) return bad("batch_options::throttle_patience is negative");
  if (how.resume && how.journal.empty()) return bad("batch_options::resume needs a journal");
  return {};
}

batch_plan::rules rules_of(const batch_options& how) {
  const std::size_t window = how.window != 0 ? how.window : 4 * how.parallel;
  return {how.parallel, window, how.ordered, how.throttle_patience};
}

/// What tasks hand to the coroutine that runs the batch.
template <class T>
class inbox {
 public:
  void put(T one) {
    const std::lock_guard lock{mutex_};
    all_.push_back(std::move(one));
  }
  std::vector<T> take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(all_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<T> all_;
};

/// One batch. Lives in the frame of try_invoke_all()'s coroutine, which waits for all tasks before it ends.
class batch_run {
 public:
  batch_run(client lambda, std::shared_ptr<batch_source> items, batch_sink done, batch_options how,
            const asio::any_io_executor& executor)
      : lambda_{std::move(lambda)},
        source_{std::move(items)},
        sink_{std::move(done)},
        how_{std::move(how)},
        plan_{rules_of(how_)},
        tasks_{executor, lambda_.clock()},
        changed_{executor, lambda_.clock()},
        room_{executor, lambda_.clock()} {}

  asio::awaitable<result<batch_counts>> run() {
    if (auto opened = open_journal(); !opened) co_return opened.error();
    if (source_->waits()) tasks_.start(read());
    while (!over() && !stopped_) {
      take_ends();
      co_await give();
      const bool known = co_await begin();
      if (known || over() || stopped_) continue;
      const wake woken = co_await changed_.wait(plan_.next_time().value_or(batch_plan::time_point::max()));
      changed_.reset();
      if (woken == wake::cancelled) stop(error{error_kind::cancelled, "Cancelled", "the caller cancelled the batch"});
    }
    co_await tasks_.join();
    take_ends();
    co_await give();
    counts_.throttled = plan_.throttled();
    if (thrown_) std::rethrow_exception(thrown_);
    if (failure_) co_return *failure_;
    co_return counts_;
  }

 private:
  struct end {
    batch_plan::start which;
    std::uint64_t input = 0;
    result<invocation> came{error{}};
  };
  /// What next() of a source gave; neither: it threw.
  struct arrival {
    std::optional<result<std::optional<batch_item>>> item;
    std::exception_ptr thrown;
  };

  result<void> open_journal() {
    if (how_.journal.empty()) return {};
    auto opened = batch_journal::open(how_.journal, how_.resume, lambda_.clock());
    if (!opened) return opened.error();
    journal_ = *std::move(opened);
    return {};
  }

  bool over() const noexcept { return exhausted_ && plan_.over(); }

  /// Nothing is begun any more; what is under way ends soon.
  void stop(std::optional<error> why) {
    if (why && !failure_) failure_ = std::move(why);
    exhausted_ = true;
    if (std::exchange(stopped_, true)) return;
    plan_.stop();
    tasks_.cancel();
  }

  void take_ends() {
    for (end& one : ends_.take()) {
      const bool failed = !one.came || one.came->fault;
      if (stopped_ && !one.came && one.came.error().kind() == error_kind::cancelled) {
        ++counts_.abandoned;
        plan_.abandon(one.which);
        continue;
      }
      if (journal_ && batch_journal::keeps(one.came)) keep(one);
      if (!plan_.ended(one.which, std::move(one.came), lambda_.clock().steady_now())) continue;
      if (failed && how_.fail_fast) stop({});
    }
  }

  void keep(const end& one) {
    if (auto kept = journal_->add(one.which.index, one.input, one.came); !kept) stop(kept.error());
  }

  asio::awaitable<void> give() {
    while (auto one = plan_.take_ready()) {
      count(one->came);
      try {
        co_await sink_(one->index, std::move(one->came));
      } catch (...) {
        if (!thrown_) thrown_ = std::current_exception();
        stop({});
      }
    }
  }

  void count(const result<invocation>& came) {
    if (!came) {
      ++counts_.errors;
      if (is_lost(came.error())) ++counts_.lost;
    } else {
      ++(came->fault ? counts_.faults : counts_.ok);
    }
  }

  /// Begins what there is room for. True: results were there without an invocation, which are to be given first.
  asio::awaitable<bool> begin() {
    const auto now = lambda_.clock().steady_now();
    while (auto again = plan_.again(now)) tasks_.start(invoke_one(*again));
    while (!exhausted_ && plan_.has_room()) {
      std::optional<arrival> next;
      if (!source_->waits())
        next = co_await fetch();
      else
        next = take_arrival();
      if (!next) break;
      if (next->thrown || !*next->item || !**next->item) {
        ended_source(*std::move(next));
        break;
      }
      if (take(std::move(***next->item))) co_return true;
    }
    co_return false;
  }

  /// True: the item's result is known already.
  bool take(batch_item item) {
    const std::uint64_t index = plan_.taken();
    if (item.refused) {
      plan_.add_known(*item.refused);
      if (how_.fail_fast) stop({});
      return true;
    }
    const std::uint64_t input = journal_ ? hash_of(item, how_) : 0;
    if (journal_) {
      auto found = journal_->find(index, input);
      if (!found) {
        stop(found.error());
        return true;
      }
      if (*found && ((*found)->came || !how_.each.retry_lost)) {
        ++counts_.resumed;
        plan_.add_known(std::move((*found)->came));
        return true;
      }
    }
    tasks_.start(invoke_one(plan_.add(std::move(item)), input));
    return false;
  }

  asio::awaitable<void> invoke_one(batch_plan::start which, std::uint64_t input = 0) {
    const batch_item& item = *which.item;
    if (journal_ && input == 0) input = hash_of(item, how_);
    invoke_options how = how_.each;
    if (!item.qualifier.empty()) how.qualifier = item.qualifier;
    if (!item.client_context.empty()) how.client_context = item.client_context;
    if (!item.tenant_id.empty()) how.tenant_id = item.tenant_id;
    if (!item.durable_name.empty()) how.durable_name = item.durable_name;
    const std::string& function = item.function.empty() ? how_.function : item.function;
    const auto payload = request_body::view(item.payload);  // stays where it is until this has ended
    end one{which, input};
    if (how_.event) {
      auto id = co_await try_enqueue(lambda_, function, payload, std::move(how));
      invocation queued;
      if (id) queued.request_id = *std::move(id);
      one.came = id ? result<invocation>{std::move(queued)} : result<invocation>{id.error()};
    } else {
      one.came = co_await try_invoke(lambda_, function, payload, std::move(how));
    }
    ends_.put(std::move(one));
    changed_.set();
  }

  // Sources.

  asio::awaitable<arrival> fetch() {
    arrival made;
    try {
      made.item.emplace(co_await source_->next());
    } catch (...) {
      made.thrown = std::current_exception();
    }
    co_return made;
  }

  /// Reads ahead from a source that waits, until its end.
  asio::awaitable<void> read() {
    co_await asio::this_coro::throw_if_cancelled(false);
    for (std::size_t ahead = 0;;) {
      auto next = co_await fetch();
      const bool last = next.thrown || !*next.item || !**next.item;
      arrivals_.put(std::move(next));
      changed_.set();
      if (last) co_return;
      if (++ahead < read_ahead) continue;
      const wake woken = co_await room_.wait();
      room_.reset();
      if (woken == wake::cancelled) co_return;
      ahead = 0;
    }
  }

  std::optional<arrival> take_arrival() {
    if (arrived_.empty()) {
      for (arrival& one : arrivals_.take()) arrived_.push_back(std::move(one));
      if (!arrived_.empty()) room_.set();
    }
    if (arrived_.empty()) return std::nullopt;
    std::optional<arrival> first{std::move(arrived_.front())};
    arrived_.pop_front();
    return first;
  }

  void ended_source(arrival last) {
    exhausted_ = true;
    if (last.thrown && !thrown_) thrown_ = last.thrown;
    if (!last.thrown && !*last.item && !failure_) failure_ = last.item->error();
  }

  const client lambda_;
  const std::shared_ptr<batch_source> source_;
  const batch_sink sink_;
  const batch_options how_;
  std::unique_ptr<batch_journal> journal_;
  batch_plan plan_;
  task_group tasks_;
  event changed_;  // something ended, or arrived
  event room_;     // the reader may go on
  inbox<end> ends_;
  inbox<arrival> arrivals_;
  std::deque<arrival> arrived_;
  batch_counts counts_;
  std::optional<error> failure_;
  std::exception_ptr thrown_;
  bool exhausted_ = false;  // no item will come any more
  bool stopped_ = false;
};

asio::awaitable<result<batch_counts>> run_batch(client lambda, std::shared_ptr<batch_source> items, batch_sink done,
                                                batch_options how) {
  if (auto fine = check(how); !fine) co_return fine.error();
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);  // also when cancelled, what is finished is given
  batch_run one{std::move(lambda), std::move(items), std::move(done), std::move(how),
                co_await asio::this_coro::executor};
  auto outcome = co_await one.run();
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return outcome;
}

}  // namespace

asio::awaitable<result<batch_counts>> try_invoke_all(client lambda, std::shared_ptr<batch_source> items,
                                                     batch_sink done, batch_options how) {
  return run_batch(std::move(lambda), std::move(items), std::move(done), std::move(how));
}

}  // namespace aloft::lambda

namespace aloft {

template void detail::start(boost::asio::any_io_executor, boost::asio::any_io_executor,
                            boost::asio::awaitable<result<lambda::batch_counts>>,
                            completion_handler<lambda::batch_counts>);

}  // namespace aloft
