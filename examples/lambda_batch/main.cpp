// A hundred Lambda functions at once, their answers in order, all or nothing: what takes a page of request signing with
// Python's asyncio. Runs against the embedded AWS, without an account; with a session of your own it is the same.
#include <aloft/lambda_batch.hpp>
#include <aloft/local.hpp>
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace lambda = aloft::lambda;

namespace {

/// Functions hello-world-0 to hello-world-99, each of which takes 50 ms and gives back what it got.
aloft::local::server_options hundred_functions() {
  aloft::local::server_options options;
  for (int i = 0; i < 100; ++i) {
    aloft::local::function_options one;
    one.name = "hello-world-" + std::to_string(i);
    one.sleep = std::chrono::milliseconds{50};
    options.functions.push_back(std::move(one));
  }
  return options;
}

asio::awaitable<void> run(aloft::client by) {
  // Lazy: a pair of function and payload is made when there is room for it.
  auto functions_and_payloads = std::views::iota(0, 100) | std::views::transform([](int i) {
                                  const auto number = std::to_string(i);
                                  return std::pair{"hello-world-" + number, "{\"hello\":" + number + "}"};
                                });
  std::vector<std::string> answers;
  lambda::batch_options how;
  how.parallel = 100;
  how.fail_fast = true;  // all or nothing
  const auto counts = co_await lambda::invoke_all(
      by, functions_and_payloads,
      [&](std::uint64_t, aloft::result<lambda::invocation> came) { answers.push_back(came.value().payload); }, how);
  std::cout << counts.ok << " answers, the first " << answers.front() << ", the last " << answers.back() << '\n';

  // One by one, a function's own failure is a value beside the answer.
  const auto alone = co_await lambda::invoke(by, "hello-world-7", aloft::request_body::bytes(R"({"hello":"you"})"));
  std::cout << "one: " << alone.payload << (alone.fault ? " failed" : " went well") << '\n';
}

}  // namespace

int main() {
  const aloft::local::server aws{hundred_functions()};
  aloft::session_options options;
  options.region = "eu-west-1";
  options.credentials = aloft::local::demo_credentials();
  options.endpoint_url = aws.endpoint_url();

  asio::io_context context;
  const aloft::session session{context.get_executor(), options};
  asio::co_spawn(context, run(session.client("lambda")), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
  try {
    context.run();
  } catch (const aloft::error& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
}
