#include "protocol/event_writer.hpp"

#include <aloft/names.hpp>
#include "protocol/event_sink.hpp"
#include "serde/edited_input.hpp"
#include "serde/event_frame.hpp"

#include <vector>

namespace aloft::protocol {
namespace {

constexpr std::string_view content_type = ":content-type";

error unknown_event(const model::shape& events, std::string_view name) {
  std::vector<std::string> known;
  for (const auto& each : events.members) known.emplace_back(each.name);
  return {error_kind::usage, "ParamValidation",
          std::string{events.name} + " has no event \"" + std::string{name} + '"' + did_you_mean(name, known)};
}

}  // namespace

event_writer::event_writer(const event_form& form, const model::shape& side)
    : form_{form}, side_{side}, events_{*event_stream_of(&side)->target} {}

result<void> event_writer::write(std::string_view event, const input& content, std::string& to, bool validate) const {
  const model::member* const member = events_.find(event);
  if (member == nullptr) return unknown_event(events_, event);
  const model::shape& shape = *member->target;
  event_sink sink{shape, form_.body};
  const serde::edited_input given{content, &shape};
  if (auto pushed = given.push(&sink, {.validate = validate, .streams = true}); !pushed) return pushed;
  const std::string payload = sink.take_payload();

  const std::string_view kind = shape.exception ? "exception" : "event";
  std::vector<event_header> headers{{":message-type", kind},
                                    {shape.exception ? ":exception-type" : ":event-type", member->name}};
  if (const auto raw = sink.raw())
    headers.push_back({content_type, *raw == model::shape_type::string ? std::string_view{"text/plain"}
                                                                       : std::string_view{"application/octet-stream"}});
  else if (!payload.empty())
    headers.push_back({content_type, form_.media_type});
  headers.insert(headers.end(), sink.headers().begin(), sink.headers().end());
  return serde::append_event(to, headers, payload);
}

result<void> event_writer::write_initial(std::string_view type, const input& content, std::string& to) const {
  if (!form_.initial_messages) return {};
  auto body = form_.body.writer(body_root(side_, {}, {}));
  const serde::edited_input given{content, &side_};
  if (auto pushed = given.push(&body.sink(), {}); !pushed) return pushed;
  const std::vector<event_header> headers{
      {":message-type", std::string_view{"event"}}, {":event-type", type}, {content_type, form_.media_type}};
  return serde::append_event(to, headers, body.take());
}

result<void> event_writer::write_error(std::string_view code, std::string_view message, std::string& to) {
  const std::vector<event_header> headers{
      {":message-type", std::string_view{"error"}}, {":error-code", code}, {":error-message", message}};
  return serde::append_event(to, headers, {});
}

}  // namespace aloft::protocol
