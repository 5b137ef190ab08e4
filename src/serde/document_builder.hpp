#pragma once
// shape_sink → document: schema-shaped records in an arena.

#include "aloft/shape_sink.hpp"
#include "document/document.hpp"
#include "document/document_node.hpp"
#include "model/shape.hpp"

#include <boost/container/small_vector.hpp>

#include <memory>
#include <span>

namespace aloft::serde {

/// Members come in any order and are stored in the model's; a scalar that comes twice keeps its last value; a list or
/// map that is opened twice continues. Strings are copied into the arena.
class document_builder final : public shape_sink {
 public:
  static constexpr std::size_t default_max_depth = 512;
  static constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

  /// More memory than `max_memory` bytes: protocol error "DocumentTooLarge".
  explicit document_builder(std::size_t max_depth = default_max_depth, std::size_t max_memory = no_limit);
  ~document_builder() override;

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override;
  void end() override;
  void member(const model::member& member) override;
  void key(std::string_view key) override;
  void text(std::string_view value) override;
  void integer(std::int64_t value) override;
  void real(double value) override;
  void boolean(bool value) override;
  void blob(std::string_view bytes) override;
  void timestamp(aloft::timestamp value) override;
  void null() override;

  /// Grows with each value of the structure that was begun last, and with each collection begun in it.
  std::size_t pushed() const noexcept { return stack_.size() + marks_.size(); }

  /// The document, or the sink's error. Nothing pushed gives an empty document. The builder is empty afterwards.
  result<document> finish();

 private:
  struct mark {
    const model::shape* shape;
    std::size_t first;   // where in stack_ its values start
    std::uint16_t slot;  // the slot it has in its parent
  };

  detail::arena& arena();
  void push(detail::node value);
  bool has_room_for(std::size_t nodes);
  void bytes(value_kind kind, std::string_view value);
  void end_record(const mark& at);
  void end_items(const mark& at);
  detail::node joined(std::span<const detail::node> values, bool flattened);

  std::unique_ptr<detail::arena> arena_;
  boost::container::small_vector<detail::node, 48> stack_;
  boost::container::small_vector<mark, 8> marks_;
  std::uint16_t slot_ = 0;
  std::size_t max_depth_;
  std::size_t max_memory_;
};

}  // namespace aloft::serde
