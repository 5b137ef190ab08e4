#pragma once
// What is said about regions and profiles while many are asked: progress, failures, and what the command ends with.

#include "aloft/error.hpp"
#include "aloft/response.hpp"
#include "cli/console.hpp"
#include "cli/run/call_counts.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace aloft::cli {

/// What a sweep came to.
struct sweep_totals {
  std::size_t pages = 0, rows = 0;
  std::size_t bytes = 0;  ///< printed
  /// `rows`: the member of the output whose elements are counted; empty: the page is one.
  void count(const response& page, std::string_view rows);
};

class target_reports {
 public:
  /// `noun`: what is asked, in the plural.
  target_reports(console& out, std::size_t targets, std::string noun = "regions");
  ~target_reports();

  /// A target has answered: moves the progress line on, once asking has taken long enough to be noticed.
  void done(const std::string& name);

  /// A target has failed: one line, when status() or the exception below is due.
  void failed(const error& failure);

  /// When no target was reached because of what is configured or typed, that is one error and not one per target.
  void throw_if_all_failed_alike() const;

  /// Reports the failures (regions that are not enabled, or where the call is not permitted, in a line together), what
  /// it all came to (at a terminal, or where add_totals() says so), and gives the exit status: that of the failures
  /// when nobody answered. Regions that are not enabled count as failures only then.
  int status();
  /// The same after an interruption, with how far it got.
  int interrupted();

  sweep_totals& totals() noexcept { return totals_; }
  /// Requests, retries and throttles belong to what it came to; `always`: that is said where there is no terminal too.
  /// `counts` outlives the reports.
  void add_totals(const call_counts& counts, bool always) noexcept {
    counts_ = &counts;
    always_ = always;
  }

 private:
  void report_failures();
  void report_totals();

  console& out_;
  std::size_t targets_;
  std::string noun_;
  std::size_t answered_ = 0;
  sweep_totals totals_;
  const call_counts* counts_ = nullptr;
  bool always_ = false;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::vector<error> failures_;
};

}  // namespace aloft::cli
