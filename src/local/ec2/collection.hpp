#pragma once
// Resources of one kind in the order they were made, found by id.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace aloft::local::ec2 {

/// T has a member `id`. Positions are never reused, so a page can go on after one that has been deleted.
template <class T>
class collection {
 public:
  T& add(T item) {
    positions_.emplace(item.id, next_);
    return items_.emplace(next_++, std::move(item)).first->second;
  }
  T* find(std::string_view id) noexcept {
    auto at = positions_.find(id);
    return at != positions_.end() ? &items_.at(at->second) : nullptr;
  }
  const T* find(std::string_view id) const noexcept { return const_cast<collection*>(this)->find(id); }
  void remove(std::string_view id) {
    auto at = positions_.find(id);
    if (at == positions_.end()) return;
    items_.erase(at->second);
    positions_.erase(at);
  }
  std::size_t size() const noexcept { return items_.size(); }

  /// Pairs of position and resource, oldest first.
  auto begin() noexcept { return items_.begin(); }
  auto end() noexcept { return items_.end(); }
  auto begin() const noexcept { return items_.begin(); }
  auto end() const noexcept { return items_.end(); }

 private:
  std::map<std::uint64_t, T> items_;
  std::map<std::string, std::uint64_t, std::less<>> positions_;
  std::uint64_t next_ = 1;
};

}  // namespace aloft::local::ec2
