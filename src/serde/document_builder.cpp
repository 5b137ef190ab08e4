#include "serde/document_builder.hpp"

#include "document/arena.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace aloft::serde {
namespace {

using detail::node;
using detail::record;
using model::shape_type;

value_kind kind_of(const model::shape& shape) noexcept {
  switch (shape.type) {
    case shape_type::structure: return value_kind::record;
    case shape_type::map: return value_kind::map;
    default: return value_kind::list;
  }
}

bool is_collection(const node& value) noexcept {
  return value.kind == value_kind::list || value.kind == value_kind::map;
}

// How many nodes a list's or map's items take.
std::size_t width(const node& value) noexcept { return value.kind == value_kind::map ? 2u * value.size : value.size; }

// Drops entries whose key comes again, keeping the place of the first and the value of the last, as a dictionary does.
std::size_t unique_entries(std::span<node> entries) {
  constexpr std::size_t few = 16;
  const std::size_t count = entries.size() / 2;
  std::size_t kept = 0;
  std::unordered_map<std::string_view, std::size_t> places;  // only filled for many entries
  const auto place_of = [&](std::string_view key) {
    if (count > few) return places.try_emplace(key, kept).first->second;
    for (std::size_t i = 0; i < kept; ++i) {
      if (entries[2 * i].text() == key) return i;
    }
    return kept;
  };
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = place_of(entries[2 * i].text());
    if (place == kept) {
      entries[2 * kept] = entries[2 * i];
      ++kept;
    }
    entries[2 * place + 1] = entries[2 * i + 1];
  }
  return kept;
}

}  // namespace

document_builder::document_builder(std::size_t max_depth, std::size_t max_memory)
    : max_depth_{max_depth}, max_memory_{max_memory} {}

document_builder::~document_builder() = default;

detail::arena& document_builder::arena() {
  if (!arena_) arena_ = std::make_unique<detail::arena>();
  return *arena_;
}

void document_builder::begin(const model::shape& shape, std::size_t) {
  if (failed()) return;
  if (marks_.size() >= max_depth_) {
    fail({error_kind::protocol, "DocumentTooDeep",
          "the document is nested deeper than " + std::to_string(max_depth_) + " levels"});
    return;
  }
  marks_.push_back({&shape, stack_.size(), slot_});
}

void document_builder::end() {
  if (failed() || marks_.empty()) return;
  const mark at = marks_.back();
  if (!has_room_for(stack_.size() - at.first)) return;
  marks_.pop_back();
  if (at.shape->type == shape_type::structure) {
    end_record(at);
  } else {
    end_items(at);
  }
}

void document_builder::end_record(const mark& at) {
  const std::size_t words = record::words(*at.shape);
  const std::span<node> values{stack_.data() + at.first, stack_.size() - at.first};
  bool in_order = true;
  std::size_t previous = 0;
  std::size_t distinct = 0;
  std::array<std::uint64_t, 8> few_words{};
  std::vector<std::uint64_t> many_words(words > few_words.size() ? words : 0);
  std::uint64_t* const bits = many_words.empty() ? few_words.data() : many_words.data();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t slot = values[i].slot;
    if (i > 0 && slot <= previous) in_order = false;
    previous = slot;
    const std::uint64_t bit = std::uint64_t{1} << (slot % 64);
    distinct += (bits[slot / 64] & bit) == 0;
    bits[slot / 64] |= bit;
  }

  void* const room = arena().allocate(sizeof(record) + words * sizeof(std::uint64_t) + distinct * sizeof(node));
  auto* const fields = new (room) record{at.shape};
  std::copy_n(bits, words, fields->present());
  node* const packed = fields->values();
  if (in_order) {
    std::copy(values.begin(), values.end(), packed);
  } else if (distinct == values.size()) {
    for (const node& value : values) packed[fields->rank(value.slot)] = value;
  } else {
    std::stable_sort(values.begin(), values.end(), [](const node& a, const node& b) { return a.slot < b.slot; });
    std::size_t placed = 0;
    for (std::size_t from = 0, to; from < values.size(); from = to) {
      for (to = from + 1; to < values.size() && values[to].slot == values[from].slot; ++to) {
      }
      packed[placed++] = joined(values.subspan(from, to - from), at.shape->members[values[from].slot].flattened);
    }
  }

  node result;
  result.kind = value_kind::record;
  result.size = static_cast<std::uint32_t>(distinct);
  result.fields = fields;
  stack_.resize(at.first);
  slot_ = at.slot;
  push(result);
}

node document_builder::joined(std::span<const node> values, bool flattened) {
  node last = values.back();
  if (values.size() == 1 || !flattened || !is_collection(last)) return last;
  std::size_t total = 0;
  for (const node& value : values) total += value.kind == last.kind ? width(value) : 0;
  auto* const items = static_cast<node*>(arena().allocate(total * sizeof(node)));
  node* to = items;
  for (const node& value : values) {
    if (value.kind == last.kind) to = std::copy_n(value.items, width(value), to);
  }
  if (last.kind == value_kind::map) total = unique_entries({items, total});
  last.items = items;
  last.size = static_cast<std::uint32_t>(total);
  return last;
}

void document_builder::end_items(const mark& at) {
  node result;
  result.kind = kind_of(*at.shape);
  std::size_t count = stack_.size() - at.first;
  if (result.kind == value_kind::map) {
    const std::size_t entries = unique_entries({stack_.data() + at.first, count - count % 2});
    result.size = static_cast<std::uint32_t>(entries);
    count = 2 * entries;
  } else {
    result.size = static_cast<std::uint32_t>(count);
  }
  if (count > 0) {
    auto* const items = static_cast<node*>(arena().allocate(count * sizeof(node)));
    std::copy_n(stack_.data() + at.first, count, items);
    result.items = items;
  }
  stack_.resize(at.first);
  slot_ = at.slot;
  push(result);
}

void document_builder::member(const model::member& member) { slot_ = member.index; }

void document_builder::key(std::string_view key) {
  if (failed() || marks_.empty()) return;
  if ((stack_.size() - marks_.back().first) % 2 == 1) stack_.pop_back();  // a key that got no value
  text(key);
}

// Texts are never longer than the body they come from, so what a body makes of memory beyond its own size is nodes.
bool document_builder::has_room_for(std::size_t nodes) {
  if (arena().memory() + (stack_.capacity() + nodes) * sizeof(node) <= max_memory_) return true;
  fail({error_kind::protocol, "DocumentTooLarge",
        "the document takes more memory than max_memory (" + std::to_string(max_memory_) + " bytes)"});
  return false;
}

void document_builder::push(node value) {
  if (stack_.size() == stack_.capacity() && !has_room_for(stack_.capacity())) return;
  value.slot = slot_;
  stack_.push_back(value);
}

void document_builder::bytes(value_kind kind, std::string_view value) {
  if (failed()) return;
  if (value.size() > std::numeric_limits<std::uint32_t>::max()) {
    fail({error_kind::protocol, "ValueTooLong", "a value is longer than 4 GiB"});
    return;
  }
  node text;
  text.kind = kind;
  text.size = static_cast<std::uint32_t>(value.size());
  text.bytes = arena().copy(value);
  push(text);
}

void document_builder::text(std::string_view value) { bytes(value_kind::text, value); }
void document_builder::blob(std::string_view value) { bytes(value_kind::blob, value); }

void document_builder::integer(std::int64_t value) {
  if (failed()) return;
  node number;
  number.kind = value_kind::integer;
  number.integer = value;
  push(number);
}

void document_builder::real(double value) {
  if (failed()) return;
  node number;
  number.kind = value_kind::real;
  number.real = value;
  push(number);
}

void document_builder::boolean(bool value) {
  if (failed()) return;
  node truth;
  truth.kind = value_kind::boolean;
  truth.boolean = value;
  push(truth);
}

void document_builder::timestamp(aloft::timestamp value) {
  if (failed()) return;
  node time;
  time.kind = value_kind::timestamp;
  time.integer = value.seconds;
  time.size = static_cast<std::uint32_t>(value.nanoseconds);
  push(time);
}

void document_builder::null() {
  if (failed()) return;
  // An absent member of a structure is absent; elsewhere null has a place of its own.
  if (!marks_.empty() && marks_.back().shape->type == shape_type::structure) return;
  push(node{});
}

result<document> document_builder::finish() {
  if (failed()) return failure();
  if (!marks_.empty()) {
    return error{error_kind::protocol, "TruncatedDocument",
                 "the document ends inside " + std::string{marks_.back().shape->name}};
  }
  const node* root = nullptr;
  if (!stack_.empty()) root = new (arena().allocate(sizeof(node))) node{stack_.back()};
  stack_.clear();
  slot_ = 0;
  return document{std::exchange(arena_, nullptr), root};
}

}  // namespace aloft::serde
