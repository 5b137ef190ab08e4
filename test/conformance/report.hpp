#pragma once
// Counts cases and names those that fail, with what was expected and what came.

#include <cstddef>
#include <exception>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace aloft::conformance {

class report {
 public:
  /// Only cases whose name contains `filter` are run; the others are not counted.
  report(std::ostream& out, std::string filter) : out_{out}, filter_{std::move(filter)} {}

  /// Starts a case, ending the one before. False: the filter leaves it out, so do not run it.
  bool start(std::string name);

  /// Starts a case and runs it. What cannot be read of it (a member that is missing) fails this case, not the suite.
  template <class Case>
  void run(std::string name, Case one) {
    if (!start(std::move(name))) return;
    try {
      one();
    } catch (const std::exception& fault) {
      fail(std::string{"the case cannot be read: "} + fault.what());
    }
  }

  // About the case that was started. It passes when it ends without failure or skip.
  /// True when both are equal; else the case fails, showing them.
  bool expect_equal(std::string_view what, std::string_view expected, std::string_view actual);
  void fail(std::string_view message);
  void skip(std::string_view reason);

  /// Ends the last case and prints what is wrong with the run as a whole, then "N passed, N failed, N skipped".
  /// `most_skipped`: of a hundred cases; where a filter chose the cases, any number.
  void summarize(unsigned most_skipped);
  /// Every case that ran passed, one at least did, and no more were skipped than may be: a suite that proves nothing
  /// does not pass.
  bool clean() const noexcept { return failed_ == 0 && passed_ > 0 && !skips_too_many_; }

 private:
  enum class state {
    none,     ///< no case is under way
    fine,     ///< nothing was wrong so far
    failed,   ///< at least one failure was printed
    skipped,  ///< its reason was printed
  };

  void finish();
  void fail_heading();

  std::ostream& out_;
  std::string filter_;
  std::string name_;
  state state_ = state::none;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
  std::size_t skipped_ = 0;
  bool skips_too_many_ = false;
};

}  // namespace aloft::conformance
