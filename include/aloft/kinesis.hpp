#pragma once
// Amazon Kinesis: the records of a shard as they come, to a consumer with a throughput of its own (enhanced fan-out).
//
//   aloft::kinesis::subscription shard{kinesis, consumer_arn, "shardId-000000000000"};
//   while (auto batch = co_await shard.next()) {
//     for (auto record : batch->records()) work_on(record["Data"].as_blob());
//     store(shard.position());
//   }
//   for (auto child : shard.children()) …  // the shard has been split or merged
//
// SubscribeToShard streams records for five minutes; a subscription subscribes again where it ended, without a gap and
// without a record twice. docs/kinesis.md has the rules.

#include <aloft/client.hpp>
#include <aloft/clock.hpp>
#include <aloft/completion.hpp>
#include <aloft/error.hpp>
#include <aloft/event_stream.hpp>
#include <aloft/timestamp.hpp>
#include <aloft/value.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::kinesis {

/// Where a subscription begins, and when it gives up. What is wrong here AWS says with the first next().
struct subscription_options {
  /// AWS's ShardIteratorType: LATEST, TRIM_HORIZON, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER.
  std::string type = "LATEST";
  std::string sequence_number = {};             ///< of the last two: what position() gave, with AFTER_SEQUENCE_NUMBER
  std::optional<aloft::timestamp> timestamp{};  ///< of AT_TIMESTAMP
  int max_failures = 10;  ///< one after another, without a record or heartbeat between them; the next one ends it
  const aloft::clock* clock = nullptr;  ///< for tests; null: the system's. Must outlive the subscription
};

/// Records that came together. Move-only; views live as long as it does.
class record_batch {
 public:
  explicit record_batch(stream_event event) noexcept : event_{std::move(event)} {}
  /// A list, never empty: members SequenceNumber, Data (a blob), PartitionKey, ApproximateArrivalTimestamp,
  /// EncryptionType.
  value records() const& noexcept { return event_["Records"]; }
  value records() && = delete;
  /// How far behind the shard's end the last of them was when it was sent, in milliseconds.
  std::int64_t millis_behind() const;

 private:
  stream_event event_;
};

/// The records of one shard, in order. Move-only; destroyed early, it closes its stream.
///
/// Subscribes again at the end of each stream, and after failures that may pass, with growing pauses (1 s to 30 s): the
/// records that come are those after the last ones that were given. A consumer is subscribed to a shard once: where
/// another process takes it over, next() ends with service error "ResourceInUseException"; at the beginning it is
/// waited for (15 s), as AWS lets go of an earlier subscription only then.
///
/// Cancellation: terminal and partial; nothing is lost, the next call of next() goes on.
/// Ends with: a batch; nothing at the shard's end, after a split or a merge.
/// Errors: those of calls and of event streams; final, but for those of kind cancelled.
/// Lifetime: as that of an event_stream.
/// Thread: one at a time.
class subscription {
 public:
  subscription(client kinesis, std::string consumer_arn, std::string shard_id, subscription_options options = {});
  subscription(subscription&&) noexcept;
  subscription& operator=(subscription&&) noexcept;
  ~subscription();

  boost::asio::awaitable<std::optional<record_batch>> next();
  /// The same with the error as a value.
  boost::asio::awaitable<result<std::optional<record_batch>>> try_next();
  /// The same for any completion token with signature void(std::exception_ptr, std::optional<record_batch>).
  template <class CompletionToken = default_token>
  auto async_next(CompletionToken&& token = CompletionToken{}) {
    return detail::initiate<std::optional<record_batch>>(
        get_executor(), [of = state_] { return read_next(of); }, std::forward<CompletionToken>(token));
  }

  /// The sequence number after which to go on, once what next() has given is dealt with: to be stored, and given as
  /// AFTER_SEQUENCE_NUMBER. Empty before anything came.
  const std::string& position() const noexcept;
  const std::string& shard_id() const noexcept;
  /// After the end: the ids of the shards that go on, to be read from TRIM_HORIZON. A shard that was merged is named by
  /// both of its parents.
  const std::vector<std::string>& children() const noexcept;
  /// Streams that have been opened.
  std::uint64_t subscribed() const noexcept;
  boost::asio::any_io_executor get_executor() const noexcept;

 private:
  struct state;
  static boost::asio::awaitable<result<std::optional<record_batch>>> read_next(std::shared_ptr<state> of);
  std::shared_ptr<state> state_;
};

}  // namespace aloft::kinesis
