#include <aloft/kinesis.hpp>
#include <aloft/start_operation.hpp>
#include "core/random_source.hpp"
#include "flow/sleep.hpp"
#include "services/shard_cursor.hpp"

#include <boost/json/value.hpp>

namespace aloft::kinesis {
namespace asio = boost::asio;

struct subscription::state {
  state(client by, std::string consumer, std::string shard, const subscription_options& options)
      : kinesis{std::move(by)},
        consumer_arn{std::move(consumer)},
        shard_id{std::move(shard)},
        time{options.clock != nullptr ? *options.clock : system_clock_source()},
        cursor{options} {}

  const client kinesis;
  const std::string consumer_arn, shard_id;
  const aloft::clock& time;
  shard_cursor cursor;
  std::optional<event_stream> stream;
  std::optional<error> failure;  // that was final
  std::uint64_t subscribed = 0;
};

std::int64_t record_batch::millis_behind() const {
  const auto given = event_["MillisBehindLatest"];
  return given.is_null() ? 0 : given.as_integer();
}

subscription::subscription(client kinesis, std::string consumer_arn, std::string shard_id, subscription_options options)
    : state_{std::make_shared<state>(std::move(kinesis), std::move(consumer_arn), std::move(shard_id), options)} {}
subscription::subscription(subscription&&) noexcept = default;
subscription& subscription::operator=(subscription&&) noexcept = default;
subscription::~subscription() = default;

asio::awaitable<result<std::optional<record_batch>>> subscription::read_next(std::shared_ptr<state> of) {
  if (!of) co_return error{error_kind::usage, "NoAnswer", "there is no subscription: it was moved"};
  shard_cursor& cursor = of->cursor;
  for (;;) {
    if (of->failure) co_return *of->failure;
    if (cursor.over()) co_return std::optional<record_batch>{};
    std::optional<std::chrono::milliseconds> pause;
    std::optional<error> failed;
    if (!of->stream) {
      boost::json::object input;
      input["ConsumerARN"] = of->consumer_arn;
      input["ShardId"] = of->shard_id;
      input["StartingPosition"] = cursor.start();
      auto opened = co_await of->kinesis.try_open("SubscribeToShard", boost::json::value(std::move(input)));
      if (opened) {
        of->stream = std::move(*opened);
        ++of->subscribed;
        cursor.opened();
        continue;
      }
      failed = opened.error();
      if (failed->kind() != error_kind::cancelled) pause = cursor.after_failure(*failed, true);
    } else {
      auto event = co_await of->stream->try_next();
      if (event && *event) {
        if (!(*event)->known()) continue;
        cursor.event((*event)->content());
        const auto records = (**event)["Records"];
        if (records.is_null() || records.size() == 0) continue;  // a heartbeat
        co_return std::optional<record_batch>{std::in_place, *std::move(*event)};
      }
      if (event) {
        of->stream.reset();
        if (cursor.over()) continue;
        pause = cursor.after_end();
        if (!pause)
          failed = error{error_kind::protocol, "TruncatedResponse",
                         "shard " + of->shard_id + ": each subscription ends without an event"};
      } else {
        failed = event.error();
        const bool cancelled = failed->kind() == error_kind::cancelled;
        if (!cancelled || of->stream->failure()) of->stream.reset();
        if (!cancelled) pause = cursor.after_failure(*failed, false);
      }
    }
    if (!pause) {
      if (failed->kind() != error_kind::cancelled) of->failure = failed;
      co_return *failed;
    }
    const auto slept = co_await flow::sleep(of->time, *pause);
    if (slept == flow::wait_end::cancelled)
      co_return error{error_kind::cancelled, "Cancelled", "the caller cancelled the wait for the next subscription"};
  }
}

asio::awaitable<result<std::optional<record_batch>>> subscription::try_next() { return read_next(state_); }
asio::awaitable<std::optional<record_batch>> subscription::next() { return detail::or_throw(read_next(state_)); }

const std::string& subscription::position() const noexcept { return state_->cursor.position(); }
const std::string& subscription::shard_id() const noexcept { return state_->shard_id; }
const std::vector<std::string>& subscription::children() const noexcept { return state_->cursor.children(); }
std::uint64_t subscription::subscribed() const noexcept { return state_->subscribed; }
asio::any_io_executor subscription::get_executor() const noexcept { return state_->kinesis.get_executor(); }

}  // namespace aloft::kinesis

template void aloft::detail::start(boost::asio::any_io_executor, boost::asio::any_io_executor,
                                   boost::asio::awaitable<aloft::result<std::optional<aloft::kinesis::record_batch>>>,
                                   aloft::detail::completion_handler<std::optional<aloft::kinesis::record_batch>>);
