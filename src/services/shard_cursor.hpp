#pragma once
// Where a subscription to a shard stands, and what to do next. No I/O, no clock.

#include <aloft/error.hpp>
#include <aloft/kinesis.hpp>
#include <aloft/value.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace aloft::kinesis {

class shard_cursor {
 public:
  explicit shard_cursor(const subscription_options& options);

  /// SubscribeToShard's StartingPosition.
  boost::json::object start() const;
  /// An event has come: the position moves on, and the shard may be over.
  void event(value content);
  bool over() const noexcept { return over_; }
  const std::string& position() const noexcept { return position_; }
  const std::vector<std::string>& children() const noexcept { return children_; }

  /// A stream is open.
  void opened() noexcept { heard_ = false; }
  /// How long to wait before the next one; nothing: not at all, the error is final.
  std::optional<std::chrono::milliseconds> after_end();
  std::optional<std::chrono::milliseconds> after_failure(const error& why, bool while_opening);

 private:
  std::chrono::milliseconds pause() const noexcept;

  const std::string type_, sequence_number_;
  const std::optional<timestamp> timestamp_;
  const int max_failures_;
  std::string position_;
  std::vector<std::string> children_;
  int failures_ = 0;  // one after another
  int in_use_ = 0;    // refusals because of an earlier subscription
  bool heard_ = false;
  bool over_ = false;
};

}  // namespace aloft::kinesis
