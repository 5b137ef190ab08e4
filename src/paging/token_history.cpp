#include "paging/token_history.hpp"

#include <functional>

namespace aloft::paging {

bool token_history::seen(std::string_view token) {
  const auto digest = std::hash<std::string_view>{}(token);
  if (kept_.size() < most_kept) return !kept_.insert(digest).second;
  if (kept_.contains(digest) || (since_ > 0 && digest == remembered_)) return true;
  if (since_ == until_ || since_ == 0) {
    until_ = since_ == 0 ? 1 : until_ * 2;
    remembered_ = digest;
    since_ = 0;
  }
  ++since_;
  return false;
}

}  // namespace aloft::paging
