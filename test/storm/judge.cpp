#include "storm/judge.hpp"

#include <algorithm>
#include <ostream>

namespace aloft::storm {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr milliseconds tolerance{100};

milliseconds span(steady::time_point from, steady::time_point to) { return duration_cast<milliseconds>(to - from); }

std::string describe(const report& of) {
  std::string out = "call " + std::to_string(of.of.number) + " (" + std::string{to_string(of.of.what)};
  out += of.of.callback ? ", async_call" : of.of.throws ? ", call" : ", try_call";
  out += ", max_attempts " + std::to_string(of.of.max_attempts);
  if (of.of.limit) out += ", limit " + std::to_string(of.of.limit->count()) + " ms";
  if (of.of.cancel_after) out += ", cancelled after " + std::to_string(of.of.cancel_after->count()) + " us";
  return out + ") ended " + (of.fine ? "well" : "with " + of.code) + " after " +
         std::to_string(span(of.started, of.ended).count()) + " ms";
}

}  // namespace

void findings::judge(const report& of, const ledger& server, const heartbeat& pulse) {
  ++calls_;
  fine_ += of.fine ? 1 : 0;
  cancelled_ += of.cancelled_at ? 1 : 0;
  ++outcomes_[of.fine ? "ok" : of.code];
  if (of.foreign) add("an exception that is no aloft::error", of, of.code);
  judge_answers(of, server);
  judge_executions(of, server);
  judge_time(of, server, pulse);
}

void findings::judge_answers(const report& of, const ledger& server) {
  const auto numbers = numbers_of(of.of);
  for (std::size_t n = 0; n < of.answers.size(); ++n) {
    if (of.answers[n] == numbers[n]) continue;
    if (server.of(numbers[n]).raced)
      ++raced_;
    else
      add("an answer went to the wrong call", of, "it is of " + std::to_string(of.answers[n]));
  }
  if (!of.fine) return;
  for (const auto number : numbers)
    if (server.of(number).successes == 0 && !server.of(number).raced)
      add("a success of a request that was never answered so", of, "request " + std::to_string(number));
}

void findings::judge_executions(const report& of, const ledger& server) {
  const auto numbers = numbers_of(of.of);
  for (const auto number : numbers) {
    const entry there = server.of(number);
    const auto came = std::to_string(there.arrivals) + " requests came: " + there.fates;
    if (there.arrivals > of.of.max_attempts) add("sent more often than max_attempts permits", of, came);
    if (of.attempts && static_cast<std::size_t>(there.arrivals) > *of.attempts)
      add("sent more often than the call reports", of, "reported " + std::to_string(*of.attempts) + "; " + came);
    if (of.of.what == sort::send_message && there.after_doubt > 0)
      add("sent again though it may have been carried out, and is not safe to repeat", of, came);
  }
}

void findings::judge_time(const report& of, const ledger& server, const heartbeat& pulse) {
  const auto overdue = [&](steady::time_point due, steady::time_point ended) {
    return span(due, ended) - (ended > due ? pulse.excuse(due, ended) : milliseconds{0});
  };
  if (of.cancelled_at)
    if (const auto by = overdue(*of.cancelled_at, of.ended); by > tolerance)
      add("outlived its cancellation", of, "by " + std::to_string(by.count()) + " ms");
  if (of.of.limit && of.of.what != sort::gather)
    if (const auto by = overdue(of.started + *of.of.limit, of.answered_at.value_or(of.ended)); by > tolerance)
      add("outlived its time limit", of, "by " + std::to_string(by.count()) + " ms");
  if (of.of.what != sort::gather) return;
  for (const auto number : numbers_of(of.of)) {
    const entry there = server.of(number);
    if (!there.refused_at || !is_refused_for_good(number)) continue;
    if (const auto by = overdue(*there.refused_at, of.ended); by > tolerance) {
      // Where an answer that nobody asked for was on the wire first, the call has taken that one and is no failure.
      if (there.raced)
        ++raced_;
      else
        add("a gather outlived its first failure", of, "by " + std::to_string(by.count()) + " ms");
    }
  }
}

void findings::add(const std::string& kind, const report& of, const std::string& what) {
  add(kind, describe(of) + "; " + what);
}

void findings::add(const std::string& kind, const std::string& what) { found_[kind].push_back(what); }

void findings::print(std::ostream& out) const {
  constexpr std::size_t examples = 6;
  out << calls_ << " calls, " << fine_ << " went well, " << cancelled_ << " were cancelled in flight";
  if (raced_ > 0) out << ", " << raced_ << " were crossed by an answer that came while they were sent";
  out << '\n';
  for (const auto& [code, count] : outcomes_) out << "  " << count << ' ' << code << '\n';
  for (const auto& [kind, cases] : found_) {
    out << "FOUND " << cases.size() << ": " << kind << '\n';
    for (std::size_t n = 0; n < std::min(examples, cases.size()); ++n) out << "    " << cases[n] << '\n';
  }
  if (found_.empty()) out << "nothing found\n";
}

}  // namespace aloft::storm
