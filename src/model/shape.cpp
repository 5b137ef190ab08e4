#include "model/shape.hpp"

#include "core/short_text.hpp"
#include "model/name_index.hpp"

namespace aloft::model {
namespace {

template <class Name>
const member* look_up(const shape& of, const shape::name_index* index, std::string_view wanted, Name name) noexcept {
  if (!index) return nullptr;
  for (auto slot = shape::name_index::hash(wanted) & index->mask;; slot = (slot + 1) & index->mask) {
    const auto position = index->slots[slot];
    if (position == shape::name_index::vacant) return nullptr;
    const member& found = of.members[position];
    if (equal_short(name(found), wanted)) return &found;
  }
}

}  // namespace

const member* shape::find(std::string_view wanted) const noexcept {
  return look_up(*this, by_name, wanted, [](const member& each) { return each.name; });
}

const member* shape::find_wire(std::string_view wanted) const noexcept {
  return look_up(*this, by_wire, wanted, [](const member& each) { return each.wire; });
}

}  // namespace aloft::model
