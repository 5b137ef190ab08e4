// A consumer for tests that lose, kill and count: each message that is handled is a line of a file, written before its
// outcome is known to anybody.
//   aloft-referee-consumer QUEUE FILE [--fail PERCENT] [--in-flight N] [--visibility S] [--until N] [--seed N]
//       [--wait S] [--grace S] [--hang 1]
// SIGTERM ends it as stop() does. At the end its counters are a line of JSON on the standard output.
#include <aloft/session.hpp>
#include <aloft/sqs.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <exception>
#include <iostream>
#include <map>
#include <random>

namespace asio = boost::asio;
namespace sqs = aloft::sqs;

int main(int count, char** arguments) {
  std::map<std::string, std::string> options;
  for (int i = 3; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
  const auto number = [&](const std::string& name, unsigned long otherwise) {
    return options.contains(name) ? std::stoul(options[name]) : otherwise;
  };
  const int file = ::open(arguments[2], O_WRONLY | O_APPEND | O_CREAT, 0644);
  std::mt19937 random{static_cast<unsigned>(number("--seed", 1))};

  asio::io_context context{1};
  const aloft::session session{context.get_executor()};
  std::optional<sqs::consumer> consumer;
  unsigned long handled = 0;
  const auto handle = [&](sqs::delivery& message) -> asio::awaitable<sqs::outcome> {
    if (number("--hang", 0) != 0) {
      asio::steady_timer never{co_await asio::this_coro::executor, std::chrono::hours{24}};
      co_await never.async_wait(asio::use_awaitable);
    }
    if (random() % 100 < number("--fail", 0)) co_return sqs::outcome::retry(std::chrono::seconds{0});
    std::string line{message.body()};
    line += '\n';
    if (::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
      throw std::runtime_error{"cannot write"};
    if (++handled == number("--until", 0)) consumer->stop();
    co_return sqs::outcome::done();
  };
  sqs::consumer_options how;
  how.in_flight = number("--in-flight", 100);
  how.wait = std::chrono::seconds{number("--wait", 1)};
  how.grace = std::chrono::seconds{number("--grace", 5)};
  how.visibility = std::chrono::seconds{number("--visibility", 3)};
  how.on_error = [](const aloft::error& failure, const sqs::delivery*) { std::cerr << failure.what() << '\n'; };
  consumer.emplace(session.client("sqs"), arguments[1], handle, how);
  asio::signal_set signals{context, SIGTERM};
  signals.async_wait([&](boost::system::error_code failure, int) {
    if (!failure) consumer->stop();
  });
  int status = 0;
  asio::co_spawn(context, consumer->run(), [&](std::exception_ptr failure, const sqs::consumer_counters& counts) {
    signals.cancel();
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& what) {
      std::cerr << what.what() << '\n';
      status = 1;
      return;
    }
    const boost::json::object line{{"received", counts.received},   {"handled", counts.handled},
                                   {"retried", counts.retried},     {"deleted", counts.deleted},
                                   {"released", counts.released},   {"duplicates", counts.duplicates},
                                   {"expired", counts.expired},     {"extended", counts.extended},
                                   {"requests", counts.requests()}, {"failed_requests", counts.failed_requests}};
    std::cout << boost::json::serialize(line) << std::endl;
  });
  context.run();
  return status;
}
