#include "storm/storm.hpp"

#include "storm/storm_server.hpp"
#include "support/test_authority.hpp"

#include <malloc.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace aloft::storm {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// A block of megabytes is mapped at first and comes from the heap once one like it has been freed (the allocator raises
// its threshold): only both together are what is in use.
std::size_t heap_in_use() {
  const auto seen = ::mallinfo2();
  return seen.uordblks + seen.hblkhd;
}

session_options settings(const storm_server& server, bool tls, const testing::test_authority& authority) {
  session_options out;
  out.region = "eu-west-1";
  out.endpoint_url = (tls ? "https" : "http") + std::string{"://127.0.0.1:"} + std::to_string(server.port());
  out.credentials.emplace();
  out.credentials->access_key_id = "AKIDEXAMPLE";
  out.credentials->secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  out.ca_bundle = authority.ca_file();
  out.idle_timeout = 1s;
  out.max_idle_age = 1s;
  out.max_connections_per_origin = 300;
  return out;
}

/// Calls of one round: started so that as many as wanted are in flight, until all are over.
class round {
 public:
  round(const options& how, std::uint64_t first, asio::any_io_executor on, std::shared_ptr<const clients> through)
      : how_{how},
        next_{first},
        end_{first + how.calls * numbers_each},
        executor_{std::move(on)},
        through_{std::move(through)} {}

  /// Returns when all are over.
  std::vector<report> run() {
    std::unique_lock lock{mutex_};
    while (in_flight_ < how_.in_flight && begin_one()) {
    }
    over_.wait(lock, [this] { return in_flight_ == 0; });
    return std::move(reports_);
  }

 private:
  bool begin_one() {
    if (how_.only) {
      if (std::exchange(next_, end_) == end_) return false;
    } else if (next_ == end_) {
      return false;
    }
    const std::uint64_t number = how_.only ? *how_.only : std::exchange(next_, next_ + numbers_each);
    ++in_flight_;
    const asio::any_io_executor on = how_.threads > 1 ? asio::any_io_executor{asio::make_strand(executor_)} : executor_;
    start(plan_of(how_.seed, number), through_, on, [this](report came) {
      std::lock_guard lock{mutex_};
      reports_.push_back(std::move(came));
      --in_flight_;
      if (!begin_one() && in_flight_ == 0) over_.notify_all();
    });
    return true;
  }

  const options& how_;
  std::uint64_t next_;
  const std::uint64_t end_;
  asio::any_io_executor executor_;
  std::shared_ptr<const clients> through_;
  std::mutex mutex_;
  std::condition_variable over_;
  std::size_t in_flight_ = 0;
  std::vector<report> reports_;
};

void expect_closed(const storm_server& server, outcome& of, const char* since) {
  if (const int open = server.open_after(10s); open > 0) {
    of.sockets_left += static_cast<std::size_t>(open);
    of.found.add(std::string{"sockets stay open after "} + since, std::to_string(open) + " of them");
  }
}

/// What the allocator keeps for itself changes a little from round to round.
void judge_heap(outcome& of) {
  constexpr std::size_t noise = 512 * 1024;
  if (of.heap_at_end > of.heap_before + noise)
    of.found.add("the heap grows", "from " + std::to_string(of.heap_before) + " to " + std::to_string(of.heap_at_end) +
                                       " bytes in use between rounds");
}

}  // namespace

outcome run(const options& how) {
  outcome out;
  const testing::test_authority authority;
  const auto tls = authority.server();
  storm_server server{how.seed, how.tls ? tls.get() : nullptr};
  asio::io_context context{how.threads};
  auto busy = asio::make_work_guard(context);
  std::vector<std::thread> threads;
  for (int n = 0; n < how.threads; ++n) threads.emplace_back([&] { context.run(); });

  const auto until = steady::now() + how.time;
  std::uint64_t first = numbers_each;
  do {
    const auto pulse = std::make_shared<heartbeat>(context.get_executor());
    pulse->start();
    std::vector<report> reports;
    {
      const session through{context.get_executor(), settings(server, how.tls, authority)};
      round now{how, first, context.get_executor(), std::make_shared<const clients>(through)};
      reports = now.run();
      expect_closed(server, out, "the idle age");
    }
    expect_closed(server, out, "their session");
    for (const auto& each : reports) out.found.judge(each, server.calls(), *pulse);
    pulse->stop();
    out.worst_lag = std::max(out.worst_lag, pulse->worst());
    reports = {};
    server.calls().clear();
    out.heap_at_end = heap_in_use();
    if (++out.rounds <= 2) out.heap_before = out.heap_at_end;  // what is made once is made in the first two
    first += how.calls * numbers_each;
  } while (steady::now() < until && out.rounds < how.rounds && !how.only);

  busy.reset();
  for (auto& thread : threads) thread.join();
  judge_heap(out);
  out.connections = server.accepted();
  out.strays = server.strays();
  return out;
}

outcome drop_contexts(const options& how) {
  outcome out;
  const testing::test_authority authority;
  const auto tls = authority.server();
  storm_server server{how.seed, how.tls ? tls.get() : nullptr};
  std::uint64_t number = numbers_each;
  constexpr std::size_t warm_up = 20;
  for (; out.rounds < warm_up + how.rounds; ++out.rounds) {
    {
      asio::io_context context{how.threads};
      const session through{context.get_executor(), settings(server, how.tls, authority)};
      const auto clients_of = std::make_shared<const clients>(through);
      std::atomic<std::size_t> over{0};
      for (std::size_t n = 0; n < how.in_flight; ++n, number += numbers_each) {
        const asio::any_io_executor on =
            how.threads > 1 ? asio::any_io_executor{asio::make_strand(context)} : context.get_executor();
        start(plan_of(how.seed, number), clients_of, on, [&](const report&) {
          if (++over == how.in_flight / 4) context.stop();  // the others are anywhere
        });
      }
      std::vector<std::thread> threads;
      for (int n = 0; n < how.threads; ++n) threads.emplace_back([&] { context.run(); });
      for (auto& thread : threads) thread.join();
    }
    expect_closed(server, out, "their context");
    server.calls().clear();
    out.heap_at_end = heap_in_use();
    if (out.rounds < warm_up) out.heap_before = out.heap_at_end;
  }
  judge_heap(out);
  out.connections = server.accepted();
  out.strays = server.strays();
  return out;
}

}  // namespace aloft::storm
