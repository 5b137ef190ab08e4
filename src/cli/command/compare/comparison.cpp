#include "cli/command/compare/comparison.hpp"

#include <aloft/blocking.hpp>
#include <aloft/gather.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <thread>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
using answer_list = std::vector<result<std::string>>;

/// The region of each call: all of them once, then again.
std::vector<std::string> regions_of(const calls_to_compare& calls) {
  std::vector<std::string> regions;
  for (std::size_t round = 0; round < calls.repeat; ++round) {
    regions.insert(regions.end(), calls.regions.begin(), calls.regions.end());
  }
  return regions;
}

client client_in(const session& session, const calls_to_compare& calls, const std::string& region) {
  auto options = calls.client;
  options.region = region;
  return session.client(calls.service, std::move(options));
}

result<std::string> text_of(const result<response>& answer) {
  if (!answer) return answer.error();
  return to_json_text(answer->output());
}

result<std::string> call_and_wait(const session& session, const calls_to_compare& calls, const std::string& region) {
  return text_of(blocking(client_in(session, calls, region)).try_call(calls.operation, calls.input));
}

answer_list call_in_turn(const session& session, const calls_to_compare& calls) {
  answer_list answers;
  for (const auto& region : regions_of(calls)) answers.push_back(call_and_wait(session, calls, region));
  return answers;
}

answer_list call_on_threads(const session& session, const calls_to_compare& calls) {
  const auto regions = regions_of(calls);
  answer_list answers(regions.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    threads.emplace_back([&, i] { answers[i] = call_and_wait(session, calls, regions[i]); });
  }
  for (auto& thread : threads) thread.join();
  return answers;
}

asio::awaitable<void> call_at_once(const session& session, const calls_to_compare& calls, answer_list& answers) {
  const auto regions = regions_of(calls);
  const auto ask = [&](const std::string& region) -> asio::awaitable<std::string> {
    const auto caller = client_in(session, calls, region);
    const response answer = co_await caller.call(calls.operation, calls.input);
    co_return to_json_text(answer.output());
  };
  answers = co_await gather_results(regions, ask, {.limit = regions.size()});
}

}  // namespace

std::string_view to_string(calling_way way) noexcept {
  switch (way) {
    case calling_way::sequential: return "one after another";
    case calling_way::threads: return "threads";
    case calling_way::asynchronous: return "async";
  }
  return "unknown";
}

way_measured measure(const calls_to_compare& calls, calling_way way, bool pooled) {
  auto options = calls.session;
  options.pooled = pooled;
  way_measured measured{.way = way, .pooled = pooled, .use = {}, .connections_opened = 0, .answers = {}};
  resource_meter meter;
  if (way == calling_way::asynchronous) {
    asio::io_context context{1};
    const session session{context.get_executor(), options};
    std::exception_ptr failure;
    asio::co_spawn(context, call_at_once(session, calls, measured.answers), [&](std::exception_ptr thrown) {
      failure = std::move(thrown);
      context.stop();
    });
    context.run();
    measured.use = meter.stop();
    if (failure) std::rethrow_exception(failure);
    measured.connections_opened = session.counters().connections_opened;
  } else {
    const session session{options};
    measured.answers = way == calling_way::threads ? call_on_threads(session, calls) : call_in_turn(session, calls);
    measured.use = meter.stop();
    measured.connections_opened = session.counters().connections_opened;
  }
  return measured;
}

}  // namespace aloft::cli
