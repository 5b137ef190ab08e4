#include "model/blob_view.hpp"

#include "model/shape.hpp"
#include "model/waiter_facts.hpp"

#include <algorithm>

namespace aloft::model {
namespace {

template <class Record>
bool place(std::string_view bytes, format::section where, std::span<const Record>& out) noexcept {
  if (where.offset % alignof(Record) != 0 || where.offset > bytes.size()) return false;
  if (where.count > (bytes.size() - where.offset) / sizeof(Record)) return false;
  out = {reinterpret_cast<const Record*>(bytes.data() + where.offset), where.count};
  return true;
}

error corrupt(std::string_view what) {
  return error{
      error_kind::config, "CorruptModel",
      "the compiled model of the service is damaged (" + std::string{what} + "); build or install the pack again"};
}

}  // namespace

bool blob_view::holds(format::string_ref ref) const noexcept {
  std::uint32_t size;
  if (ref > strings_.size() || strings_.size() - ref < sizeof size) return false;
  std::memcpy(&size, strings_.data() + ref, sizeof size);
  return size <= strings_.size() - ref - sizeof size;
}

result<blob_view> blob_view::check(std::string_view bytes) {
  format::header header;
  if (bytes.size() < sizeof header) return corrupt("too short");
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(format::header) != 0) return corrupt("not aligned");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != format::blob_magic) return corrupt("not a model of this version and byte order");
  if (header.size != bytes.size()) return corrupt("wrong size");

  blob_view view;
  std::span<const char> strings;
  if (!place(bytes, header.operations, view.operations_) || !place(bytes, header.folded, view.folded_) ||
      !place(bytes, header.errors, view.errors_) || !place(bytes, header.shapes, view.shapes_) ||
      !place(bytes, header.members, view.members_) || !place(bytes, header.attributes, view.attributes_) ||
      !place(bytes, header.waiters, view.waiters_) || !place(bytes, header.acceptors, view.acceptors_) ||
      !place(bytes, header.strings, strings))
    return corrupt("a section lies outside");
  view.strings_ = {strings.data(), strings.size()};
  view.endpoint_rules_ = header.endpoint_rules;
  if (const char* fault = view.first_fault()) return corrupt(fault);
  return view;
}

const char* blob_view::first_fault() const noexcept {
  using format::attribute;
  const auto in_run = [this](std::uint32_t first) { return first < attributes_.size(); };
  const auto is_shape = [this](std::uint32_t number) { return number < shapes_.size(); };

  if (!holds(0) || !text(0).empty()) return "no empty string";
  if (!holds(endpoint_rules_)) return "a string lies outside";
  if (attributes_.empty() || attributes_.back().kind != attribute::end) return "attributes without end";
  for (const auto& each : attributes_) {
    if (each.kind > attribute::last) return "unknown attribute";
    if (!format::holds_number(each.kind) && !holds(each.value)) return "an attribute's string lies outside";
    if (each.kind == attribute::time_format && each.value > static_cast<std::uint32_t>(timestamp_format::epoch_seconds))
      return "unknown timestamp format";
  }
  for (const auto& each : members_) {
    if (!holds(each.name) || !holds(each.wire)) return "a member's name lies outside";
    if (!is_shape(each.shape) || !in_run(each.attributes)) return "a member refers outside";
    if (each.where > static_cast<std::uint8_t>(location::status_code)) return "unknown location";
  }
  // Every member belongs to one shape, every error to one operation: linking can't grow beyond the blob's own measure.
  std::size_t members_used = 0, errors_used = 0;
  for (const auto& each : shapes_) {
    members_used += each.count;
    if (members_used > members_.size()) return "a member belongs to several shapes";
    if (!holds(each.name) || !in_run(each.attributes)) return "a shape refers outside";
    if (each.type > static_cast<std::uint8_t>(shape_type::document)) return "unknown type";
    const auto type = static_cast<shape_type>(each.type);
    const std::uint32_t wanted = type == shape_type::list ? 1 : type == shape_type::map ? 2 : 0;
    if (type != shape_type::structure && each.count != wanted) return "a shape has the wrong number of members";
    if (each.first_member > members_.size() || members_.size() - each.first_member < each.count)
      return "a shape's members lie outside";
    for (const auto* run = attributes(each.attributes); run->kind != attribute::end; ++run)
      if (run->kind == attribute::payload && run->value >= each.count) return "a payload is no member";
  }
  if (!std::ranges::all_of(errors_, is_shape)) return "an error is no shape";
  for (const auto& each : operations_) {
    errors_used += each.error_count;
    if (errors_used > errors_.size()) return "an error belongs to several operations";
    if (!holds(each.name) || !holds(each.method) || !holds(each.uri) || !in_run(each.attributes))
      return "an operation refers outside";
    for (const auto side : {each.input, each.output})
      if (side != format::no_shape &&
          (!is_shape(side) || shapes_[side].type != static_cast<std::uint8_t>(shape_type::structure)))
        return "an operation's input or output is no structure";
    if (each.first_error > errors_.size() || errors_.size() - each.first_error < each.error_count)
      return "an operation's errors lie outside";
  }
  if (folded_.size() != operations_.size()) return "the operations' index has the wrong size";
  if (!std::ranges::all_of(folded_, [this](std::uint32_t number) { return number < operations_.size(); }))
    return "the operations' index refers outside";
  return first_fault_of_waiters();
}

const char* blob_view::first_fault_of_waiters() const noexcept {
  std::size_t acceptors_used = 0;
  for (const auto& each : waiters_) {
    acceptors_used += each.acceptor_count;
    if (acceptors_used > acceptors_.size()) return "an acceptor belongs to several waiters";
    if (!holds(each.name) || each.operation >= operations_.size()) return "a waiter refers outside";
    if (each.first_acceptor > acceptors_.size() || acceptors_.size() - each.first_acceptor < each.acceptor_count)
      return "a waiter's acceptors lie outside";
  }
  for (const auto& each : acceptors_) {
    if (!holds(each.argument)) return "an acceptor's expression lies outside";
    if (each.matcher > static_cast<std::uint8_t>(matcher_type::error) ||
        each.state > static_cast<std::uint8_t>(waiter_state::retry) ||
        each.type > static_cast<std::uint8_t>(format::expected_type::number))
      return "an acceptor of an unknown kind";
    if (each.type == static_cast<std::uint8_t>(format::expected_type::text) && !holds(each.expected))
      return "an acceptor's text lies outside";
  }
  return nullptr;
}

}  // namespace aloft::model
