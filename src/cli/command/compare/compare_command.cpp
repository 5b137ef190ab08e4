#include "cli/command/call/call_plan.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/compare/comparison.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/run/run_event_loop.hpp"

#include <aloft/gather.hpp>

#include <boost/json/array.hpp>

#include <charconv>
#include <cstdio>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

error bad_option(std::string message) { return error{error_kind::usage, "BadOption", std::move(message)}; }

/// Takes --repeat N out of the words, of which the first is "compare".
std::size_t take_repeat(std::vector<std::string>& words) {
  std::size_t repeat = 1;
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (*word != "--repeat") continue;
    if (word + 1 == words.end()) throw bad_option("--repeat: a value is missing");
    const auto& text = *(word + 1);
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), repeat);
    if (failure != std::errc{} || end != text.data() + text.size() || repeat < 1 || repeat > 1000) {
      throw bad_option("--repeat: expected a number from 1 to 1000, got '" + text + "'");
    }
    words.erase(word, word + 2);
    break;
  }
  return repeat;
}

std::string milliseconds(std::chrono::microseconds time) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", static_cast<double>(time.count()) / 1000);
  return text;
}

class compare_command {
 public:
  compare_command(const global_options& options, console& out)
      : options_{options}, out_{out}, log_{options.debug}, words_(options.words.begin() + 1, options.words.end()) {
    repeat_ = take_repeat(words_);
    if (words_.empty())
      throw bad_option("compare what? aloft compare SERVICE OPERATION [--parameter VALUE ...] --regions LIST");
    if (!options.profiles.empty()) throw bad_option("compare asks as one profile: --profile, not --profiles");
    plan_ = make_plan(options, words_, log_);
  }

  int run() {
    find_regions_first();
    const calls_to_compare calls{.service = std::string{plan_.service->name()},
                                 .operation = std::string{plan_.operation->name()},
                                 .input = plan_.input,
                                 .regions = regions_,
                                 .repeat = repeat_,
                                 .session = plan_.session,
                                 .client = client_settings(options_, {})};
    for (const auto way : {calling_way::sequential, calling_way::threads, calling_way::asynchronous}) {
      for (const bool pooled : {false, true}) {
        out_.progress(std::string{to_string(way)} + (pooled ? ", pooled" : ", unpooled"));
        measured_.push_back(measure(calls, way, pooled));
      }
    }
    out_.progress({});
    print();
    return report_differences();
  }

 private:
  /// Calls every region once, unmeasured: what the process and the servers do once burdens no row.
  void find_regions_first() {
    run_event_loop([this](asio::any_io_executor executor) -> asio::awaitable<int> {
      const session session = open_session(std::move(executor), plan_.session, plan_.files);
      regions_ = {plan_.home_region};
      if (plan_.regions) regions_ = co_await find_regions(session, plan_, options_, plan_.home_region);
      const auto ask = [&](const std::string& region) -> asio::awaitable<response> {
        const auto caller = session.client(plan_.service->name(), client_settings(options_, region));
        co_return co_await caller.call(plan_.operation->name(), plan_.input);
      };
      const auto answers = co_await gather_results(regions_, ask, {.limit = options_.parallel});
      // What one region refuses another may grant; what is wrong here is wrong everywhere.
      const auto& first = answers.front();
      if (!first && first.error().kind() != error_kind::service) throw first.error();
      co_return exit_status::success;
    });
  }

  double ratio(const way_measured& row) const {
    const auto wall = std::max<std::chrono::microseconds::rep>(row.use.wall.count(), 1);
    return static_cast<double>(measured_.front().use.wall.count()) / static_cast<double>(wall);
  }

  void print() {
    const auto format = options_.output ? plan_.format : output_format::table;
    json::array rows;
    for (const auto& row : measured_) rows.push_back(format == output_format::table ? shown(row) : numbers(row));
    if (format == output_format::table) {
      out_.write(plural(regions_.size(), "region") + ", " + plural(measured_.front().answers.size(), "call") +
                 " in each row: " + std::string{plan_.service->name()} + " " + std::string{plan_.operation->name()} +
                 "\n\n");
    }
    out_.write(print_document(rows, {}, print_settings(options_, out_, format)));
  }

  static std::string plural(std::size_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string{what} + (count == 1 ? "" : "s");
  }

  json::object shown(const way_measured& row) const {
    char times[32];
    std::snprintf(times, sizeof times, "%.1fx", ratio(row));
    return {{"Calls", to_string(row.way)},
            {"Connections", row.pooled ? "pooled" : "unpooled"},
            {"Wall ms", milliseconds(row.use.wall)},
            {"CPU ms", milliseconds(row.use.cpu)},
            {"Threads", row.use.peak_threads},
            {"Opened", row.connections_opened},
            {"Faster", times}};
  }

  json::object numbers(const way_measured& row) const {
    return {{"Calls", to_string(row.way)},
            {"Pooled", row.pooled},
            {"WallMicroseconds", row.use.wall.count()},
            {"CpuMicroseconds", row.use.cpu.count()},
            {"PeakThreads", row.use.peak_threads},
            {"ConnectionsOpened", row.connections_opened},
            {"Ratio", ratio(row)}};
  }

  /// Every way must have got what the first one got, call by call; the same failure counts as the same answer.
  int report_differences() {
    std::size_t failures = 0, differences = 0;
    const auto& first = measured_.front();
    for (const auto& row : measured_) {
      for (std::size_t i = 0; i < row.answers.size(); ++i) {
        const auto& answer = row.answers[i];
        if (!answer && &row == &first) {
          ++failures;
          report_error(out_, answer.error());
        } else if (!same(answer, first.answers[i])) {
          ++differences;
          out_.report("aloft: not the first row's answer: " + std::string{to_string(row.way)} +
                      (row.pooled ? ", pooled, " : ", unpooled, ") + regions_[i % regions_.size()] +
                      (answer ? "" : ": " + std::string{answer.error().what()}));
        }
      }
    }
    const bool table = !options_.output || plan_.format == output_format::table;
    if (table && differences == 0) out_.write("\nAll ways got the same answers.\n");
    return failures + differences > 0 ? exit_status::partial : exit_status::success;
  }

  static bool same(const result<std::string>& a, const result<std::string>& b) {
    if (a && b) return *a == *b;
    return !a && !b && a.error().kind() == b.error().kind() && a.error().code() == b.error().code();
  }

  const global_options& options_;
  console& out_;
  stderr_log log_;
  std::vector<std::string> words_;
  std::size_t repeat_ = 1;
  call_plan plan_;
  std::vector<std::string> regions_;
  std::vector<way_measured> measured_;
};

}  // namespace

int run_compare(const global_options& options, console& out) { return compare_command{options, out}.run(); }

}  // namespace aloft::cli
