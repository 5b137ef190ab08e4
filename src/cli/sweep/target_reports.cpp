#include "cli/sweep/target_reports.hpp"

#include "cli/exit_status.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace aloft::cli {
namespace {

/// Why a region does not answer though nothing is broken.
enum class obstacle { disabled, forbidden, other };

obstacle obstacle_of(const error& failure) {
  // What keys that are good elsewhere get where the account has not opted in.
  constexpr std::array<std::string_view, 5> disabled{"AuthFailure", "OptInRequired", "UnrecognizedClientException",
                                                     "InvalidClientTokenId", "OptInRequiredException"};
  constexpr std::array<std::string_view, 5> forbidden{"UnauthorizedOperation", "AccessDenied", "AccessDeniedException",
                                                      "AuthorizationError", "UnauthorizedException"};
  const auto is = [&](const auto& codes) {
    return std::find(codes.begin(), codes.end(), failure.code()) != codes.end();
  };
  if (failure.kind() != error_kind::service) return obstacle::other;
  return is(disabled) ? obstacle::disabled : is(forbidden) ? obstacle::forbidden : obstacle::other;
}

}  // namespace

void sweep_totals::count(const response& page, std::string_view rows) {
  ++pages;
  this->rows += rows.empty() ? 1 : page[rows].size();
}

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
  report_failures();
  report_totals();
  // A region that is not enabled has nothing to answer; as another profile the same codes may mean wrong keys.
  const bool one_account = noun_ == "regions";
  const bool closed_only = std::all_of(failures_.begin(), failures_.end(), [&](const error& failure) {
    return obstacle_of(failure) == obstacle::disabled && (one_account || failure.code().starts_with("OptIn"));
  });
  if (failures_.empty() || (closed_only && answered_ > 0)) return exit_status::success;
  if (failures_.size() < targets_) return exit_status::partial;
  // Nobody answered: the failure that all have in common, where they have one.
  const int first = exit_status_of(failures_.front());
  const bool alike = std::all_of(failures_.begin(), failures_.end(),
                                 [&](const error& failure) { return exit_status_of(failure) == first; });
  return alike ? first : exit_status::other;
}

int target_reports::interrupted() {
  report_failures();
  if (always_) report_totals();
  out_.report("aloft: interrupted: " + std::to_string(answered_) + " of " + std::to_string(targets_) + " " + noun_ +
              " had answered");
  return exit_status::interrupted;
}

void target_reports::report_failures() {
  std::map<obstacle, std::vector<const error*>> together;
  for (const auto& failure : failures_) {
    const auto kind = obstacle_of(failure);
    if (kind == obstacle::other || answered_ == 0 || failure.info().region.empty()) {
      report_error(out_, failure);
    } else {
      together[kind].push_back(&failure);
    }
  }
  for (const auto& [kind, failures] : together) {
    if (failures.size() == 1 && kind == obstacle::forbidden) {
      report_error(out_, *failures.front());
      continue;
    }
    std::string places;
    for (const auto* failure : failures) places += (places.empty() ? "" : ", ") + failure->info().region;
    const auto& first = *failures.front();
    out_.report((kind == obstacle::disabled ? "aloft: not enabled for this account: " : "aloft: not permitted in: ") +
                places + " (" + first.code() + ": " + first.message() + ")");
  }
}

void target_reports::report_totals() {
  if (!always_ && (::isatty(STDERR_FILENO) == 0 || targets_ < 2)) return;
  const auto counted = [](std::size_t count, const char* one, const char* many) {
    return ", " + std::to_string(count) + " " + (count == 1 ? one : many);
  };
  std::string line = std::to_string(answered_) + " of " + std::to_string(targets_) + " " + noun_;
  if (counts_) line += counted(counts_->requests(), "request", "requests");
  if (totals_.pages > 0) line += counted(totals_.pages, "page", "pages");
  line += counted(totals_.rows, "row", "rows");
  if (counts_ && (always_ || counts_->retries() > 0)) line += counted(counts_->retries(), "retry", "retries");
  if (counts_ && (always_ || counts_->throttles() > 0)) line += counted(counts_->throttles(), "throttle", "throttles");
  if (totals_.bytes > 0) line += counted(totals_.bytes, "byte", "bytes");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started_;
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, ", %.1f s", took.count());
  out_.report(line + seconds);
}

}  // namespace aloft::cli
