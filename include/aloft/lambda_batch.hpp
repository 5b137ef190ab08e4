#pragma once
// Thousands of Lambda invocations at once: items come from a lazy range or from a source that waits, results go to a
// function in the order of their items, and memory is bounded however many there are.
//
//   const auto counts = co_await aloft::lambda::invoke_all(
//       lambda, payloads, [](std::uint64_t index, aloft::result<aloft::lambda::invocation> done) { … },
//       {.function = "resize", .parallel = 500});
//
// When Lambda answers "429 Too Many Requests", the batch sends fewer at once, and more again as it is served: nothing
// is lost, and nothing sent twice, since such an answer comes before a function runs.
//
// Cancellation: terminal and partial. Nothing is begun any more, what is under way is cancelled, what was finished is
//   still given to the sink, in order; then error_kind::cancelled. Functions that were begun run on.
// Ends with: see completion.hpp.
// Errors: usage "InvalidOption", "JournalUnusable", "JournalMismatch"; the source's. What source or sink throw is
// thrown
//   once all that was begun is over. Errors of items are their results.
// Lifetime: goes on without the client; range and functions are owned. The executor's context must outlive it.
// Thread: sink and source are called in the coroutine's executor, by turns. Blocks: a journal's writing, and once a
//   second its fdatasync.

#include <aloft/client.hpp>
#include <aloft/completion.hpp>
#include <aloft/lambda.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aloft::lambda {

/// One invocation to make. What is empty is as batch_options have it.
struct batch_item {
  std::string payload = {};
  option_text function = {};
  option_text qualifier = {};
  option_text client_context = {};
  option_text tenant_id = {};
  option_text durable_name = {};
  /// What stood in the item's place was none: nothing is invoked, this error is its result.
  std::optional<error> refused = {};
};

struct batch_options {
  option_text function = {};  ///< of items that name none
  std::size_t parallel = 64;  ///< invocations at once, at most; 429s lower it for a while
  /// How far the batch may be ahead of the oldest item whose result is not there yet, in items: what bounds memory
  /// where results keep their order. 0: four times `parallel`.
  std::size_t window = 0;
  bool ordered = true;       ///< false: results come as they are there
  bool fail_fast = false;    ///< the first fault or error cancels what is under way; what was finished is given
  bool event = false;        ///< queue the payloads (Event) instead of waiting for what the functions say
  invoke_options each = {};  ///< for items that say nothing else; each.timeout and retry_lost hold for all
  /// An item that only ever gets 429, for so long and while no other gets through either, has failed. Zero: at once.
  std::chrono::milliseconds throttle_patience{std::chrono::minutes{5}};
  /// A file that gets each result as it comes, so that a batch that was killed can go on: with `resume`, items whose
  /// results it has are not invoked but given out of it (lost ones are invoked again where retry_lost says so). Items
  /// that failed otherwise, and those that were under way, are invoked again. The items must be the same, in the same
  /// order. Without `resume` the file must not be there, or be empty. Empty: none.
  option_text journal = {};
  bool resume = false;
};

/// What became of the items. Each is in exactly one of the first four.
struct batch_counts {
  std::uint64_t ok = 0;         ///< answered
  std::uint64_t faults = 0;     ///< the function failed
  std::uint64_t errors = 0;     ///< the call failed, lost ones included
  std::uint64_t abandoned = 0;  ///< begun, and cancelled by fail_fast: no result was given
  std::uint64_t lost = 0;       ///< of the errors: is_lost()
  std::uint64_t resumed = 0;    ///< of all: out of the journal
  std::uint64_t throttled = 0;  ///< 429s that came, however often for one item
};

/// Where the items come from.
class batch_source {
 public:
  virtual ~batch_source() = default;
  /// The next item; nothing at the end. An error ends the batch with it, once all that was begun is over. Follows the
  /// coroutine's cancellation slot.
  virtual boost::asio::awaitable<result<std::optional<batch_item>>> next() = 0;
  /// next() may wait, for input that is still to come: then up to 64 items are read ahead.
  virtual bool waits() const noexcept { return true; }
};

/// Takes the result of the item with that index, counted from 0. The batch goes on when it has ended: who is slow slows
/// down the batch.
using batch_sink = std::function<boost::asio::awaitable<void>(std::uint64_t index, result<invocation>)>;

/// Invokes everything that the source gives.
boost::asio::awaitable<result<batch_counts>> try_invoke_all(client lambda, std::shared_ptr<batch_source> items,
                                                            batch_sink done, batch_options how = {});

namespace detail {

template <class Sink>
batch_sink make_sink(Sink done) {
  return
      [done = std::move(done)](std::uint64_t index, result<invocation> came) mutable -> boost::asio::awaitable<void> {
        if constexpr (std::is_void_v<std::invoke_result_t<Sink&, std::uint64_t, result<invocation>>>)
          done(index, std::move(came));
        else
          co_await done(index, std::move(came));
      };
}

template <class Item>
batch_item item_of(Item&& one) {
  using type = std::remove_cvref_t<Item>;
  if constexpr (std::same_as<type, batch_item>) {
    return std::forward<Item>(one);
  } else if constexpr (std::convertible_to<Item, std::string_view>) {
    return batch_item{.payload = std::string{std::string_view{one}}};
  } else {  // function and payload
    return batch_item{.payload = std::string{std::string_view{one.second}},
                      .function = option_text{std::string_view{one.first}}};
  }
}

template <class Range>
class range_source final : public batch_source {
 public:
  explicit range_source(Range range)
      : range_{std::forward<Range>(range)}, at_{std::begin(range_)}, end_{std::end(range_)} {}

  boost::asio::awaitable<result<std::optional<batch_item>>> next() override {
    if (std::exchange(begun_, true)) ++at_;  // not before the item is wanted: the range is lazy
    if (at_ == end_) {
      begun_ = false;
      co_return std::optional<batch_item>{};
    }
    co_return std::optional<batch_item>{item_of(*at_)};
  }
  bool waits() const noexcept override { return false; }

 private:
  Range range_;
  decltype(std::begin(std::declval<std::remove_reference_t<Range>&>())) at_;
  decltype(std::end(std::declval<std::remove_reference_t<Range>&>())) end_;
  bool begun_ = false;
};

}  // namespace detail

/// Invokes each item of the range: texts (payloads), pairs of texts (function and payload), or batch_items. `done`
/// takes index and result<invocation>, and gives nothing or an awaitable. Throws aloft::error.
template <class Range, class Sink>
  requires(!std::convertible_to<Range, std::shared_ptr<batch_source>>)
boost::asio::awaitable<batch_counts> invoke_all(client lambda, Range&& items, Sink done, batch_options how = {}) {
  return aloft::detail::or_throw(
      try_invoke_all(std::move(lambda), std::make_shared<detail::range_source<Range>>(std::forward<Range>(items)),
                     detail::make_sink(std::move(done)), std::move(how)));
}
/// The same with items of a source.
template <class Sink>
boost::asio::awaitable<batch_counts> invoke_all(client lambda, std::shared_ptr<batch_source> items, Sink done,
                                                batch_options how = {}) {
  return aloft::detail::or_throw(
      try_invoke_all(std::move(lambda), std::move(items), detail::make_sink(std::move(done)), std::move(how)));
}
/// The same for any completion token with signature void(std::exception_ptr, batch_counts).
template <class CompletionToken = default_token>
auto async_invoke_all(client lambda, std::shared_ptr<batch_source> items, batch_sink done, batch_options how,
                      CompletionToken&& token = CompletionToken{}) {
  return aloft::detail::initiate<batch_counts>(
      lambda.get_executor(),
      [lambda, items = std::move(items), done = std::move(done), how = std::move(how)]() mutable {
        return try_invoke_all(lambda, std::move(items), std::move(done), std::move(how));
      },
      std::forward<CompletionToken>(token));
}

/// A range as a source, for try_invoke_all and async_invoke_all.
template <class Range>
std::shared_ptr<batch_source> source_of(Range&& items) {
  return std::make_shared<detail::range_source<Range>>(std::forward<Range>(items));
}

}  // namespace aloft::lambda
