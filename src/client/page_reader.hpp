#pragma once
// Reads the pages of one operation: each when it is asked for, or some ahead.

#include "aloft/input.hpp"
#include "aloft/pages.hpp"
#include "client/client_state.hpp"
#include "flow/event.hpp"
#include "paging/page_follower.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace aloft::client_detail {

struct read_page {
  response answer;
  std::string resume_token;  ///< where to go on after it
};

/// One next() at a time. Lives as long as somebody reads, the one that reads ahead included.
class page_reader : public std::enable_shared_from_this<page_reader> {
 public:
  using found_operation = result<const model::operation*>;
  using outcome = result<std::optional<read_page>>;

  page_reader(std::shared_ptr<const client::state> of, found_operation operation, input parameters,
              pages_options options);

  /// The next page; nothing after the last one. After an error of a call the same page is asked for again.
  boost::asio::awaitable<outcome> next();
  /// Ends what is being read ahead. From any thread.
  void cancel() noexcept;

  const found_operation& operation() const noexcept { return operation_; }
  boost::asio::any_io_executor get_executor() const noexcept { return client_->owner->executor; }

 private:
  struct reading;
  boost::asio::awaitable<outcome> fetch();
  boost::asio::awaitable<outcome> take_from_ahead();
  static boost::asio::awaitable<void> read_ahead(std::shared_ptr<page_reader> self, std::shared_ptr<reading> held);
  void start_reading(std::shared_ptr<reading> run);
  result<void> begin();
  boost::json::value request() const;

  const std::shared_ptr<const client::state> client_;
  const found_operation operation_;
  const input input_;
  const pages_options options_;

  // Of whoever reads: the caller, or the one who reads ahead.
  std::optional<paging::page_follower> follower_;
  boost::json::value parameters_;  // the input as JSON, made with the follower
  std::optional<error> broken_;    // an answer that cannot be followed: there is no way on
  bool last_was_read_ = false;

  std::mutex mutex_;  // guards what follows
  std::deque<outcome> ahead_;
  std::weak_ptr<reading> reading_;  // expired: nobody reads ahead
  flow::event filled_;              // there is something in ahead_, or nobody reads any more
};

}  // namespace aloft::client_detail
