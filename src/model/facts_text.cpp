#include "model/facts_text.hpp"

#include <cstdint>
#include <cstring>

namespace aloft::model {
namespace {

// One list of the fields for writer and reader.
template <class Facts, class Text, class List, class Flag, class Number>
void for_each_field(Facts& facts, Text text, List list, Flag flag, Number number) {
  text(facts.name);
  text(facts.service_id);
  text(facts.full_name);
  text(facts.endpoint_prefix);
  text(facts.signing_name);
  text(facts.api_version);
  text(facts.protocol);
  list(facts.protocols);
  text(facts.target_prefix);
  text(facts.json_version);
  text(facts.xml_namespace);
  text(facts.signature_version);
  list(facts.auth);
  text(facts.global_endpoint);
  flag(facts.query_compatible);
  number(facts.http2);
  text(facts.traits);
}

void append_size(std::string& out, std::size_t size) {
  const auto value = static_cast<std::uint32_t>(size);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

std::string write_facts(const service::facts& facts) {
  std::string out;
  const auto text = [&out](std::string_view value) {
    append_size(out, value.size());
    out += value;
  };
  for_each_field(
      facts, text,
      [&](const std::vector<std::string_view>& values) {
        append_size(out, values.size());
        for (const auto value : values) text(value);
      },
      [&](bool value) { append_size(out, value ? 1 : 0); },
      [&](http2_use value) { append_size(out, static_cast<std::size_t>(value)); });
  return out;
}

result<service::facts> read_facts(std::string_view bytes) {
  bool fits = true;
  const auto size = [&]() -> std::uint32_t {
    std::uint32_t value = 0;
    if (bytes.size() < sizeof value) return fits = false, 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
    return value;
  };
  const auto text = [&](std::string_view& value) {
    const auto length = size();
    if (length > bytes.size()) {
      fits = false;
      return;
    }
    value = bytes.substr(0, length);
    bytes.remove_prefix(length);
  };
  service::facts facts;
  for_each_field(
      facts, text,
      [&](std::vector<std::string_view>& values) {
        for (auto count = size(); fits && count > 0; --count) text(values.emplace_back());
      },
      [&](bool& value) { value = size() != 0; },
      [&](http2_use& value) {
        const auto stated = size();
        fits = fits && stated <= static_cast<std::uint32_t>(http2_use::event_streams);
        if (fits) value = static_cast<http2_use>(stated);
      });
  if (!fits || !bytes.empty())
    return error{error_kind::config, "CorruptModel",
                 "the pack's facts about a service are damaged; build or install the pack again"};
  return facts;
}

}  // namespace aloft::model
