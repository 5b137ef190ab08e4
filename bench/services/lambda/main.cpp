// The load driver of Lambda batches: aloft-lambda-load URL INVOCATIONS PARALLEL. One JSON line: what the whole process
// cost, cold connections included, in the terms its peers are measured in.

#include <aloft/lambda_batch.hpp>
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <ranges>
#include <string>

namespace asio = boost::asio;

namespace {

asio::awaitable<void> measure(aloft::client lambda, int invocations, std::size_t parallel) {
  auto payloads = std::views::iota(0, invocations) | std::views::transform([](int n) { return std::to_string(n); });
  std::uint64_t next = 0;
  const auto check = [&](std::uint64_t index, const aloft::result<aloft::lambda::invocation>& came) {
    if (index != next++ || !came || came->fault || came->payload != "{\"ok\":true}") {
      std::fprintf(stderr, "item %llu: %s\n", static_cast<unsigned long long>(index),
                   came ? "unexpected answer" : came.error().what());
      std::exit(1);
    }
  };
  aloft::lambda::batch_options how;
  how.function = "hello";
  how.parallel = parallel;
  const auto begun = std::chrono::steady_clock::now();
  const auto counts = co_await aloft::lambda::invoke_all(lambda, payloads, check, how);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begun;
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
  };
  const double cpu = ms(used.ru_utime) + ms(used.ru_stime);
  std::printf(
      "{\"client\": \"aloft\", \"invocations\": %llu, \"parallel\": %zu, \"wall_ms\": %.0f, \"cpu_ms\": %.0f, "
      "\"cpu_us\": %.1f, \"rss_mb\": %.1f}\n",
      static_cast<unsigned long long>(counts.ok), parallel, wall.count(), cpu, cpu * 1e3 / invocations,
      static_cast<double>(used.ru_maxrss) / 1024);
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fprintf(stderr, "aloft-lambda-load URL INVOCATIONS PARALLEL\n");
    return 2;
  }
  asio::io_context context{1};
  aloft::session_options options;
  options.endpoint_url = std::string{words[1]};
  const aloft::session session{context.get_executor(), options};
  std::exception_ptr failure;
  asio::co_spawn(context,
                 measure(session.client("lambda"), std::atoi(words[2]), static_cast<std::size_t>(std::atoi(words[3]))),
                 [&](std::exception_ptr thrown) {
                   failure = thrown;
                   context.stop();
                 });
  context.run();
  if (!failure) return 0;
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& thrown) {
    std::fprintf(stderr, "%s\n", thrown.what());
  }
  return 1;
}
