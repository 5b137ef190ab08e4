// Reads an event stream to its end and says what CPU an event costs the whole process, the kernel's part included.
// The server is bench/streams/server.py; its address is in AWS_ENDPOINT_URL.
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <sys/resource.h>

#include <cstdio>

namespace asio = boost::asio;

namespace {

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& of) {
    return static_cast<double>(of.tv_sec) + 1e-6 * static_cast<double>(of.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

asio::awaitable<void> read(aloft::client logs) {
  const boost::json::value input{{"logGroupIdentifiers", {"arn:aws:logs:eu-west-1:123456789012:log-group:g"}}};
  auto stream = co_await logs.open("start_live_tail", input);
  std::size_t bytes = 0;
  auto first = co_await stream.next();
  const double began = cpu_seconds();
  while (auto event = co_await stream.next())
    for (const auto row : (*event)["sessionResults"]) bytes += row["message"].as_text().size();
  const double each = (cpu_seconds() - began) / static_cast<double>(stream.delivered() - 1);
  std::printf("%-24s %8.2f us CPU per event  (%llu events, %zu bytes of text)\n", "aloft", each * 1e6,
              static_cast<unsigned long long>(stream.delivered()), bytes);
}

}  // namespace

int main() {
  asio::io_context context;
  const aloft::session session{context.get_executor()};
  int status = 0;
  asio::co_spawn(context, read(session.client("logs")), [&](std::exception_ptr failure) {
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& fault) {
      std::fprintf(stderr, "%s\n", fault.what());
      status = 1;
    }
  });
  context.run();
  return status;
}
