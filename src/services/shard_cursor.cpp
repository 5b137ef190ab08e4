#include "services/shard_cursor.hpp"

#include <algorithm>

namespace aloft::kinesis {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds least_pause = seconds{1};  // SubscribeToShard may be called once a second for a shard
constexpr milliseconds longest_pause = seconds{30};
constexpr int in_use_limit = 15;  // an earlier subscription is let go of within 5 s of its end

}  // namespace

shard_cursor::shard_cursor(const subscription_options& options)
    : type_{options.type},
      sequence_number_{options.sequence_number},
      timestamp_{options.timestamp},
      max_failures_{options.max_failures} {}

boost::json::object shard_cursor::start() const {
  boost::json::object out;
  if (!position_.empty()) {
    out["Type"] = "AFTER_SEQUENCE_NUMBER";
    out["SequenceNumber"] = position_;
    return out;
  }
  out["Type"] = type_;
  if (!sequence_number_.empty()) out["SequenceNumber"] = sequence_number_;
  if (timestamp_) out["Timestamp"] = format_timestamp(*timestamp_, timestamp_format::date_time);
  return out;
}

void shard_cursor::event(value content) {
  heard_ = true;
  failures_ = in_use_ = 0;
  const auto continuation = content["ContinuationSequenceNumber"];
  if (!continuation.is_null() && !continuation.as_text().empty()) position_ = continuation.as_text();
  const auto children = content["ChildShards"];
  for (const auto child : children) children_.emplace_back(child["ShardId"].as_text());
  over_ = !children_.empty();
}

std::optional<milliseconds> shard_cursor::after_end() {
  if (heard_) return milliseconds::zero();
  if (++failures_ > max_failures_) return std::nullopt;
  return pause();  // an end without a word is a failure by another name
}

std::optional<milliseconds> shard_cursor::after_failure(const error& why, bool while_opening) {
  if (why.kind() == error_kind::service && why.code() == "ResourceInUseException") {
    if (!while_opening || ++in_use_ > in_use_limit) return std::nullopt;
    return least_pause;
  }
  if (!why.retryable() || ++failures_ > max_failures_) return std::nullopt;
  return pause();
}

milliseconds shard_cursor::pause() const noexcept {
  return std::min(longest_pause, least_pause * (1 << std::min(failures_ - 1, 5)));
}

}  // namespace aloft::kinesis
