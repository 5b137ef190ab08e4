#include "cli/command/sqs/watched_consumer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>

namespace aloft::cli {
namespace asio = boost::asio;

asio::awaitable<sqs::consumer_counters> run_watched(sqs::consumer consumer, std::shared_ptr<idle_watch> until,
                                                    std::function<void()>& stop) {
  until->stop = [consumer]() mutable { consumer.stop(); };
  stop = [until] { until->end(); };
  asio::co_spawn(co_await asio::this_coro::executor, idle_watch::run(until), asio::detached);
  std::exception_ptr failure;
  sqs::consumer_counters counts;
  try {
    counts = co_await consumer.run();
  } catch (...) {
    failure = std::current_exception();
  }
  stop = nullptr;
  until->end();
  if (failure) std::rethrow_exception(failure);
  co_return counts;
}

}  // namespace aloft::cli
