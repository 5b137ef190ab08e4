#pragma once
// The batch requests to one queue as batch_callers: what send_batch, delete_batch and the sender have in common.

#include "flow/event.hpp"
#include "services/batch_runner.hpp"

#include <aloft/client.hpp>
#include <aloft/sqs_batch.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aloft::sqs {

using services::batch_queue;
using services::verdict;

/// SendMessageBatch.
class send_calls final : public services::batch_caller {
 public:
  send_calls(client by, std::string url, const batch_options& options);

  struct item {
    outgoing message;
    std::string body_digest, attributes_digest, system_digest;
    std::optional<result<sent>> outcome;
    std::optional<flow::event> over;  // for whoever waits for this one alone
  };
  using item_ptr = std::shared_ptr<item>;
  /// Puts the message in line; one that is too large has its outcome at once.
  item_ptr add(outgoing message, batch_queue& line);
  void add(const item_ptr& one, batch_queue& line);
  /// By its number in the line.
  const item_ptr& at(std::size_t entry) const { return in_line_[entry]; }

  boost::asio::awaitable<std::vector<verdict>> send(const batch_queue::batch& entries) override;
  /// The same of items that were looked up before.
  boost::asio::awaitable<std::vector<verdict>> send_items(std::vector<item_ptr> items) const;
  void stopped(std::size_t entry) override;
  void cancelled(std::size_t entry) override;

 private:
  const client by_;
  const std::string url_;
  const bool fifo_;
  const batch_options options_;
  std::vector<item_ptr> in_line_;
};

/// DeleteMessageBatch or ChangeMessageVisibilityBatch.
class receipt_calls final : public services::batch_caller {
 public:
  /// `changes` without timeouts are deletions.
  receipt_calls(client by, std::string url, bool deletes, const std::vector<visibility_change>& entries);

  std::vector<std::optional<result<void>>>& outcomes() noexcept { return outcomes_; }

  boost::asio::awaitable<std::vector<verdict>> send(const batch_queue::batch& entries) override;
  void stopped(std::size_t) override {}
  void cancelled(std::size_t entry) override;

 private:
  const client by_;
  const std::string url_;
  const bool deletes_;
  const std::vector<visibility_change>& entries_;
  std::vector<std::optional<result<void>>> outcomes_;
};

/// One request, and a result for each entry. `deletes`: the timeouts do not count.
boost::asio::awaitable<std::vector<result<void>>> call_with_receipts(const client& by, std::string_view url,
                                                                     bool deletes,
                                                                     const std::vector<visibility_change>& entries);

error not_sent_since_cancelled();

}  // namespace aloft::sqs
