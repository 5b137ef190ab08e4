#include "model/linker.hpp"

#include "model/name_index.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <type_traits>

namespace aloft::model {

using format::attribute;

static_assert(std::is_trivially_destructible_v<shape> && std::is_trivially_destructible_v<member>,
              "nodes lie in an arena that destroys nothing");

linker::linker(const blob_view& blob) : blob_{blob}, nodes_(blob.shapes().size()) {}

template <class T>
T* linker::allocate(std::size_t count) {
  auto* memory = static_cast<T*>(memory_.allocate(count * sizeof(T), alignof(T)));
  std::uninitialized_value_construct_n(memory, count);
  return memory;
}

const shape* linker::link(std::uint32_t number) {
  shape* wanted = node(number);
  while (!unfilled_.empty()) {
    const auto next = unfilled_.back();
    unfilled_.pop_back();
    fill(next);
  }
  return wanted;
}

// Shapes may contain themselves: a node exists before it is filled.
shape* linker::node(std::uint32_t number) {
  shape*& known = nodes_[number];
  if (!known) {
    unfilled_.push_back(number);
    known = allocate<shape>(1);
    // What members take over from their target is needed before the target is filled.
    const auto& record = blob_.shapes()[number];
    known->name = blob_.text(record.name);
    known->type = static_cast<shape_type>(record.type);
  }
  return known;
}

void linker::fill(std::uint32_t number) {
  const auto& record = blob_.shapes()[number];
  shape& made = *nodes_[number];
  const auto is = [&record](format::shape_flag flag) { return (record.flags & flag) != 0; };
  made.flattened = is(format::shape_flattened);
  made.is_union = is(format::shape_union);
  made.sparse = is(format::shape_sparse);
  made.sensitive = is(format::shape_sensitive);
  made.streaming = is(format::shape_streaming);
  made.requires_length = is(format::shape_requires_length);
  made.event_stream = is(format::shape_event_stream);
  made.event = is(format::shape_event);
  made.exception = is(format::shape_exception);
  made.fault = is(format::shape_fault);
  made.retryable = is(format::shape_retryable);
  made.throttling = is(format::shape_throttling);
  made.is_enum = is(format::shape_enum);

  const auto records = blob_.members().subspan(record.first_member, record.count);
  auto* members = allocate<member>(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) members[i] = make_member(records[i], static_cast<std::uint16_t>(i));
  if (made.type == shape_type::list) {
    made.element = members;
  } else if (made.type == shape_type::map) {
    made.key = members;
    made.element = members + 1;
  } else {
    made.members = {members, records.size()};
    build_indexes(made);
  }
  read_attributes(made, record.attributes);
}

member linker::make_member(const format::member_record& record, std::uint16_t index) {
  const auto is = [&record](format::member_flag flag) { return (record.flags & flag) != 0; };
  member made;
  made.name = blob_.text(record.name);
  made.has_location_name = is(format::member_has_location_name);
  made.wire = made.has_location_name ? blob_.text(record.wire) : made.name;
  made.target = node(record.shape);
  made.index = index;
  made.where = static_cast<location>(record.where);
  made.required = is(format::member_required);
  made.idempotency_token = is(format::member_idempotency_token);
  made.json_value = is(format::member_json_value);
  made.streaming = is(format::member_streaming);
  made.flattened = is(format::member_flattened);
  made.xml_attribute = is(format::member_xml_attribute);
  made.host_label = is(format::member_host_label);
  made.event_payload = is(format::member_event_payload);
  made.event_header = is(format::member_event_header);
  made.sensitive = is(format::member_sensitive);
  read_attributes(made, record.attributes);
  return made;
}

void linker::read_attributes(member& of, std::uint32_t first) {
  for (const auto* run = blob_.attributes(first); run->kind != attribute::end; ++run) {
    switch (run->kind) {
      case attribute::traits: of.traits = blob_.text(run->value); break;
      case attribute::query_name: of.query_name = blob_.text(run->value); break;
      case attribute::xml_namespace: of.xml_namespace = blob_.text(run->value); break;
      case attribute::xml_prefix: of.xml_prefix = blob_.text(run->value); break;
      case attribute::context_param: of.context_param = blob_.text(run->value); break;
      case attribute::time_format: of.time_format = static_cast<timestamp_format>(run->value); break;
      default: break;
    }
  }
}

void linker::read_attributes(shape& of, std::uint32_t first) {
  const auto number = [this](std::uint32_t text, double& to) {
    const auto digits = blob_.text(text);
    return std::from_chars(digits.data(), digits.data() + digits.size(), to).ec == std::errc{};
  };
  if (of.exception) of.error_code = of.name;
  for (const auto* run = blob_.attributes(first); run->kind != attribute::end; ++run) {
    switch (run->kind) {
      case attribute::traits: of.traits = blob_.text(run->value); break;
      case attribute::xml_name: of.xml_name = blob_.text(run->value); break;
      case attribute::xml_namespace: of.xml_namespace = blob_.text(run->value); break;
      case attribute::xml_prefix: of.xml_prefix = blob_.text(run->value); break;
      case attribute::error_code: of.error_code = blob_.text(run->value); break;
      case attribute::error_status: of.error_status = static_cast<int>(run->value); break;
      case attribute::minimum:
        of.has_min = true;
        of.min = run->value;
        break;
      case attribute::minimum_text: of.has_min = number(run->value, of.min); break;
      case attribute::maximum:
        of.has_max = true;
        of.max = run->value;
        break;
      case attribute::maximum_text: of.has_max = number(run->value, of.max); break;
      case attribute::enum_value:
        if (of.enum_values.empty()) of.enum_values = enum_values(run);
        break;
      case attribute::payload:
        if (run->value < of.members.size()) of.payload = &of.members[run->value];
        break;
      default: break;
    }
  }
}

// The builder writes them one after another.
std::span<const std::string_view> linker::enum_values(const format::attribute_record* run) {
  std::size_t count = 0;
  while (run[count].kind == attribute::enum_value) ++count;
  auto* values = allocate<std::string_view>(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = blob_.text(run[i].value);
  return {values, count};
}

void linker::build_indexes(shape& of) {
  if (of.members.empty()) return;
  const auto name = [](const member& each) { return each.name; };
  const auto wire = [](const member& each) { return each.wire; };
  // A member of a request's path or query is in the body where the structure is an answer's.
  const auto in_body = [&of](const member& each) {
    if (each.event_header) return false;
    if (each.where != location::uri && each.where != location::querystring) return each.where == location::body;
    return std::ranges::none_of(
        of.members, [&](const member& other) { return other.where == location::body && other.wire == each.wire; });
  };
  of.by_name = build_index(
      of, [](const member&) { return true; }, name);
  const bool same = std::ranges::all_of(of.members, [&](const member& each) {
    return each.where == location::body && in_body(each) && wire(each) == name(each);
  });
  of.by_wire = same ? of.by_name : build_index(of, in_body, wire);
}

template <class Accept, class Name>
const shape::name_index* linker::build_index(const shape& of, Accept accept, Name name) {
  const std::size_t size = std::bit_ceil(of.members.size() * 2);
  auto* slots = allocate<std::uint16_t>(size);
  std::fill_n(slots, size, shape::name_index::vacant);
  const auto mask = static_cast<std::uint32_t>(size - 1);
  for (const member& each : of.members) {
    if (!accept(each)) continue;
    auto slot = shape::name_index::hash(name(each)) & mask;
    while (slots[slot] != shape::name_index::vacant && name(of.members[slots[slot]]) != name(each))
      slot = (slot + 1) & mask;
    if (slots[slot] == shape::name_index::vacant) slots[slot] = each.index;
  }
  auto* index = allocate<shape::name_index>(1);
  index->mask = mask;
  index->slots = slots;
  return index;
}

}  // namespace aloft::model
