#include "cli/customizations/simple_input.hpp"

#include "cli/grammar/shorthand.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <map>

namespace aloft::cli {
namespace {

namespace json = boost::json;

error bad_value(const simple_parameter& row, const std::string& message) {
  return error{error_kind::usage, "ParameterValue", "--" + std::string{row.option} + ": " + message};
}

/// The member that stands where the template has "$value"; nothing: it has none.
std::optional<member_model> find_target(const json::value& in, const shape_model& of) {
  const auto look = [](const json::value& content, const member_model& at) -> std::optional<member_model> {
    if (const auto* text = content.if_string()) return *text == "$value" ? std::optional{at} : std::nullopt;
    return find_target(content, at.shape());
  };
  if (const auto* object = in.if_object()) {
    for (const auto& entry : *object) {
      const auto at = of.find({entry.key().data(), entry.key().size()});
      const auto found = at ? look(entry.value(), *at) : std::nullopt;
      if (found) return found;
    }
  }
  if (const auto* list = in.if_array(); list && of.element() && !list->empty())
    return look(list->front(), *of.element_member());
  return std::nullopt;
}

using values = std::map<std::string, json::value>;

void substitute(json::value& in, const values& by_name) {
  if (auto* object = in.if_object()) {
    for (auto& entry : *object) substitute(entry.value(), by_name);
  } else if (auto* list = in.if_array()) {
    for (auto& element : *list) substitute(element, by_name);
  } else if (const auto* text = in.if_string()) {
    if (const auto found = by_name.find(std::string{*text}); found != by_name.end()) in = found->second;
  }
}

/// Objects are united; a list of one record is that record beside the others' parts of it.
void merge(json::value& to, json::value from) {
  if (auto *object = to.if_object(), *more = from.if_object(); object && more) {
    for (auto& entry : *more) {
      if (auto* known = object->if_contains(entry.key())) {
        merge(*known, std::move(entry.value()));
      } else {
        object->emplace(entry.key(), std::move(entry.value()));
      }
    }
  } else if (auto* list = to.if_array(), *rest = from.if_array();
             list && rest && list->size() == 1 && rest->size() == 1) {
    merge(list->front(), std::move(rest->front()));
  } else {
    to = std::move(from);
  }
}

/// "22", "22-25", "1:3"; "all" and "-1" are -1.
result<values> read_range(const simple_parameter& row, std::string_view text) {
  if (text == "all" || text == "-1") return values{{"$from", -1}, {"$to", -1}};
  const auto split = text.find_first_of(":-", 1);
  const auto number = [&](std::string_view part) -> std::optional<std::int64_t> {
    std::int64_t read = 0;
    const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), read);
    if (failure != std::errc{} || end != part.data() + part.size()) return std::nullopt;
    return read;
  };
  const auto from = number(text.substr(0, split));
  const auto to = split == std::string_view::npos ? from : number(text.substr(split + 1));
  if (!from || !to || *from < -1 || *to < *from)
    return bad_value(row,
                     "expected a number, or two as in 1:3, the smaller one first, got '" + std::string{text} + '\'');
  return values{{"$from", *from}, {"$to", *to}};
}

/// "a=1,b=2" as [{"Name": "a", "Value": "1"}, …].
result<json::value> read_names(const simple_parameter& row, std::string_view text) {
  const auto tree = parse_shorthand(text);
  if (!tree) return bad_value(row, tree.error().message());
  json::array names;
  for (const auto& entry : tree->nodes) {
    if (entry.is != shorthand_node::form::text) return bad_value(row, "expected name=value,… with one value each");
    names.push_back({{"Name", entry.key}, {"Value", entry.text}});
  }
  return names;
}

json::value addresses(std::span<const std::string> words) {
  json::array all;
  for (const auto& word : words) all.push_back({{"PrivateIpAddress", word}, {"Primary", false}});
  return all;
}

std::string unique_text() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return "aloft-" + std::to_string(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

result<values> read_values(const simple_parameter& row, std::optional<member_model> target,
                           std::span<const std::string> words, binary_format blobs) {
  switch (row.form) {
    case simple_form::flag: return values{};
    case simple_form::range: return read_range(row, words[0]);
    case simple_form::addresses: return values{{"$value", addresses(words)}};
    case simple_form::names: {
      auto names = read_names(row, words[0]);
      if (!names) return names.error();
      return values{{"$value", *std::move(names)}};
    }
    case simple_form::group_id: return values{{"$value", json::value(words[0])}};
    case simple_form::value: break;
  }
  auto value = read_parameter(*target, "--" + std::string{row.option}, words, blobs);
  if (!value) return value.error();
  const auto count = value->is_array() ? value->get_array().size() : 1;
  return values{{"$value", *std::move(value)}, {"$count", count}, {"$new", json::value(unique_text())}};
}

/// Where an interface is described, what belongs to it may not stand beside it.
void move_into_interface(json::object& input) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> moved{
      {{"SubnetId", "SubnetId"},
       {"SecurityGroupIds", "Groups"},
       {"PrivateIpAddress", "PrivateIpAddress"},
       {"Ipv6AddressCount", "Ipv6AddressCount"},
       {"Ipv6Addresses", "Ipv6Addresses"}}};
  auto* interfaces = input.if_contains("NetworkInterfaces");
  auto* list = interfaces ? interfaces->if_array() : nullptr;
  auto* first = list && list->size() == 1 ? list->front().if_object() : nullptr;
  if (!first) return;
  for (const auto& [outside, inside] : moved) {
    auto* value = input.if_contains(outside);
    if (!value || first->contains(inside)) continue;
    first->emplace(inside, std::move(*value));
    input.erase(outside);
  }
}

}  // namespace

bool takes_list(const operation_model& operation, const simple_parameter& row) {
  if (row.form == simple_form::addresses) return true;
  if (row.form != simple_form::value) return false;
  const auto target = find_target(json::parse(row.input), operation.input());
  return target && target->shape().kind() == shape_kind::list;
}

result<void> add_simple_parameter(json::object& input, const operation_model& operation, const simple_parameter& row,
                                  std::span<const std::string> words, binary_format blobs) {
  const bool by_name = row.form == simple_form::group_id && !words[0].starts_with("sg-");
  json::value made = json::parse(by_name ? row.otherwise : row.input);
  const auto read = read_values(row, find_target(made, operation.input()), words, blobs);
  if (!read) return read.error();
  substitute(made, *read);
  json::value whole(std::move(input));
  merge(whole, std::move(made));
  input = std::move(whole.get_object());
  return {};
}

void complete_simple_input(json::object& input, const operation_model& operation) {
  if (operation.name() != "RunInstances" || operation.service_name() != "ec2") return;
  for (const char* count : {"MinCount", "MaxCount"}) {
    const char* other = count[1] == 'i' ? "MaxCount" : "MinCount";
    if (!input.contains(count) && !input.contains(other)) input[count] = 1, input[other] = 1;
  }
  move_into_interface(input);
}

}  // namespace aloft::cli
