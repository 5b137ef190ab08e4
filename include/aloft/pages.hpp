#pragma once
// Answers that come in pages.
//
//   auto pages = ec2.pages("describe_instances", {}, {.page_size = 100});
//   while (auto page = co_await pages.next()) use(page->output());
//
//   auto items = ec2.items("describe_instances");
//   while (auto reservation = co_await items.next()) use((*reservation)["Instances"]);
//
// Nothing is sent before the first next(). Tokens go from page to page as the service's model says:
// docs/pages-and-waiters.md.
//
// Cancellation: total; after it, as after any error but those of the answer itself, the next call asks for the same
//   page again. Destroying pages or items cancels what is being read ahead.
// Ends with: see completion.hpp; nothing where there are no more.
// Errors: those of a call; usage "NotPaginated", "NoPageSize", "NoRows", "BadMaxItems", "BadStartingToken"; protocol
//   "RepeatedToken" (the answer names a page that was named before: reading on would never end), "MissingToken" (it
//   says that there are more pages, and not which comes next). They come from the first next().
// Lifetime: pages are the caller's and outlive the objects they come from; a row lives until the next call on its
// items. Thread: one call at a time on one object; different objects from different threads.

#include <aloft/completion.hpp>
#include <aloft/error.hpp>
#include <aloft/option_text.hpp>
#include <aloft/response.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace aloft {

struct pages_options {
  std::optional<std::size_t> page_size = {};  ///< rows to ask for in each request; default: the service's own number
  /// Rows of the first result key in all, at least 1; the last page is cut there. Default: no limit.
  std::optional<std::size_t> max_items = {};
  /// Where to begin: what resume_token() gave, a token of the AWS CLI or of botocore, or the service's own.
  option_text starting_token = {};
  std::size_t prefetch = 0;  ///< pages to read ahead while the caller works with one; more than 16 count as 16
  std::optional<std::chrono::milliseconds> attempt_timeout = {};    ///< of each page's call; default: the client's
  std::optional<std::chrono::milliseconds> operation_timeout = {};  ///< of each page's call; default: the client's
};

/// The pages of one operation, one after another. Move-only.
class pages {
 public:
  pages(pages&&) noexcept;
  pages& operator=(pages&&) noexcept;
  ~pages();

  /// The next page; nothing after the last one. Throws aloft::error.
  boost::asio::awaitable<std::optional<response>> next();
  /// The same with the error as a value.
  boost::asio::awaitable<result<std::optional<response>>> try_next();
  /// The same for any completion token with signature void(std::exception_ptr, std::optional<response>).
  template <class CompletionToken = default_token>
  auto async_next(CompletionToken&& token = CompletionToken{}) {
    return detail::initiate<std::optional<response>>(
        get_executor(), [state = state_] { return next_of(state); }, std::forward<CompletionToken>(token));
  }

  /// Where to go on after the page that next() gave last, for pages_options::starting_token, the AWS CLI and botocore;
  /// empty when that was the last page, or before the first.
  std::string resume_token() const;
  /// The model says nothing about pages: that tokens and rows are what they look like is a guess.
  bool heuristic() const noexcept;
  boost::asio::any_io_executor get_executor() const noexcept;

  struct state;
  explicit pages(std::shared_ptr<state> state) noexcept;

 private:
  friend class client;
  friend class items;
  static boost::asio::awaitable<result<std::optional<response>>> next_of(std::shared_ptr<state> of);

  std::shared_ptr<state> state_;
};

/// The rows of all pages, one after another: of each page the elements of the lists that the model calls results, list
/// by list. Move-only.
class items {
 public:
  items(items&&) noexcept;
  items& operator=(items&&) noexcept;
  ~items();

  /// The next row, valid until the next call; nothing after the last one. Throws aloft::error.
  boost::asio::awaitable<std::optional<value>> next();
  /// The same with the error as a value. Usage error "NoRows": the operation's results are no lists.
  boost::asio::awaitable<result<std::optional<value>>> try_next();
  /// The same for any completion token with signature void(std::exception_ptr, std::optional<value>).
  template <class CompletionToken = default_token>
  auto async_next(CompletionToken&& token = CompletionToken{}) {
    return detail::initiate<std::optional<value>>(
        get_executor(), [state = state_] { return next_of(state); }, std::forward<CompletionToken>(token));
  }

  /// The result that the last row is of: "Versions", "DistributionList.Items"; empty before the first.
  std::string_view key() const noexcept;
  boost::asio::any_io_executor get_executor() const noexcept;

  struct state;
  explicit items(std::shared_ptr<state> state) noexcept;

 private:
  static boost::asio::awaitable<result<std::optional<value>>> next_of(std::shared_ptr<state> of);

  std::shared_ptr<state> state_;
};

}  // namespace aloft
