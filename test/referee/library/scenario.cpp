#include "referee/library/scenario.hpp"

namespace aloft::referee {
namespace {

auto& registry() {
  static std::map<std::string, run_function, std::less<>> scenarios;
  return scenarios;
}

}  // namespace

scenario::scenario(std::string_view name, run_function run) { registry().emplace(name, run); }

const std::map<std::string, run_function, std::less<>>& all_scenarios() { return registry(); }

void expect(std::string_view what, bool fact) {
  if (!fact) throw std::runtime_error("not so: " + std::string{what});
}

boost::asio::awaitable<aloft::error> refusal(aloft::client client, std::string operation, boost::json::value parameters,
                                             std::string code) {
  const auto outcome = co_await client.try_call(operation, std::move(parameters));
  expect(operation + " is refused", !outcome.has_value());
  const aloft::error& failure = outcome.error();
  expect_equal("code of " + operation, code, failure.code());
  expect_equal("kind of error of " + operation, "service", to_string(failure.kind()));
  expect("the error of " + operation + " has a message", !failure.message().empty());
  co_return failure;
}

}  // namespace aloft::referee
