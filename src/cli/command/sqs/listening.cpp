#include "cli/command/sqs/listening.hpp"

#include "cli/command/sqs/message_work.hpp"
#include "cli/command/sqs/watched_consumer.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/draining_loop.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/sqs_queue.hpp>

#include <boost/asio/this_coro.hpp>

#include <exception>
#include <memory>

namespace aloft::cli {
namespace asio = boost::asio;
namespace {

std::unique_ptr<message_work> work_of(const listen_options& how, const std::string& url,
                                      const asio::any_io_executor& executor, console& out) {
  if (!how.exec.empty()) return command_per_message(executor, how.exec, url, out);
  if (!how.exec_loop.empty()) return command_for_all(executor, how.exec_loop, out);
  return written_lines(how.deletes, out);
}

std::string in_words(const sqs::consumer_counters& counts) {
  std::string text = "received " + std::to_string(counts.received) + ", handled " + std::to_string(counts.handled) +
                     ", deleted " + std::to_string(counts.deleted);
  const auto more = [&](std::string_view what, std::uint64_t number) {
    if (number != 0) text += ", " + std::string{what} + ' ' + std::to_string(number);
  };
  more("to be retried", counts.retried);
  more("left alone", counts.kept);
  more("given back", counts.released);
  more("duplicates", counts.duplicates);
  more("expired", counts.expired);
  more("corrupt", counts.corrupt);
  return text + "; " + std::to_string(counts.requests()) + " requests, " + std::to_string(counts.empty_polls) +
         " polls without a message";
}

}  // namespace

asio::awaitable<int> listen_in(const session& opened, const global_options& options, console& out, listen_options how,
                               listening& handle) {
  const auto executor = co_await asio::this_coro::executor;
  const client sqs = opened.client("sqs", client_settings(options, {}));
  const std::string url = co_await sqs::queue_url(sqs, how.queue);
  const auto work = work_of(how, url, executor, out);
  const auto now = std::make_shared<idle_watch>(executor, how.idle_exit);
  std::uint64_t begun = 0;
  std::exception_ptr cannot_write;

  const auto handler = [&](sqs::delivery& message) -> asio::awaitable<sqs::outcome> {
    if (how.max != 0 && begun >= how.max) {
      now->end();
      co_return sqs::outcome::retry(std::chrono::seconds{0});
    }
    ++begun;
    const idle_watch::work working{*now};
    try {
      const auto outcome = co_await work->handle(message);
      if (how.max != 0 && begun >= how.max) now->end();
      co_return outcome;
    } catch (const output_error&) {
      cannot_write = std::current_exception();
      now->end();
    }
    co_return sqs::outcome::retry(std::chrono::seconds{0});
  };
  auto settings = how.consumer;
  if (how.max != 0) settings.in_flight = std::min<std::size_t>(settings.in_flight, how.max);
  settings.on_error = [&](const error& failure, const sqs::delivery*) {
    if (!now->ended() || failure.kind() != error_kind::cancelled) out.report(std::string{"aloft: "} + failure.what());
  };
  const sqs::consumer consumer{sqs, url, handler, settings};
  const auto counts = co_await run_watched(consumer, now, handle.stop);
  if (cannot_write) std::rethrow_exception(cannot_write);
  out.report("aloft: " + in_words(counts));
  co_return exit_status::success;
}

int listen(const global_options& options, console& out, listen_options how) {
  listening handle;
  return with_draining_session(
      options, [&](const session& opened) { return listen_in(opened, options, out, how, handle); },
      [&] { return handle.end(); });
}

}  // namespace aloft::cli
