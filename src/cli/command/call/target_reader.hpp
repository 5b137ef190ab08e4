#pragma once
// The answer of one target, page by page where it has pages.

#include "aloft/response.hpp"
#include "cli/command/call/call_plan.hpp"
#include "cli/sweep/targets.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

namespace aloft::cli {

/// Takes the pages of a target.
class page_taker {
 public:
  virtual ~page_taker() = default;
  /// Before a page is asked for. Cancellation: total. Ends with: it may be asked for. Errors: any, which end the
  /// reading. Lifetime: until read() has ended. Thread: that of read().
  virtual boost::asio::awaitable<void> before_page() = 0;
  /// `followed`: one of the pages of an answer; `resume_token`: where to go on after it, empty after the last one.
  virtual void take(response page, bool followed, std::string resume_token) = 0;
};

/// Refers to the plan and the options.
class target_reader {
 public:
  target_reader(const call_plan& plan, const global_options& options) : plan_{plan}, options_{options} {}

  client client_for(const call_target& target) const;
  /// The request's body: a file is read while it is sent. A pipe is read before: services that take bodies (S3) want
  /// their length first.
  call_options body_settings() const;
  /// The same, read into memory.
  call_options whole_body() const;

  /// All pages; from `starting_token` on where that is not empty.
  /// Cancellation: that of calls. Ends with: all pages taken, or `page_taker` does not want more.
  /// Errors: those of calls and of the taker. Lifetime: the target and the taker outlive it. Thread: the caller's.
  boost::asio::awaitable<void> read(const call_target& target, std::string starting_token, page_taker& to) const;

 private:
  const call_plan& plan_;
  const global_options& options_;
};

answer_part part_of(const call_target& from, const response& page, bool followed = false);

}  // namespace aloft::cli
