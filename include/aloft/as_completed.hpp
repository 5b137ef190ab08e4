#pragma once
// Many calls at once, one result after another as they come in:
//
//   auto answers = aloft::as_completed(regions, [&](const std::string& region) { return ec2_in(region).call("…"); });
//   while (auto one = co_await answers.next()) use(one->index, one->outcome);
//
// gather() waits for all and keeps their order; this gives each as soon as it is there, and holds no more than `limit`
// of them. The rules for ranges and callables are those of gather(): <aloft/gather.hpp>.

#include <aloft/concurrency.hpp>
#include <aloft/gather.hpp>

#include <boost/asio/this_coro.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

namespace aloft {

/// What one item came to.
template <class T>
struct completed {
  std::size_t index = 0;  ///< of the item in the range
  result<T> outcome;
};

/// The results of as_completed(), in the order in which they come. Move-only. Destroyed before its end it cancels what
/// still runs and does not wait; stop() waits.
///
/// Cancellation: total; what runs goes on until the object is destroyed.
/// Ends with: the next result; nothing once all have been given.
/// Errors: of next() kind cancelled; what the callable or the range throws and is no aloft::error, after which the rest
///   has been cancelled. Errors of items are their results.
/// Lifetime: owns the range (unless it was an lvalue), its items and the callable as long as anything uses them.
/// Thread: one coroutine at a time; the awaitables run on its executor, each on a strand of its own.
template <class Range, class F>
class completions {
  using iterator = decltype(std::begin(std::declval<std::remove_reference_t<Range>&>()));
  using sentinel = decltype(std::end(std::declval<std::remove_reference_t<Range>&>()));
  using dereferenced = decltype(*std::declval<iterator&>());
  using reference = std::conditional_t<std::forward_iterator<iterator> && std::is_lvalue_reference_v<dereferenced>,
                                       dereferenced, std::remove_cvref_t<dereferenced>>;
  using awaitable = std::invoke_result_t<F&, std::add_lvalue_reference_t<reference>>;
  using awaited = typename awaitable::value_type;

 public:
  using value_type = completed<typename detail::unwrapped<awaited>::type>;

  completions(Range range, F make, gather_options options)
      : state_{std::make_shared<state>(std::forward<Range>(range), std::move(make), options.limit)} {}

  /// The next result, whichever item it is of; nothing at the end.
  boost::asio::awaitable<std::optional<value_type>> next() { return state::next(state_, group_); }

  /// Cancels what runs and waits for its end; nothing is started any more, and next() gives what was there already.
  /// Cancellation: none. Ends with: done. Errors: none.
  boost::asio::awaitable<void> stop() {
    state_->exhausted = true;
    if (!group_) co_return;
    group_->cancel();
    co_await group_->join();
  }

 private:
  struct state {
    state(Range of, F f, std::size_t most)
        : range{std::forward<Range>(of)}, make{std::move(f)}, limit{most}, at{std::begin(range)}, end{std::end(range)} {
      if (limit == 0)
        throw error{error_kind::usage, "InvalidOption", "gather_options::limit is 0; expected at least 1"};
    }

    static boost::asio::awaitable<std::optional<value_type>> next(std::shared_ptr<state> self,
                                                                  std::optional<task_group>& group) {
      namespace this_coro = boost::asio::this_coro;
      const bool throws = co_await this_coro::throw_if_cancelled();
      co_await this_coro::throw_if_cancelled(false);
      if (!group) group.emplace(co_await this_coro::executor);
      std::optional<value_type> found;
      std::exception_ptr failure;
      bool cancelled = false;
      while (!found && !failure && !cancelled) {
        failure = self->fill(self, *group);
        if (!failure) failure = group->failure();
        if (failure) break;
        found = self->take();
        if (found || group->running() == 0) break;
        const wake woken = co_await group->one_ended();
        cancelled = woken == wake::cancelled;
      }
      if (failure) {
        self->exhausted = true;
        group->cancel();
        co_await group->join();
      }
      if (!found && !failure && !cancelled) found = self->take();  // ended between the last look and this
      co_await this_coro::throw_if_cancelled(throws);
      if (failure) std::rethrow_exception(failure);
      if (cancelled)
        throw error{error_kind::cancelled, "Cancelled", "the caller cancelled waiting for the next result"};
      co_return found;
    }

    // Starts what there is room for. What waits to be taken counts as well, so that no more than `limit` are held.
    std::exception_ptr fill(const std::shared_ptr<state>& self, task_group& group) {
      try {
        while (!exhausted && held() < limit) {
          if (begun) ++at;
          begun = true;
          if (at == end) {
            exhausted = true;
            return nullptr;
          }
          item& mine = add_item();
          try {
            auto work = make(mine.get());
            group.start(run(self, std::move(work), mine));
          } catch (const error& failed) {
            put(mine, result<typename detail::unwrapped<awaited>::type>{failed});
          }
        }
      } catch (...) {
        return std::current_exception();
      }
      return nullptr;
    }

    struct item {
      std::size_t index;
      std::conditional_t<std::is_lvalue_reference_v<reference>, std::remove_reference_t<reference>*, reference> held;
      std::remove_reference_t<reference>& get() noexcept {
        if constexpr (std::is_lvalue_reference_v<reference>)
          return *held;
        else
          return held;
      }
    };

    item& add_item() {
      const std::lock_guard lock{mutex};
      auto made = [&] {
        if constexpr (std::is_lvalue_reference_v<reference>)
          return std::make_unique<item>(item{count, &*at});
        else
          return std::make_unique<item>(item{count, *at});
      }();
      ++count;
      return *items.emplace_back(std::move(made));
    }

    static boost::asio::awaitable<void> run(std::shared_ptr<state> self, awaitable work, item& mine) {
      using outcome = result<typename detail::unwrapped<awaited>::type>;
      std::optional<outcome> came;
      try {
        if constexpr (std::is_void_v<awaited>) {
          co_await std::move(work);
          came.emplace();
        } else {
          came.emplace(co_await std::move(work));
        }
      } catch (const error& failed) {
        came.emplace(failed);
      }
      self->put(mine, *std::move(came));
    }

    void put(item& mine, result<typename detail::unwrapped<awaited>::type> came) {
      const std::lock_guard lock{mutex};
      ready.push_back(value_type{mine.index, std::move(came)});
      std::erase_if(items, [&](const auto& one) { return one.get() == &mine; });
    }

    std::optional<value_type> take() {
      const std::lock_guard lock{mutex};
      if (ready.empty()) return std::nullopt;
      std::optional<value_type> first{std::move(ready.front())};
      ready.pop_front();
      return first;
    }

    std::size_t held() {
      const std::lock_guard lock{mutex};
      return items.size() + ready.size();
    }

    Range range;
    F make;
    const std::size_t limit;
    iterator at;
    const sentinel end;
    bool begun = false, exhausted = false;
    std::size_t count = 0;
    std::mutex mutex;                         // of what tasks change
    std::deque<std::unique_ptr<item>> items;  // of those that run
    std::deque<value_type> ready;
  };

  std::shared_ptr<state> state_;
  std::optional<task_group> group_;
};

/// Starts nothing before the first next().
template <class Range, class F>
completions<Range, F> as_completed(Range&& range, F make, gather_options options = {}) {
  return completions<Range, F>{std::forward<Range>(range), std::move(make), options};
}

}  // namespace aloft
