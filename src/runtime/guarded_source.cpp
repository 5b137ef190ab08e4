#include "runtime/guarded_source.hpp"

#include "flow/event.hpp"
#include "flow/quietly.hpp"
#include "http/failure.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <utility>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

/// For a source that follows its cancellation this is plenty.
constexpr std::chrono::milliseconds grace{25};

// One read, which may outlive the call.
struct reading {
  reading(std::shared_ptr<http::body_source> of, const asio::any_io_executor& executor, const clock& time)
      : source{std::move(of)}, strand{asio::make_strand(executor)}, done{flow::watchdog::of(executor, time)} {}

  const std::shared_ptr<http::body_source> source;
  const asio::strand<asio::any_io_executor> strand;
  const flow::event done;
  asio::cancellation_signal stop;
  std::exception_ptr thrown;
  result<std::string_view> piece{std::string_view{}};
};

void begin(const std::shared_ptr<reading>& one) {
  asio::co_spawn(
      one->strand, [one] { return one->source->read(); },
      asio::bind_cancellation_slot(one->stop.slot(), [one](std::exception_ptr thrown, result<std::string_view> piece) {
        one->thrown = std::move(thrown);
        one->piece = std::move(piece);
        flow::event{one->done}.set();
      }));
}

}  // namespace

asio::awaitable<result<std::string_view>> guarded_source::read() { return flow::quietly(read_within()); }

asio::awaitable<result<std::string_view>> guarded_source::read_within() {
  if (abandoned_)
    co_return error{error_kind::usage, "BodyNotReplayable",
                    "the source of the body is still busy with an earlier read"};
  touched_ = true;
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto one = std::make_shared<reading>(of_, executor, *time_);
  begin(one);
  const auto ended = co_await one->done.wait(until_);
  if (ended != flow::wait_end::done) {
    // On the strand: the slot's handler refers to the coroutine until that has ended there.
    asio::post(one->strand, [one] { one->stop.emit(asio::cancellation_type::terminal); });
    const auto heeded = co_await one->done.wait_shielded(time_->steady_now() + grace);
    abandoned_ = heeded != flow::wait_end::done;
    if (ended == flow::wait_end::cancelled) co_return http::cancelled();
    co_return error{error_kind::timeout, "AttemptTimeout", "the source of the body did not give its bytes in time"};
  }
  if (!one->thrown) co_return one->piece;
  const error failure = flow::error_of(one->thrown, "BodyFailed");
  if (failure.code() != "BodyFailed") co_return failure;
  co_return failure.with([](error_info& info) { info.message = "the source of the body failed: " + info.message; });
}

bool guarded_source::rewind() {
  if (abandoned_) return false;
  if (touched_ && !of_->rewind()) return false;
  touched_ = false;
  return true;
}

bool guarded_source::can_rewind() { return of_->rewind(); }

}  // namespace aloft::runtime
