#pragma once
// The queues of one account in one region. Not thread-safe: a lock is held while an operation runs.

#include "local/operation.hpp"
#include "local/sqs/queue.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <string>
#include <string_view>

namespace aloft::local::sqs {

/// A finished StartMessageMoveTask.
struct move_task {
  std::string handle, source, destination;
  std::size_t moved = 0;
  instant started{};
  std::optional<std::int64_t> per_second;
};

class region_queues {
 public:
  region_queues(std::string account_id, std::string_view region);

  std::string arn(std::string_view name) const;
  std::string url(std::string_view endpoint, std::string_view name) const;

  std::map<std::string, queue, std::less<>>& all() noexcept { return queues_; }
  /// Null when there is none.
  queue* find(std::string_view name);
  queue* find_by_arn(std::string_view arn);
  /// The one that QueueUrl names, with its messages as they are now. Throws api_error: InvalidAddress,
  /// QueueDoesNotExist.
  queue& require(const input& request, const call_context& context);

  /// A redrive policy must name a queue that is there, is of the same kind and takes messages from `source`.
  void check_redrive(const queue_settings& settings, std::string_view source_arn);
  /// Moves what was received too often to the dead-letter queue; gives what may be received then.
  std::vector<std::uint64_t> receivable(queue& from, std::size_t most, instant now);

  void remove(queue& gone, instant now);
  /// When the queue of that name was deleted, if it was in the last minute.
  bool deleted_recently(std::string_view name, instant now);

  /// A message id that no other message has.
  std::string next_id();
  std::vector<move_task> moves;

 private:
  std::string account_id_, region_, partition_;
  std::map<std::string, queue, std::less<>> queues_;
  std::map<std::string, instant, std::less<>> deleted_;
  std::uint64_t random_;
};

instant now_of(const call_context& context);

}  // namespace aloft::local::sqs
