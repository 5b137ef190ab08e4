#include "cli/command/sqs/message_copy.hpp"

#include "cli/command/sqs/watched_consumer.hpp"
#include "cli/exit_status.hpp"

#include <aloft/sqs_consumer.hpp>
#include <aloft/sqs_queue.hpp>
#include <aloft/sqs_sender.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace aloft::cli {
namespace asio = boost::asio;
namespace {

/// Gives each caller a time of his own, as far apart as the rate says.
class rate_limiter {
 public:
  explicit rate_limiter(std::optional<std::uint64_t> rate)
      : step_{rate ? std::chrono::nanoseconds{1'000'000'000 / *rate} : std::chrono::nanoseconds{0}} {}

  std::chrono::steady_clock::time_point next() {
    next_ = std::max(next_ + step_, std::chrono::steady_clock::now());
    return next_;
  }

 private:
  const std::chrono::nanoseconds step_;
  std::chrono::steady_clock::time_point next_{};
};

sqs::outgoing copy_of(const sqs::delivery& message) {
  sqs::outgoing made;
  made.body = message.body();
  for (const auto& [name, one] : message.message()["MessageAttributes"].entries()) {
    const auto type = one["DataType"].as_text();
    made.attributes[std::string{name}] = {
        std::string{type},
        std::string{type.starts_with("Binary") ? one["BinaryValue"].as_blob() : one["StringValue"].as_text()}};
  }
  made.group = message.group();
  made.dedup_id = message.message()["Attributes"]["MessageDeduplicationId"].as_text();
  return made;
}

}  // namespace

asio::awaitable<int> copy_messages(client sqs, std::string from, std::string to, std::optional<std::uint64_t> rate,
                                   std::chrono::seconds idle, console& out, copy_handle& handle) {
  const auto executor = co_await asio::this_coro::executor;
  const auto source = co_await sqs::queue_url(sqs, from);
  const auto target = co_await sqs::queue_url(sqs, to);
  sqs::sender sender{sqs, target};
  const bool groups = sqs::is_fifo(target) || !sqs::is_fifo(source);
  rate_limiter steps{rate};
  const auto now = std::make_shared<idle_watch>(executor, idle);

  const auto handler = [&](sqs::delivery& message) -> asio::awaitable<sqs::outcome> {
    const idle_watch::work working{*now};
    if (rate) {
      asio::steady_timer turn{executor, steps.next()};
      co_await turn.async_wait(asio::use_awaitable);
    }
    auto copy = copy_of(message);
    if (!groups) copy.group.clear();
    if (!sqs::is_fifo(target)) copy.dedup_id.clear();
    const auto sent = co_await sender.send(std::move(copy));
    if (!sent) throw sent.error();
    co_return sqs::outcome::done();
  };
  sqs::consumer_options how;
  how.wait = std::min(how.wait, std::max(std::chrono::seconds{1}, idle));
  how.system_attributes = {"MessageDeduplicationId"};
  how.on_error = [&](const error& failure, const sqs::delivery*) {
    out.report(std::string{"aloft: "} + failure.what());
  };
  const sqs::consumer consumer{sqs, source, handler, how};
  const auto counts = co_await run_watched(consumer, now, handle.stop);
  out.report(
      "aloft: moved " + std::to_string(counts.deleted) + " messages" +
      (counts.handled > counts.deleted ? ", " + std::to_string(counts.handled - counts.deleted) + " were not" : ""));
  co_return counts.handled > counts.deleted ? exit_status::partial : exit_status::success;
}

}  // namespace aloft::cli
