#include "cli/command/lambda/batch_lines.hpp"

#include "cli/text/verbatim_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace aloft::cli {
namespace {

lambda::batch_item refused(const text_line& line, std::string code, const std::string& why) {
  lambda::batch_item item;
  item.refused = error{error_kind::usage, std::move(code), "line " + std::to_string(line.number) + ": " + why};
  return item;
}

struct envelope_text {
  std::string_view name;
  option_text lambda::batch_item::*member;
};
constexpr std::array envelope_texts{envelope_text{"function", &lambda::batch_item::function},
                                    envelope_text{"qualifier", &lambda::batch_item::qualifier},
                                    envelope_text{"tenant_id", &lambda::batch_item::tenant_id},
                                    envelope_text{"durable_name", &lambda::batch_item::durable_name}};

lambda::batch_item open_envelope(const text_line& line) {
  const auto members = json_members(line.text);
  if (!members) return refused(line, "BadEnvelope", R"(expected an object such as {"function":"f","payload":{}})");
  lambda::batch_item item;
  for (const auto& [name, text] : *members) {
    if (name == "payload") {
      item.payload = text;
      continue;
    }
    if (name == "client_context") {
      item.client_context = text;
      continue;
    }
    const auto* row = std::find_if(envelope_texts.begin(), envelope_texts.end(),
                                   [&](const envelope_text& one) { return one.name == name; });
    if (row == envelope_texts.end())
      return refused(line, "BadEnvelope",
                     "unknown member \"" + name +
                         "\"; envelopes have payload, function, qualifier, client_context, tenant_id, durable_name");
    const auto value = boost::json::parse(text);
    if (!value.is_string()) return refused(line, "BadEnvelope", '"' + name + "\" is no text");
    item.*(row->member) = std::string_view{value.get_string()};
  }
  return item;
}

}  // namespace

lambda::batch_item read_batch_line(const text_line& line, bool envelope, std::size_t longest) {
  if (line.size > longest)
    return refused(line, "PayloadTooLarge",
                   std::to_string(line.size) + " bytes; Lambda takes payloads of at most " +
                       std::to_string(lambda::max_payload) + " bytes (6 MB), and of 1 MB with --event");
  if (auto why = why_not_json(line.text); !why.empty()) return refused(line, "InvalidJson", "no JSON: " + why);
  if (envelope) return open_envelope(line);
  lambda::batch_item item;
  item.payload = line.text;
  return item;
}

boost::asio::awaitable<result<std::optional<lambda::batch_item>>> batch_lines::next() {
  for (;;) {
    const auto line = co_await reader_.next();
    if (!line) co_return std::optional<lambda::batch_item>{};
    if (line->size == 0 || (line->size <= longest_ && line->text.find_first_not_of(" \t\r") == std::string::npos))
      continue;
    numbers_.emplace(items_++, line->number);
    co_return std::optional<lambda::batch_item>{read_batch_line(*line, envelope_, longest_)};
  }
}

std::uint64_t batch_lines::take_number(std::uint64_t index) {
  const auto at = numbers_.find(index);
  const std::uint64_t number = at->second;
  numbers_.erase(at);
  return number;
}

}  // namespace aloft::cli
