// A coroutine for each message of a queue, until SIGINT or SIGTERM: then those that are being handled are finished, and
// everything else is given back.
//   queue_consumer NAME [MESSAGES]        ends by itself after that many
#include <aloft/session.hpp>
#include <aloft/sqs.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <iostream>

namespace asio = boost::asio;
namespace sqs = aloft::sqs;
using namespace std::chrono_literals;

asio::awaitable<void> run(std::string queue, std::size_t messages) {
  const auto executor = co_await asio::this_coro::executor;
  aloft::session session{executor};

  std::optional<sqs::consumer> consumer;
  std::size_t done = 0;
  const auto handle = [&](sqs::delivery& message) -> asio::awaitable<sqs::outcome> {
    std::cout << message.body() << (message.receive_count() > 1 ? " (again)" : "") << '\n';
    asio::steady_timer work{co_await asio::this_coro::executor, 10ms};  // whatever there is to be done
    co_await work.async_wait(asio::use_awaitable);
    if (++done == messages) consumer->stop();
    co_return sqs::outcome::done();  // or retry(), or retry(30s), or keep(); an exception is retry()
  };
  sqs::consumer_options options;
  options.in_flight = 50;
  options.wait = 2s;
  options.on_error = [](const aloft::error& failure, const sqs::delivery*) { std::cerr << failure.what() << '\n'; };
  consumer.emplace(session.client("sqs"), queue, handle, options);

  asio::signal_set signals{executor, SIGINT, SIGTERM};
  signals.async_wait([&](boost::system::error_code failure, int) {
    if (!failure) consumer->stop();
  });
  const auto counts = co_await consumer->run();
  std::cout << counts.handled << " handled, " << counts.deleted << " deleted, " << counts.requests() << " requests\n";
}

int main(int count, char** arguments) {
  asio::io_context context;
  int status = 0;
  asio::co_spawn(context, run(count > 1 ? arguments[1] : "hello", count > 2 ? std::stoul(arguments[2]) : 0),
                 [&](std::exception_ptr failure) {
                   try {
                     if (failure) std::rethrow_exception(failure);
                   } catch (const std::exception& what) {
                     std::cerr << what.what() << '\n';
                     status = 1;
                   }
                 });
  context.run();
  return status;
}
