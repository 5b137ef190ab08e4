#pragma once
// What is said about regions and profiles while many are asked: progress, failures, and what the command ends with.

#include "aloft/error.hpp"
#include "cli/console.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace aloft::cli {

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

  /// Reports the failures, and gives the exit status.
  int status();

 private:
  console& out_;
  std::size_t targets_;
  std::string noun_;
  std::size_t answered_ = 0;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::vector<error> failures_;
};

}  // namespace aloft::cli
