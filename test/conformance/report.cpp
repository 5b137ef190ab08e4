#include "conformance/report.hpp"

namespace aloft::conformance {
namespace {

// Texts of several lines start on a line of their own, so that they line up.
void print_text(std::ostream& out, std::string_view label, std::string_view text) {
  out << "  " << label;
  if (text.find('\n') == std::string_view::npos) {
    out << text << '\n';
    return;
  }
  out << '\n';
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out << "    " << text.substr(0, end) << '\n';
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

}  // namespace

bool report::start(std::string name) {
  finish();
  if (name.find(filter_) == std::string::npos) return false;
  name_ = std::move(name);
  state_ = state::fine;
  return true;
}

void report::fail_heading() {
  if (state_ != state::failed) out_ << "FAILED " << name_ << '\n';
  state_ = state::failed;
}

bool report::expect_equal(std::string_view what, std::string_view expected, std::string_view actual) {
  if (expected == actual) return true;
  fail_heading();
  out_ << "  " << what << " differs\n";
  print_text(out_, "expected: ", expected);
  print_text(out_, "actual:   ", actual);
  return false;
}

void report::fail(std::string_view message) {
  fail_heading();
  out_ << "  " << message << '\n';
}

void report::skip(std::string_view reason) {
  if (state_ == state::failed) return;
  out_ << "SKIPPED " << name_ << ": " << reason << '\n';
  state_ = state::skipped;
}

void report::finish() {
  if (state_ == state::fine) ++passed_;
  if (state_ == state::failed) ++failed_;
  if (state_ == state::skipped) ++skipped_;
  state_ = state::none;
}

void report::summarize(unsigned most_skipped) {
  finish();
  skips_too_many_ = filter_.empty() && skipped_ * 100 > most_skipped * (passed_ + failed_ + skipped_);
  if (skips_too_many_)
    out_ << "FAILED too many cases are skipped: at most " << most_skipped << " in a hundred may be\n";
  if (passed_ + failed_ == 0) out_ << "FAILED no case was run\n";
  out_ << passed_ << " passed, " << failed_ << " failed, " << skipped_ << " skipped" << std::endl;
}

}  // namespace aloft::conformance
