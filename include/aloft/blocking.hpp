#pragma once
// The same calls for code that waits: blocking(client).call(…) runs the same pipeline and waits in the calling thread.

#include <aloft/client.hpp>
#include <aloft/session.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
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

namespace aloft {

class blocking_client;

/// What a thread that waits asks now and then: the look-out for signals of an interpreter, a button of a window.
struct wait_hook {
  /// True: what is waited for is cancelled (terminal), and ends with error_kind::cancelled once that has come about. In
  /// the thread that waits, while it may drive the event loop for others; must not throw.
  std::function<bool()> stop;
  std::chrono::milliseconds every{100};  ///< between two questions, at most
};

namespace detail {

template <class T>
boost::asio::awaitable<void> kept(boost::asio::awaitable<T> work, std::shared_ptr<std::optional<T>> into) {
  into->emplace(co_await std::move(work));
}

}  // namespace detail

/// pages, items and event streams for code that waits: for (response& page : blocking(ec2).pages("describe_instances"))
/// …
template <class Source, class Item>
class blocking_sequence {
 public:
  /// The next one; nothing at the end. Throws aloft::error.
  std::optional<Item> next() { return try_next().value(); }
  result<std::optional<Item>> try_next();

  /// One pass over what is left; an iterator's item lives until the iterator goes on.
  class iterator {
   public:
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    iterator() noexcept = default;
    explicit iterator(blocking_sequence& of) : of_{&of} { ++*this; }
    Item& operator*() const noexcept { return *of_->current_; }
    Item* operator->() const noexcept { return &*of_->current_; }
    iterator& operator++() {
      of_->current_ = of_->next();
      if (!of_->current_) of_ = nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(const iterator&) const noexcept = default;

   private:
    blocking_sequence* of_ = nullptr;
  };
  iterator begin() { return iterator{*this}; }
  iterator end() noexcept { return {}; }

  /// For resume_token() and what else they know.
  const Source& source() const noexcept { return source_; }
  Source& source() noexcept { return source_; }

 private:
  friend class blocking_client;
  blocking_sequence(client by, Source source, std::shared_ptr<const wait_hook> hook) noexcept
      : by_{std::move(by)}, source_{std::move(source)}, hook_{std::move(hook)} {}

  client by_;
  Source source_;
  std::shared_ptr<const wait_hook> hook_;
  std::optional<Item> current_;
};
using blocking_pages = blocking_sequence<pages, response>;
using blocking_items = blocking_sequence<items, value>;
using blocking_event_stream = blocking_sequence<event_stream, stream_event>;

/// Errors: those of the operations themselves, and usage "WouldDeadlock" from a thread that runs the session's
/// executor, "ExecutorStopped" when that executor is stopped or its context destroyed meanwhile. Functions throw
/// aloft::error; their try_ twins give it as a value. Thread: safe. On a session with its own event loop the calling
/// thread drives it; on a session made on an executor another thread must run that executor.
class blocking_client {
 public:
  explicit blocking_client(client inner) noexcept : inner_{std::move(inner)} {}
  /// With a hook that each of its waits asks.
  blocking_client(client inner, wait_hook hook)
      : inner_{std::move(inner)}, hook_{std::make_shared<const wait_hook>(std::move(hook))} {}

  response call(std::string_view operation, input parameters = {}, call_options options = {}) const;
  result<response> try_call(std::string_view operation, input parameters = {}, call_options options = {}) const;

  // The body of an answer that streams: response_body's functions.
  /// The next piece, valid until the next read; empty at the end.
  std::string_view read_body(response& of) const;
  result<std::string_view> try_read_body(response& of) const;
  /// All that is left, up to `limit` bytes.
  std::string collect_body(response& of, std::size_t limit = response_body::default_limit) const;
  result<std::string> try_collect_body(response& of, std::size_t limit = response_body::default_limit) const;
  /// All that is left into a file; gives the number of bytes.
  std::uint64_t save_body(response& of, std::string path) const;
  result<std::uint64_t> try_save_body(response& of, std::string path) const;

  /// An event stream, whose end is the end of the sequence; source() is the stream.
  blocking_event_stream open(std::string_view operation, input parameters = {}, stream_options options = {}) const;
  result<blocking_event_stream> try_open(std::string_view operation, input parameters = {},
                                         stream_options options = {}) const;
  /// What the stream's functions of those names give.
  value initial(blocking_event_stream& of) const;
  result<value> try_initial(blocking_event_stream& of) const;
  response_metadata head(blocking_event_stream& of) const;
  result<response_metadata> try_head(blocking_event_stream& of) const;

  // client::pages, items and wait, with the same waiting.
  blocking_pages pages(std::string_view operation, input parameters = {}, pages_options options = {}) const;
  blocking_items items(std::string_view operation, input parameters = {}, pages_options options = {}) const;
  wait_outcome wait(std::string_view waiter, input parameters = {}, wait_options options = {}) const;
  result<wait_outcome> try_wait(std::string_view waiter, input parameters = {}, wait_options options = {}) const;

  prepared_request prepare(std::string_view operation, input parameters = {}, call_options options = {}) const;
  result<prepared_request> try_prepare(std::string_view operation, input parameters = {},
                                       call_options options = {}) const;
  presigned_request presign(std::string_view operation, input parameters = {}, presign_options options = {}) const;
  result<presigned_request> try_presign(std::string_view operation, input parameters = {},
                                        presign_options options = {}) const;
  presigned_post presign_post(post_policy policy) const;
  result<presigned_post> try_presign_post(post_policy policy) const;

  /// Any other coroutine that makes calls of this client, such as the services' helpers:
  /// blocking(lambda).run(lambda::invoke(lambda, "resize", payload)). What it throws is thrown.
  template <class T>
  T run(boost::asio::awaitable<T> work) const {
    if constexpr (std::is_void_v<T>) {
      drive(std::move(work)).value();
    } else {
      // Shared: a coroutine whose executor was stopped may go on when nobody waits for it any more.
      const auto outcome = std::make_shared<std::optional<T>>();
      drive(detail::kept(std::move(work), outcome)).value();
      return *std::move(*outcome);
    }
  }

 private:
  template <class Source, class Item>
  friend class blocking_sequence;
  result<void> drive(boost::asio::awaitable<void> work) const;
  template <class T>
  result<T> wait_for(boost::asio::awaitable<result<T>> work) const;

  client inner_;
  std::shared_ptr<const wait_hook> hook_;
};

inline blocking_client blocking(client inner) noexcept { return blocking_client{std::move(inner)}; }

/// What a session does itself; errors and threads as those of blocking_client.
class blocking_session {
 public:
  explicit blocking_session(session inner) noexcept : inner_{std::move(inner)} {}

  aloft::credentials credentials() const;
  result<aloft::credentials> try_credentials() const;

 private:
  session inner_;
};

inline blocking_session blocking(session inner) noexcept { return blocking_session{std::move(inner)}; }

}  // namespace aloft
