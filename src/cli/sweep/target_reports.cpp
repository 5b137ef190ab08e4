#include "cli/sweep/target_reports.hpp"

#include "cli/exit_status.hpp"

namespace aloft::cli {

target_reports::target_reports(console& out, std::size_t targets, std::string noun)
    : out_{out}, targets_{targets}, noun_{std::move(noun)} {}

target_reports::~target_reports() { out_.progress({}); }

void target_reports::done(const std::string& name) {
  ++answered_;
  constexpr std::chrono::milliseconds noticed{500};
  if (std::chrono::steady_clock::now() - started_ < noticed) return;
  out_.progress(std::to_string(answered_) + " of " + std::to_string(targets_) + " " + noun_ + " (" + name + ")");
}

void target_reports::failed(const error& failure) { failures_.push_back(failure); }

void target_reports::throw_if_all_failed_alike() const {
  if (failures_.empty() || failures_.size() < targets_) return;
  for (const auto& failure : failures_) {
    const bool local = failure.kind() == error_kind::usage || failure.kind() == error_kind::config ||
                       failure.kind() == error_kind::credentials;
    if (!local || failure.code() != failures_.front().code()) return;
  }
  throw failures_.front();
}

int target_reports::status() {
  for (const auto& failure : failures_) out_.report(error_text(failure));
  return failures_.empty() ? exit_status::success : exit_status::partial;
}

}  // namespace aloft::cli
