#include "services/batch_entries.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace aloft::services {
namespace {

/// Ids are the entries' places: unique in the request, and short.
std::string_view id_of(std::size_t place, std::array<char, 20>& room) {
  const auto end = std::to_chars(room.data(), room.data() + room.size(), place).ptr;
  return {room.data(), static_cast<std::size_t>(end - room.data())};
}

std::optional<std::size_t> place_of(std::string_view id, std::size_t entries) {
  std::size_t place = 0;
  const auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), place);
  if (failure != std::errc{} || end != id.data() + id.size() || place >= entries) return std::nullopt;
  return place;
}

error failure_of(value record) {
  error_info what;
  what.kind = error_kind::service;
  what.code = record["Code"].as_text();
  what.message = record["Message"].as_text();
  if (what.message.empty()) what.message = "the service did not take this entry of the batch";
  what.retryable = !record["SenderFault"].as_boolean();
  return error{std::move(what)};
}

}  // namespace

void push_text(shape_sink& to, std::string_view name, std::string_view text) {
  to.key(name);
  to.text(text);
}

void push_attributes(shape_sink& to, std::string_view member, const sqs::attributes& all) {
  if (all.empty()) return;
  to.key(member);
  to.begin_map(all.size());
  for (const auto& [name, one] : all) {
    to.key(name);
    to.begin_map(2);
    push_text(to, "DataType", one.type);
    if (one.type.starts_with("Binary")) {
      to.key("BinaryValue");
      to.blob(one.value);
    } else {
      push_text(to, "StringValue", one.value);
    }
    to.end();
  }
  to.end();
}

void batch_input::push(const shape_model&, shape_sink& to) const {
  to.begin_map(2);
  push_text(to, names_.owner, owner_);
  to.key(names_.list);
  to.begin_list(entries_);
  std::array<char, 20> room{};
  for (std::size_t place = 0; place < entries_; ++place) {
    to.begin_map();
    push_text(to, "Id", id_of(place, room));
    each_(place, to);
    to.end();
  }
  to.end();
  to.end();
}

void read_batch_answer(value output, std::size_t entries, const batch_answer& to) {
  std::vector<bool> told(entries);
  for (const value record : output["Successful"]) {
    const auto place = place_of(record["Id"].as_text(), entries);
    if (!place || told[*place]) continue;
    told[*place] = true;
    to.accepted(*place, record);
  }
  for (const value record : output["Failed"]) {
    const auto place = place_of(record["Id"].as_text(), entries);
    if (!place || told[*place]) continue;
    told[*place] = true;
    to.failed(*place, failure_of(record), !record["SenderFault"].as_boolean());
  }
  for (std::size_t place = 0; place < entries; ++place)
    if (!told[place])
      to.failed(place,
                error{error_kind::protocol, "NoResult",
                      "the answer says neither that this entry of the batch was taken nor that it failed"},
                false);
}

}  // namespace aloft::services
