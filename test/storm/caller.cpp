#include "storm/caller.hpp"

#include "aloft/gather.hpp"
#include "storm/faults.hpp"
#include "storm/stalling_source.hpp"
#include "storm/storm_request.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/value.hpp>

namespace aloft::storm {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

constexpr sort sorts[]{sort::get_item,   sort::get_item,        sort::send_message, sort::receive_message,
                       sort::get_object, sort::delete_messages, sort::put_bytes,    sort::put_stalling,
                       sort::get_item,   sort::gather};

std::string_view operation_of(sort what) {
  switch (what) {
    case sort::get_item:
    case sort::gather: return "get_item";
    case sort::send_message: return "send_message";
    case sort::receive_message: return "receive_message";
    case sort::delete_messages: return "delete_message_batch";
    case sort::put_bytes:
    case sort::put_stalling: return "put_object";
    case sort::get_object: return "get_object";
  }
  return {};
}

json::value input_of(sort what, std::uint64_t number) {
  const std::string id = id_text(number);
  const char* const queue = "http://127.0.0.1/000000000000/q";
  switch (what) {
    case sort::get_item:
    case sort::gather: return {{"TableName", "storm"}, {"Key", {{"id", {{"S", id}}}}}};
    case sort::send_message: return {{"QueueUrl", queue}, {"MessageBody", id}};
    case sort::receive_message: return {{"QueueUrl", queue}, {"ReceiveRequestAttemptId", id}};
    case sort::delete_messages:
      return {{"QueueUrl", queue}, {"Entries", json::array{{{"Id", id}, {"ReceiptHandle", "r"}}}}};
    case sort::put_bytes:
    case sort::put_stalling:
    case sort::get_object: return {{"Bucket", "storm"}, {"Key", id}};
  }
  return {};
}

const client& client_of(const clients& from, const plan& of) {
  switch (of.what) {
    case sort::get_item:
    case sort::gather: return from.dynamodb.get(of.max_attempts);
    case sort::send_message:
    case sort::receive_message:
    case sort::delete_messages: return from.sqs.get(of.max_attempts);
    default: return from.s3.get(of.max_attempts);
  }
}

call_options options_of(const plan& of) {
  call_options out;
  if (of.limit) out.operation_timeout = *of.limit;
  const std::uint64_t dice = mix(of.number, 77);
  if (of.what == sort::put_bytes)
    out.body = request_body::bytes(std::string(dice % 10 == 0 ? 400'000 : dice % 500, 'b'));
  if (of.what == sort::put_stalling) out.body = request_body::source(make_stalling_source(dice));
  return out;
}

/// The call that an answer belongs to; 0 where it names none.
std::uint64_t owner_of(sort what, const response& answer) {
  const auto text = [](const value& found) -> std::string {
    return found ? std::string{found.as_text()} : std::string{};
  };
  std::string named;
  const value output = answer.output();
  switch (what) {
    case sort::get_item:
    case sort::gather: named = text(output["Item"]["id"]["S"]); break;
    case sort::send_message: named = text(output["MessageId"]); break;
    case sort::receive_message: named = text(output["Messages"][0]["MessageId"]); break;
    case sort::delete_messages: named = text(output["Successful"][0]["Id"]); break;
    default: named = text(output["ETag"]); break;
  }
  return find_id(named).value_or(0);
}

class shot : public std::enable_shared_from_this<shot> {
 public:
  shot(const plan& what, std::shared_ptr<const clients> through, const asio::any_io_executor& on,
       std::function<void(report)> done)
      : through_{std::move(through)}, executor_{on}, timer_{on}, done_{std::move(done)} {
    report_.of = what;
  }

  void run() {
    report_.started = steady::now();
    const auto self = shared_from_this();
    if (report_.of.cancel_after) {
      timer_.expires_after(*report_.of.cancel_after);
      timer_.async_wait([self](const boost::system::error_code& stopped) {
        if (!stopped) self->cancel();
      });
    }
    if (report_.of.callback)
      client_of(*through_, report_.of)
          .async_call(
              operation_of(report_.of.what), input_of(report_.of.what, report_.of.number), options_of(report_.of),
              asio::bind_cancellation_slot(
                  cancel_.slot(), asio::bind_executor(executor_, [self](std::exception_ptr thrown, response came) {
                    if (thrown) return self->end(thrown);
                    self->answer_ = std::move(came);
                    self->read_answer();
                  })));
    else
      spawn(work());
  }

 private:
  // Not before a coroutine's first step: co_spawn (Boost 1.81) then throws into the event loop.
  void cancel() {
    if (over_) return;
    if (spawning_) return asio::post(executor_, [self = shared_from_this()] { self->cancel(); });
    report_.cancelled_at = steady::now();
    cancel_.emit(asio::cancellation_type::terminal);
  }

  // A body is read in a coroutine of its own.
  void read_answer() {
    if (report_.of.what == sort::get_object) {
      // A cancellation between the call's end and this found nobody: the caller's own to see, who reads no body then.
      if (!report_.cancelled_at) return spawn(finish());
      report_.attempts = answer_.metadata().attempts.size() + 1;
      return end(
          std::make_exception_ptr(error{error_kind::cancelled, "Cancelled", "cancelled before the body was read"}));
    }
    take(answer_);
    end(nullptr);
  }

  void spawn(asio::awaitable<void> what) {
    spawning_ = true;
    asio::co_spawn(executor_, std::move(what),
                   asio::bind_cancellation_slot(
                       cancel_.slot(), [self = shared_from_this()](std::exception_ptr thrown) { self->end(thrown); }));
  }

  // A cancellation is to come as aloft's error, not as an exception of Asio's at the caller's own next co_await.
  asio::awaitable<void> work() {
    spawning_ = false;
    co_await asio::this_coro::throw_if_cancelled(false);
    const plan& of = report_.of;
    const client& over = client_of(*through_, of);
    if (of.what == sort::gather) {
      const auto numbers = numbers_of(of);
      const auto ask = [&](const std::uint64_t& number) {
        return over.try_call("get_item", input_of(sort::gather, number), options_of(of));
      };
      const auto answers = co_await aloft::gather(numbers, ask, gather_options{4});
      for (const auto& each : answers) report_.answers.push_back(owner_of(of.what, each));
      co_return;
    }
    json::value input = input_of(of.what, of.number);
    if (of.throws) {
      answer_ = co_await over.call(operation_of(of.what), std::move(input), options_of(of));
    } else {
      auto came = co_await over.try_call(operation_of(of.what), std::move(input), options_of(of));
      if (!came) throw came.error();
      answer_ = std::move(*came);
    }
    if (of.what == sort::get_object) co_return co_await finish();
    take(answer_);
  }

  asio::awaitable<void> finish() {
    spawning_ = false;
    co_await asio::this_coro::throw_if_cancelled(false);
    report_.answered_at = steady::now();
    report_.attempts = answer_.metadata().attempts.size() + 1;
    response_body body = std::move(answer_).body();
    std::string whole;
    for (;;) {
      const auto piece = co_await body.try_read();
      if (!piece) throw piece.error();
      if (piece->empty()) break;
      whole += *piece;
    }
    // The head may be of one call and the body of another.
    const auto named = find_id(whole).value_or(0);
    report_.answers.push_back(whole == object_of(named) ? named : 0);
    if (owner_of(sort::get_object, answer_) != named) report_.answers.back() = owner_of(sort::get_object, answer_);
  }

  void take(const response& from) {
    report_.attempts = from.metadata().attempts.size() + 1;
    report_.answers.push_back(owner_of(report_.of.what, from));
  }

  void end(std::exception_ptr thrown) {
    report_.ended = steady::now();
    over_ = true;
    timer_.cancel();
    report_.fine = thrown == nullptr;
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const error& failure) {
      report_.code = failure.code();
      if (report_.of.what != sort::gather && !report_.attempts) report_.attempts = failure.info().attempts.size();
    } catch (const std::exception& other) {
      report_.code = other.what();
      report_.foreign = true;
    }
    answer_ = response{};
    done_(std::move(report_));
  }

  std::shared_ptr<const clients> through_;
  asio::any_io_executor executor_;
  asio::steady_timer timer_;
  asio::cancellation_signal cancel_;
  std::function<void(report)> done_;
  response answer_;
  report report_;
  bool over_ = false;
  bool spawning_ = false;  // a coroutine that has not taken its first step
};

client_options attempts(int most) {
  client_options out;
  out.max_attempts = most;
  return out;
}

clients::of_service both(const session& in, std::string_view service) {
  return {in.client(service, attempts(1)), in.client(service, attempts(3))};
}

}  // namespace

std::string_view to_string(sort what) noexcept {
  switch (what) {
    case sort::get_item: return "GetItem";
    case sort::send_message: return "SendMessage";
    case sort::receive_message: return "ReceiveMessage";
    case sort::delete_messages: return "DeleteMessageBatch";
    case sort::put_bytes: return "PutObject";
    case sort::put_stalling: return "PutObject (stalling source)";
    case sort::get_object: return "GetObject";
    case sort::gather: return "gather";
  }
  return "?";
}

plan plan_of(std::uint64_t seed, std::uint64_t number) {
  plan out;
  out.number = number;
  const std::uint64_t dice = mix(seed, number, 3);
  out.what = sorts[dice % std::size(sorts)];
  out.callback = out.what != sort::gather && (dice >> 8) % 2 == 0;
  out.throws = (dice >> 9) % 2 == 0;
  out.max_attempts = (dice >> 10) % 2 == 0 ? 1 : 3;
  if ((dice >> 12) % 4 == 0) out.limit = std::chrono::milliseconds{20 + (dice >> 16) % 480};
  // A third of the cancellations come within the first steps, the others anywhere.
  if ((dice >> 14) % 4 == 0)
    out.cancel_after = std::chrono::microseconds{(dice >> 24) % 3 == 0 ? (dice >> 28) % 3'000 : (dice >> 28) % 400'000};
  return out;
}

std::vector<std::uint64_t> numbers_of(const plan& of) {
  std::vector<std::uint64_t> out{of.number};
  if (of.what != sort::gather) return out;
  const std::uint64_t dice = mix(of.number, 9);
  while (out.size() < 7) out.push_back(of.number + out.size());
  if (dice % 2 == 0) out[1 + (dice >> 4) % 6] = of.number + 9;  // the one that is refused for good
  return out;
}

clients::clients(const session& in) : dynamodb{both(in, "dynamodb")}, sqs{both(in, "sqs")}, s3{both(in, "s3")} {}

void start(const plan& what, std::shared_ptr<const clients> through, const asio::any_io_executor& on,
           std::function<void(report)> done) {
  const auto made = std::make_shared<shot>(what, std::move(through), on, std::move(done));
  asio::post(on, [made] { made->run(); });
}

}  // namespace aloft::storm
