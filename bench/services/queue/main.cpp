// What a consumer costs: aloft-queue-load drain|hold|idle …
//   drain QUEUE MESSAGES     receives, handles and deletes them; CPU and requests a message
//   hold QUEUE MESSAGES      has that many in flight at once; memory
//   idle PREFIX QUEUES SECONDS   listens to that many queues on one thread; memory, CPU, and how long a message takes
//   from
//                                the call that sends it to its handler
// A line of JSON each. CPU and memory are those of the work alone: what came before it is taken off.
#include <aloft/params.hpp>
#include <aloft/session.hpp>
#include <aloft/sqs.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace sqs = aloft::sqs;
using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

namespace {

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return of(used.ru_utime) + of(used.ru_stime);
}

double resident_mb() {
  std::ifstream in{"/proc/self/statm"};
  long whole = 0, resident = 0;
  in >> whole >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

class meter {
 public:
  boost::json::object result(std::size_t things) const {
    const double cpu = cpu_seconds() - cpu_;
    return {{"count", things},
            {"seconds", std::chrono::duration<double>(steady::now() - began_).count()},
            {"cpu_us_each", cpu * 1e6 / static_cast<double>(things)},
            {"resident_mb", resident_mb()},
            {"resident_mb_before", resident_}};
  }

 private:
  const steady::time_point began_ = steady::now();
  const double cpu_ = cpu_seconds(), resident_ = resident_mb();
};

asio::awaitable<void> drain(sqs::consumer_options how, std::string queue, std::size_t messages) {
  const auto client = aloft::session{co_await asio::this_coro::executor}.client("sqs");
  co_await sqs::queue_url(client, queue);  // the model is unpacked, a connection is there
  std::size_t handled = 0;
  std::optional<sqs::consumer> consumer;
  const auto each = [&](sqs::delivery& message) -> asio::awaitable<sqs::outcome> {
    if (message.body().empty()) throw std::runtime_error{"an empty message"};
    if (++handled == messages) consumer->stop();
    co_return sqs::outcome::done();
  };
  consumer.emplace(client, queue, each, how);
  const meter costs;
  const auto counts = co_await consumer->run();
  auto line = costs.result(counts.handled);
  line["requests_each"] = static_cast<double>(counts.requests()) / static_cast<double>(counts.handled);
  line["deleted"] = counts.deleted;
  std::cout << boost::json::serialize(line) << std::endl;
}

asio::awaitable<void> hold(sqs::consumer_options how, std::string queue, std::size_t messages) {
  const auto executor = co_await asio::this_coro::executor;
  const auto client = aloft::session{executor}.client("sqs");
  co_await sqs::queue_url(client, queue);
  asio::steady_timer all{executor, steady::time_point::max()};
  std::size_t held = 0;
  std::optional<sqs::consumer> consumer;
  const meter costs;
  const auto each = [&](sqs::delivery&) -> asio::awaitable<sqs::outcome> {
    if (++held == messages) {
      std::cout << boost::json::serialize(costs.result(held)) << std::endl;
      all.cancel();
    } else if (held < messages) {
      co_await all.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    consumer->stop();
    co_return sqs::outcome::done();
  };
  how.in_flight = messages;
  consumer.emplace(client, queue, each, how);
  co_await consumer->run();
}

/// When a message has come to a handler.
class arrival {
 public:
  explicit arrival(const asio::any_io_executor& executor) : timer_{executor} {}

  void now() {
    at_ = steady::now();
    timer_.cancel();
  }

  /// Milliseconds from the call that sends a message to its handler.
  asio::awaitable<double> of_message(aloft::client client, std::string queue) {
    const auto message = aloft::params("QueueUrl", queue, "MessageBody", "x");
    timer_.expires_after(5s);
    const auto began = steady::now();
    co_await client.call("SendMessage", message);
    if (at_ < began) co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return std::chrono::duration<double, std::milli>(at_ - began).count();
  }

 private:
  asio::steady_timer timer_;
  steady::time_point at_;
};

asio::awaitable<void> pause(std::chrono::seconds time) {
  asio::steady_timer timer{co_await asio::this_coro::executor, time};
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> idle(sqs::consumer_options how, std::string prefix, std::size_t queues, std::size_t seconds) {
  constexpr std::size_t sent = 50;
  const auto executor = co_await asio::this_coro::executor;
  const auto client = aloft::session{executor}.client("sqs");
  co_await sqs::queue_url(client, prefix + "0");
  arrival last{executor};
  const auto note = [&](sqs::delivery&) -> asio::awaitable<sqs::outcome> {
    last.now();
    co_return sqs::outcome::done();
  };
  std::vector<sqs::consumer> all;
  const double before = resident_mb();
  for (std::size_t i = 0; i < queues; ++i) {
    all.emplace_back(client, prefix + std::to_string(i), note, how);
    asio::co_spawn(executor, all.back().run(), asio::detached);
  }
  co_await pause(3s);
  const double cpu = cpu_seconds();
  co_await pause(std::chrono::seconds{seconds});
  const double share = (cpu_seconds() - cpu) / static_cast<double>(seconds);
  std::vector<double> times;
  for (std::size_t i = 0; i < sent; ++i) {
    const auto queue = co_await sqs::queue_url(client, prefix + std::to_string(i * 61 % queues));
    times.push_back(co_await last.of_message(client, queue));
  }
  std::sort(times.begin(), times.end());
  const boost::json::object line{{"queues", queues},
                                 {"cpu_share", share},
                                 {"resident_mb", resident_mb()},
                                 {"resident_mb_before", before},
                                 {"median_ms_to_handler", times[times.size() / 2]},
                                 {"longest_ms_to_handler", times.back()}};
  std::cout << boost::json::serialize(line) << std::endl;
  for (auto& one : all) one.stop();
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments, arguments + count);
  if (count < 4) return 2;
  asio::io_context context{1};
  sqs::consumer_options how;
  how.on_error = [](const aloft::error& failure, const sqs::delivery*) { std::cerr << failure.what() << '\n'; };
  how.wait = words[1] == "idle" ? 10s : 1s;
  how.visibility = 120s;
  auto work = words[1] == "drain"  ? drain(how, words[2], std::stoul(words[3]))
              : words[1] == "hold" ? hold(how, words[2], std::stoul(words[3]))
                                   : idle(how, words[2], std::stoul(words[3]), count > 4 ? std::stoul(words[4]) : 5);
  int status = 0;
  asio::co_spawn(context, std::move(work), [&](const std::exception_ptr& failure) {
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
