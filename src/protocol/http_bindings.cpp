// The way in: status, headers, labels and query → members.

#include "protocol/http_bindings.hpp"
#include "protocol/bound_text.hpp"
#include "protocol/header_list_text.hpp"
#include "serde/utf8.hpp"

#include <algorithm>

namespace aloft::protocol {
namespace {

using model::location;
using model::shape_type;

bool starts_with_folded(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && iequals(text.substr(0, prefix.size()), prefix);
}

/// Pushes a list, or nothing and false when an element does not fit.
bool push_elements(const model::shape& list, const std::vector<std::string>& elements, location where,
                   shape_sink& sink);

/// A sink for trying: says whether text would fit without pushing it anywhere.
class no_sink final : public shape_sink {
 public:
  using shape_sink::begin;
  void begin(const model::shape&, std::size_t) override {}
  void end() override {}
  void member(const model::member&) override {}
  void key(std::string_view) override {}
  void text(std::string_view) override {}
  void integer(std::int64_t) override {}
  void real(double) override {}
  void boolean(bool) override {}
  void blob(std::string_view) override {}
  void timestamp(aloft::timestamp) override {}
  void null() override {}
};

bool push_elements(const model::shape& list, const std::vector<std::string>& elements, location where,
                   shape_sink& sink) {
  no_sink trial;
  for (const auto& element : elements)
    if (!push_text(*list.element, element, where, trial)) return false;
  sink.begin(list, elements.size());
  for (const auto& element : elements) push_text(*list.element, element, where, sink);
  sink.end();
  return true;
}

/// Pushes `member` with the value that a header field or parameter spells; nothing when it does not fit.
bool push_value(const model::member& member, std::string_view text, location where, shape_sink& sink) {
  const model::shape& shape = *member.target;
  no_sink trial;
  if (shape.type == shape_type::list && where == location::header) {
    const model::member& element = *shape.element;
    const bool dates = element.target->type == shape_type::timestamp &&
                       element.time_format.value_or(timestamp_format::http_date) == timestamp_format::http_date;
    const auto elements = dates ? split_dates(text) : split_elements(text);
    for (const auto& item : elements)
      if (!push_text(element, item, where, trial)) return false;
    sink.member(member);
    return push_elements(shape, elements, where, sink);
  }
  if (!push_text(member, text, where, trial)) return false;
  sink.member(member);
  return push_text(member, text, where, sink);
}

void push_header_map(const model::member& member, const header_list& headers, shape_sink& sink) {
  sink.member(member);
  sink.begin(*member.target);
  for (const auto& [name, value] : headers) {
    if (!starts_with_folded(name, member.wire)) continue;
    sink.key(serde::as_utf8(std::string_view{name}.substr(member.wire.size())));
    if (!push_text(*member.target->element, value, location::headers, sink)) sink.null();
  }
  sink.end();
}

error misfit(const model::member& member, std::string_view text) {
  error_info info;
  info.kind = error_kind::service;
  info.code = "SerializationException";
  info.message = "the value \"" + std::string{text} + "\" is not of the form of " + std::string{member.name};
  info.http_status = 400;
  return error{std::move(info)};
}

/// A map member takes every parameter that no other member is bound to.
result<void> push_query_map(const model::shape& input, const model::member& member, const text_pairs& query,
                            shape_sink& sink) {
  const auto named = [&](std::string_view name) {
    return std::any_of(input.members.begin(), input.members.end(), [&](const model::member& other) {
      return &other != &member && other.where == location::querystring && other.wire == name;
    });
  };
  const model::member& element = *member.target->element;
  std::vector<std::pair<std::string_view, std::vector<std::string>>> entries;
  for (const auto& [name, value] : query) {
    if (named(name)) continue;
    auto entry = std::find_if(entries.begin(), entries.end(), [&](auto& known) { return known.first == name; });
    if (entry == entries.end()) entry = entries.insert(entry, {name, {}});
    entry->second.push_back(value);
  }
  sink.member(member);
  sink.begin(*member.target);
  for (const auto& [name, values] : entries) {
    sink.key(name);
    const bool fits = element.target->type == shape_type::list
                          ? push_elements(*element.target, values, location::querystring, sink)
                          : push_text(element, values.back(), location::querystring, sink);
    if (!fits) return misfit(member, values.back());
  }
  sink.end();
  return {};
}

result<void> push_query(const model::shape& input, const model::member& member, const text_pairs& query,
                        shape_sink& sink) {
  if (member.target->type == shape_type::map) return push_query_map(input, member, query, sink);
  std::vector<std::string> values;
  for (const auto& [name, value] : query)
    if (name == member.wire) values.push_back(value);
  if (values.empty()) return {};
  if (member.target->type == shape_type::list) {
    sink.member(member);
    if (!push_elements(*member.target, values, location::querystring, sink)) return misfit(member, values.front());
    return {};
  }
  if (!push_value(member, values.back(), location::querystring, sink)) return misfit(member, values.back());
  return {};
}

}  // namespace

void push_head(const model::shape& output, int status, const header_list& headers, shape_sink& sink) {
  for (const model::member& member : output.members) {
    if (member.where == location::status_code) {
      sink.member(member);
      sink.integer(status);
    } else if (member.where == location::headers) {
      push_header_map(member, headers, sink);
    } else if (member.where == location::header) {
      if (const auto field = headers.find(member.wire)) push_value(member, *field, location::header, sink);
    }
  }
}

result<void> push_request_head(const model::operation& operation, const text_pairs& labels, const text_pairs& query,
                               const header_list& headers, shape_sink& sink) {
  for (const model::member& member : operation.input->members) {
    if (member.where == location::uri) {
      const auto label =
          std::find_if(labels.begin(), labels.end(), [&](auto& pair) { return pair.first == member.wire; });
      if (label != labels.end() && !push_value(member, label->second, location::uri, sink))
        return misfit(member, label->second);
    } else if (member.where == location::querystring) {
      if (auto fine = push_query(*operation.input, member, query, sink); !fine) return fine;
    } else if (member.where == location::headers) {
      push_header_map(member, headers, sink);
    } else if (member.where == location::header) {
      const auto field = headers.find(member.wire);
      if (field && !push_value(member, *field, location::header, sink)) return misfit(member, *field);
    }
  }
  return {};
}

}  // namespace aloft::protocol
