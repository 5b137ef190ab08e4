#pragma once
// What transfers say: a line for each object, failures, how far they are, a report.

#include <aloft/s3_sync.hpp>
#include "cli/command/s3/transfer_flags.hpp"
#include "cli/console.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace aloft::cli {

/// Lines go out some at a time: at the end, and when the last ones are a while ago.
class transfer_printer {
 public:
  /// `names_moves`: what was transferred was moved. Throws a usage error where the report cannot be written.
  transfer_printer(console& out, const transfer_flags& flags, bool names_moves);
  ~transfer_printer();

  void operator()(const s3::tree_event& what);
  /// A line like those of the events.
  void say(std::string line);
  void warn(const std::string& text);
  /// Shows how far `of` has come until it is cancelled; at once where nobody watches.
  boost::asio::awaitable<void> show_progress(s3::transfers of);
  void flush();
  /// 0; 1 when something failed; 2 when something was left out.
  int status() const noexcept;

 private:
  void report(const s3::tree_event& what);
  std::string progress_line(const s3::transfer_counters& now) const;

  console& out_;
  const transfer_flags& flags_;
  const bool moves_;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> report_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point flushed_ = begun_;
  std::string held_;
  std::uint64_t done_ = 0, failed_ = 0, skipped_ = 0;
};

/// "1.0 KiB", "12 Bytes", as the AWS CLI writes it.
std::string human_size(std::uint64_t bytes);
/// An error in one line, as the AWS CLI says those of the service.
std::string failure_text(const error& failure);

}  // namespace aloft::cli
