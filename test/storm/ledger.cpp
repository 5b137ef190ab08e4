#include "storm/ledger.hpp"

#include <charconv>

namespace aloft::storm {

int ledger::arrived(std::uint64_t number) {
  std::lock_guard lock{mutex_};
  entry& one = entries_[number];
  if (one.unanswered > 0) ++one.after_doubt;
  return ++one.arrivals;
}

entry ledger::of(std::uint64_t number) const {
  std::lock_guard lock{mutex_};
  const auto found = entries_.find(number);
  return found == entries_.end() ? entry{} : found->second;
}

void ledger::clear() {
  std::lock_guard lock{mutex_};
  entries_.clear();
}

std::string id_text(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return "storm-" + std::string(10 - digits.size(), '0') + digits;
}

std::optional<std::uint64_t> find_id(std::string_view in) {
  const auto at = in.find("storm-");
  if (at == in.npos || in.size() < at + 16) return std::nullopt;
  std::uint64_t number = 0;
  const char* const digits = in.data() + at + 6;
  const auto [end, fault] = std::from_chars(digits, digits + 10, number);
  if (fault != std::errc{} || end != digits + 10) return std::nullopt;
  return number;
}

}  // namespace aloft::storm
