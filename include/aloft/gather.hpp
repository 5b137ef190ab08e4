#pragma once
// Many calls at once, in the order of their inputs: co_await gather(regions, [&](const auto& region) { return …; }).
//
// The range may be lazy: an item is taken when there is room for it under the limit. The callable gets each item and
// gives an awaitable; it is called in the awaiting coroutine, one call after another. The awaitables run at once, each
// on a strand of the awaiting coroutine's executor. Items live until their awaitable is done. Cancelling the awaiting
// coroutine cancels them all, waits for them, and throws aloft::error of kind cancelled.

#include <aloft/error.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace aloft {

struct gather_options {
  std::size_t limit = 64;  ///< awaitables that run at once, at least 1
};

namespace detail {

/// Gives the coroutines that gather runs. Asked in one coroutine only.
class child_source {
 public:
  virtual ~child_source() = default;
  /// The next one, or nothing at the end.
  virtual std::optional<boost::asio::awaitable<void>> next() = 0;
};

/// Runs all children of the source. The first exception of a child, or of next(), cancels the others; it is thrown once
/// all have ended.
boost::asio::awaitable<void> run_children(child_source& source, std::size_t limit);

template <class T>
struct unwrapped {
  using type = T;
};
template <class T>
struct unwrapped<result<T>> {
  using type = T;
};

/// One item with what came of it.
template <class Reference, class Outcome>
struct gather_slot {
  std::conditional_t<std::is_lvalue_reference_v<Reference>, std::remove_reference_t<Reference>*, Reference> item;
  std::optional<Outcome> outcome;
};

struct no_value {};

// Collect: outcomes are result<T>; otherwise they are T, and errors are thrown.
template <class Range, class F, bool Collect>
class gather_job final : public child_source {
  using iterator = decltype(std::begin(std::declval<std::remove_reference_t<Range>&>()));
  using sentinel = decltype(std::end(std::declval<std::remove_reference_t<Range>&>()));
  using dereferenced = decltype(*std::declval<iterator&>());
  // Elements of real containers stay where they are; those of one-pass ranges are gone at the next step.
  using reference = std::conditional_t<std::forward_iterator<iterator> && std::is_lvalue_reference_v<dereferenced>,
                                       dereferenced, std::remove_cvref_t<dereferenced>>;
  using awaitable = std::invoke_result_t<F&, std::add_lvalue_reference_t<reference>>;
  using awaited = typename awaitable::value_type;

 public:
  using value_type = typename unwrapped<awaited>::type;
  static constexpr bool is_void = std::is_void_v<value_type>;
  using stored = std::conditional_t<is_void, no_value, value_type>;
  using outcome = std::conditional_t<Collect, result<value_type>, stored>;

  gather_job(std::remove_reference_t<Range>& range, F& make)
      : at_{std::begin(range)}, end_{std::end(range)}, make_{make} {}

  std::optional<boost::asio::awaitable<void>> next() override {
    for (;;) {
      if (started_) ++at_;  // not before the item is wanted: the range is lazy
      started_ = true;
      if (at_ == end_) {
        started_ = false;
        return std::nullopt;
      }
      slot& mine = add_slot();
      if constexpr (Collect) {
        try {
          return run(make_(mine.get()), mine);
        } catch (const error& failure) {  // of the callable itself: that item's outcome, as if it had been awaited
          mine.outcome.emplace(failure);
        }
      } else {
        return run(make_(mine.get()), mine);
      }
    }
  }

  std::vector<outcome> outcomes() {
    std::vector<outcome> all;
    all.reserve(slots_.size());
    for (slot& one : slots_) all.push_back(std::move(*one.outcome));
    return all;
  }

 private:
  struct slot : gather_slot<reference, outcome> {
    template <class Item>
    slot(Item&& item, std::nullopt_t) : gather_slot<reference, outcome>{std::forward<Item>(item), std::nullopt} {}

    std::remove_reference_t<reference>& get() noexcept {
      if constexpr (std::is_lvalue_reference_v<reference>)
        return *this->item;
      else
        return this->item;
    }
  };

  slot& add_slot() {
    if constexpr (std::is_lvalue_reference_v<reference>)
      return slots_.emplace_back(&*at_, std::nullopt);
    else
      return slots_.emplace_back(*at_, std::nullopt);
  }

  static boost::asio::awaitable<void> run(awaitable work, slot& into) {
    if constexpr (!Collect) {
      if constexpr (std::is_void_v<awaited>) {
        co_await std::move(work);
        into.outcome.emplace();
      } else if constexpr (std::is_same_v<awaited, value_type>) {
        into.outcome.emplace(co_await std::move(work));
      } else {
        auto came = co_await std::move(work);
        if (!came) throw came.error();
        if constexpr (is_void)
          into.outcome.emplace();
        else
          into.outcome.emplace(std::move(*came));
      }
    } else {
      try {
        if constexpr (std::is_void_v<awaited>) {
          co_await std::move(work);
          into.outcome.emplace();
        } else {
          into.outcome.emplace(co_await std::move(work));
        }
      } catch (const error& failure) {
        into.outcome.emplace(failure);
      }
    }
  }

  iterator at_;
  sentinel end_;
  F& make_;
  bool started_ = false;
  std::deque<slot> slots_;  // their addresses stay
};

// Owns the range (unless it was an lvalue) and the callable: awaiting may begin after the caller's full expression.
template <class Range, class F>
auto run_gather(Range range, F make, gather_options options)
    -> boost::asio::awaitable<std::conditional_t<gather_job<Range, F, false>::is_void, void,
                                                 std::vector<typename gather_job<Range, F, false>::stored>>> {
  gather_job<Range, F, false> job{range, make};
  co_await run_children(job, options.limit);
  if constexpr (!gather_job<Range, F, false>::is_void) co_return job.outcomes();
}

template <class Range, class F>
auto run_gather_results(Range range, F make, gather_options options)
    -> boost::asio::awaitable<std::vector<typename gather_job<Range, F, true>::outcome>> {
  gather_job<Range, F, true> job{range, make};
  co_await run_children(job, options.limit);
  co_return job.outcomes();
}

}  // namespace detail

/// All values, in the order of the range (nothing when the awaitables give none). The first failure cancels the others,
/// waits for them, and is thrown. An awaitable of result<T> counts as one of T.
template <class Range, class F>
auto gather(Range&& range, F make, gather_options options = {}) {
  return detail::run_gather<Range, F>(std::forward<Range>(range), std::move(make), options);
}

/// One result for each item, in order; failures of one leave the others alone, also where the callable itself throws an
/// aloft::error instead of giving an awaitable. Only exceptions that are none (faults in the callable) end everything
/// and are thrown.
template <class Range, class F>
auto gather_results(Range&& range, F make, gather_options options = {}) {
  return detail::run_gather_results<Range, F>(std::forward<Range>(range), std::move(make), options);
}

}  // namespace aloft
