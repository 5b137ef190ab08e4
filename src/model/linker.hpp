#pragma once
// Makes the linked shapes of a blob when they are first needed, each once. Not thread-safe: its service locks.

#include "model/blob_view.hpp"
#include "model/shape.hpp"

#include <memory_resource>
#include <vector>

namespace aloft::model {

class linker {
 public:
  explicit linker(const blob_view& blob);

  /// The shape of that number and, with it, every shape it can reach.
  const shape* link(std::uint32_t number);

  /// Memory for what lives as long as the shapes; nothing in it is ever destroyed.
  std::pmr::memory_resource& memory() noexcept { return memory_; }

 private:
  shape* node(std::uint32_t number);
  void fill(std::uint32_t number);
  void read_attributes(shape& of, std::uint32_t first);
  void read_attributes(member& of, std::uint32_t first);
  std::span<const std::string_view> enum_values(const format::attribute_record* run);
  member make_member(const format::member_record& record, std::uint16_t index);
  void build_indexes(shape& of);
  template <class Accept, class Name>
  const shape::name_index* build_index(const shape& of, Accept accept, Name name);
  template <class T>
  T* allocate(std::size_t count);

  const blob_view& blob_;
  std::pmr::monotonic_buffer_resource memory_;
  std::vector<shape*> nodes_;            // by number of the shape; null: not linked yet
  std::vector<std::uint32_t> unfilled_;  // nodes that exist but know nothing yet
};

}  // namespace aloft::model
