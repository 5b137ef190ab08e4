// aloft SERVICE wait NAME: asks until it has come about.
#include <aloft/names.hpp>
#include "cli/command/call/call_plan.hpp"
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/run_event_loop.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// Suggestions are spelled as they are typed here.
waiter_model find_waiter(const service_model& service, const std::vector<std::string>& words) {
  const std::string of{service.name()};
  std::vector<std::string> known;
  for (const auto& one : service.waiters()) known.push_back(one.kebab_name());
  if (known.empty()) throw error{error_kind::usage, "UnknownWaiter", of + " has nothing that can be waited for"};
  if (words.size() < 3 || words[2].starts_with("-"))
    throw error{error_kind::usage, "MissingWaiter", "wait for what? " + of + " knows " + listed(known)};
  const auto found = service.find_waiter(words[2]);
  if (found) return *found;
  if (found.error().code() != "UnknownWaiter") throw found.error();
  const auto near = did_you_mean(words[2], known);
  throw error{error_kind::usage, "UnknownWaiter",
              of + " has no waiter '" + words[2] + "'" + (near.empty() ? "; it knows " + listed(known) : near)};
}

/// --wait-delay, --wait-max-attempts and --wait-timeout, taken out of the words.
wait_options take_limits(std::vector<std::string>& words) {
  wait_options limits;
  const auto seconds = [&](std::string_view name) -> std::optional<std::chrono::milliseconds> {
    const auto given = take_number<std::uint64_t>(words, name, 0);
    if (!given) return std::nullopt;
    return std::chrono::seconds{*given};
  };
  limits.delay = seconds("--wait-delay");
  limits.max_wait = seconds("--wait-timeout");
  limits.max_attempts = take_number<std::uint16_t>(words, "--wait-max-attempts", 1);
  if (limits.max_wait && limits.max_attempts)
    throw error{error_kind::usage, "BadOption", "--wait-timeout and --wait-max-attempts exclude each other"};
  return limits;
}

asio::awaitable<int> wait(asio::any_io_executor executor, const call_plan& plan, const global_options& options,
                          const waiter_model& waiter, const wait_options& limits, console& out) {
  const session session = open_session(std::move(executor), plan.session, plan.files);
  const auto caller = session.client(plan.service->name(), client_settings(options, {}));
  try {
    co_await caller.wait(waiter.name(), plan.input, limits);
  } catch (const error& ended) {
    // Not a refusal of the call, which the AWS CLI gives a status of its own.
    if (ended.code() != "WaiterFailed" && ended.code() != "WaiterTimedOut") throw;
    report_error(out, ended);
    co_return exit_status::other;
  }
  co_return exit_status::success;
}

}  // namespace

int run_wait_help(const global_options& options, console& out) {
  const auto service = find_service_model(options.words[0]).value();
  const std::string of{service.name()};
  std::string text = "aloft " + of + " wait NAME [--parameter VALUE ...]\n\n" +
                     "Asks until it has come about (0), cannot come about any more or has not in time (255).\n" +
                     "--wait-delay SECONDS, --wait-max-attempts N or --wait-timeout SECONDS stand for the model's.\n";
  for (const auto& waiter : service.waiters()) {
    text += "\n  " + waiter.kebab_name() + "\n      " + kebab_case(waiter.operation()) + " every " +
            std::to_string(waiter.delay().count()) + " s, at most " + std::to_string(waiter.max_attempts()) +
            " times\n";
  }
  out.write(text);
  return exit_status::success;
}

int run_wait(const global_options& options, console& out) {
  const auto service = find_service_model(options.words[0]).value();
  const auto waiter = find_waiter(service, options.words);
  if (!options.regions.empty() || !options.profiles.empty())
    throw error{error_kind::usage, "BadOption", "wait asks in one region and as one profile"};
  std::vector<std::string> words{options.words[0], std::string{waiter.operation()}};
  words.insert(words.end(), options.words.begin() + 3, options.words.end());
  const auto limits = take_limits(words);
  stderr_log log{options.debug};
  const auto plan = make_plan(options, words, log);
  return run_event_loop(
      [&](asio::any_io_executor executor) { return wait(std::move(executor), plan, options, waiter, limits, out); });
}

}  // namespace aloft::cli
