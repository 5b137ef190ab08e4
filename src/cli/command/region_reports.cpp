#include "cli/command/region_reports.hpp"

#include "cli/exit_status.hpp"

namespace aloft::cli {

region_reports::region_reports(console& out, std::size_t regions) : out_{out}, regions_{regions} {}

region_reports::~region_reports() { out_.progress({}); }

void region_reports::done(const std::string& region) {
  ++answered_;
  constexpr std::chrono::milliseconds noticed{500};
  if (std::chrono::steady_clock::now() - started_ < noticed) return;
  out_.progress(std::to_string(answered_) + " of " + std::to_string(regions_) + " regions (" + region + ")");
}

void region_reports::failed(const error& failure) { failures_.push_back(failure); }

void region_reports::throw_if_all_failed_alike() const {
  if (failures_.empty() || failures_.size() < regions_) return;
  for (const auto& failure : failures_) {
    const bool local = failure.kind() == error_kind::usage || failure.kind() == error_kind::config ||
                       failure.kind() == error_kind::credentials;
    if (!local || failure.code() != failures_.front().code()) return;
  }
  throw failures_.front();
}

int region_reports::status() {
  for (const auto& failure : failures_) out_.report(error_text(failure));
  return failures_.empty() ? exit_status::success : exit_status::partial;
}

}  // namespace aloft::cli
