#include "protocol/event_reader.hpp"

#include "protocol/errors.hpp"
#include "protocol/protocol_base.hpp"
#include "serde/utf8.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <variant>

namespace aloft::protocol {
namespace {

using model::shape_type;
using serde::event_frame;

/// Of an answer whose events they are.
constexpr int status_of_success = 200;

error unreadable(std::string what) { return {error_kind::protocol, "UnreadableEvent", "event stream: " + what}; }

/// Pushes what a header holds, where that is of the member's type; a header that is not is no member.
void push_header(const model::member& member, const event_header_value& value, shape_sink& sink) {
  const shape_type type = member.target->type;
  const auto number = [&]() -> std::optional<std::int64_t> {
    if (const auto* one = std::get_if<std::int8_t>(&value)) return *one;
    if (const auto* one = std::get_if<std::int16_t>(&value)) return *one;
    if (const auto* one = std::get_if<std::int32_t>(&value)) return *one;
    if (const auto* one = std::get_if<std::int64_t>(&value)) return *one;
    return std::nullopt;
  };
  if (const auto* flag = std::get_if<bool>(&value); flag && type == shape_type::boolean) {
    sink.member(member);
    sink.boolean(*flag);
  } else if (const auto whole = number(); whole && (type == shape_type::integer || type == shape_type::long_int)) {
    sink.member(member);
    sink.integer(*whole);
  } else if (const auto* bytes = std::get_if<event_bytes>(&value); bytes && type == shape_type::blob) {
    sink.member(member);
    sink.blob(bytes->bytes);
  } else if (const auto* text = std::get_if<std::string_view>(&value); text && type == shape_type::string) {
    sink.member(member);
    sink.text(serde::valid_utf8(*text) ? *text : serde::repaired_utf8(*text));
  } else if (const auto* when = std::get_if<timestamp>(&value); when && type == shape_type::timestamp) {
    sink.member(member);
    sink.timestamp(*when);
  }
}

/// Of errors that no model describes: those that say that the service has failed.
bool is_servers_fault(std::string_view code) noexcept {
  constexpr std::array<std::string_view, 6> known{
      "InternalError", "InternalFailure",        "InternalServerError", "ServiceUnavailable",
      "Busy",          "InternalServerException"};
  return std::find(known.begin(), known.end(), code) != known.end();
}

/// The message of an exception that no model describes: its member of that name, else its text.
std::string message_in(std::string_view payload, const body_format& format) {
  serde::document_builder builder;
  // XML cannot be read without a shape.
  if (&format != &xml() && format.reader(any_value(), builder, {})->read(payload))
    if (const auto made = builder.finish())
      for (const auto [name, member] : made->root().entries())
        if (iequals(name, "message") && member.kind() == value_kind::text) return std::string{member.as_text()};
  constexpr std::size_t most = 1000;
  return serde::repaired_utf8(payload.substr(0, most), payload.size() > most);
}

}  // namespace

event_reader::event_reader(const event_form& form, const model::operation& of, const model::shape& side,
                           const response_limits& limits)
    : form_{form},
      operation_{of},
      side_{side},
      events_{*event_stream_of(&side)->target},
      limits_{read_limits_of(limits)},
      builder_{make_builder(limits)} {}

result<incoming_event> event_reader::read(const event_frame& frame) {
  const auto kind = frame.text(":message-type");
  if (!kind) return unreadable("a message without a type (header \":message-type\")");
  if (*kind == "error") return unmodelled(frame);
  const bool failed = *kind == "exception";
  if (!failed && *kind != "event") return unreadable("a message of the unknown type \"" + serde::as_utf8(*kind) + '"');
  const auto type = frame.text(failed ? ":exception-type" : ":event-type");
  if (!type)
    return unreadable(std::string{failed ? "an exception" : "an event"} +
                      " without a type (header \":" + (failed ? "exception" : "event") + "-type\")");
  if (failed) return exception(*type, frame.payload);

  incoming_event out;
  out.type = *type;
  out.initial = *type == initial_response || *type == initial_request;
  out.member = out.initial ? nullptr : events_.find(*type);
  auto content = out.initial  ? initial(frame)
                 : out.member ? event(*out.member, frame)
                              : [this] {
                                  builder_.begin(events_, 0);
                                  builder_.end();
                                  return builder_.finish();
                                }();
  if (!content)
    return content.error().with(
        [&](error_info& info) { info.message = "event " + serde::as_utf8(*type) + ": " + info.message; });
  out.content = *std::move(content);
  return out;
}

result<document> event_reader::event(const model::member& member, const event_frame& frame) {
  const model::shape& shape = *member.target;
  builder_.begin(events_, 1);
  builder_.member(member);
  builder_.begin(shape);
  for (const model::member& each : shape.members) {
    if (!each.event_header) continue;
    if (const auto* value = frame.header(each.wire)) push_header(each, *value, builder_);
  }
  const auto read = payload(shape, frame.payload);
  builder_.end();
  builder_.end();
  auto made = builder_.finish();
  if (!read) return read.error();
  return made;
}

result<void> event_reader::payload(const model::shape& event, std::string_view bytes) {
  if (const auto* whole = payload_of(event)) {
    if (!is_raw(*whole)) {
      builder_.member(*whole);
      if (bytes.empty()) {  // a structure without members, as botocore has it
        builder_.begin(*whole->target, 0);
        builder_.end();
        return {};
      }
      return form_.body.reader(*whole->target, builder_, {.limits = limits_})->read(bytes);
    }
    const bool text = whole->target->type == shape_type::string;
    if (text && !serde::valid_utf8(bytes)) return unreadable("the payload is not UTF-8 text");
    builder_.member(*whole);
    text ? builder_.text(bytes) : builder_.blob(bytes);
    return {};
  }
  const bool headers_only = std::all_of(event.members.begin(), event.members.end(),
                                        [](const model::member& each) { return each.event_header; });
  if (bytes.empty() || headers_only) return {};  // nothing of it would be a member
  return form_.body.reader(event, builder_, {.inside = true, .limits = limits_})->read(bytes);
}

result<document> event_reader::initial(const event_frame& frame) {
  builder_.begin(side_);
  result<void> read;
  if (!frame.payload.empty())
    read = form_.body.reader(side_, builder_, {.inside = true, .limits = limits_})->read(frame.payload);
  builder_.end();
  auto made = builder_.finish();
  if (!read) return read.error();
  return made;
}

error event_reader::exception(std::string_view type, std::string_view payload) const {
  const model::member* const member = events_.find(type);
  const model::shape* shape = member != nullptr && member->target->exception ? member->target : nullptr;
  // One that the union has not: the operation may know it all the same, by the name of its shape.
  if (shape == nullptr && operation_.owner != nullptr) shape = operation_.owner->find_error(operation_, type);
  wire_error found;
  found.code = shape != nullptr ? shape->name : type;
  if (shape != nullptr) found.members = read_members(*shape, payload, form_.body, {.limits = limits_});
  found.message = found.members ? message_of(found.members.get()) : message_in(payload, form_.body);
  const int status = shape != nullptr && shape->error_status != 0 ? shape->error_status : status_of_success;
  auto made = service_error(operation_, status, {}, std::move(found), shape);
  // In the middle of a stream there is no status to tell by.
  const bool servers_fault = shape == nullptr ? is_servers_fault(type) : shape->fault;
  if (servers_fault) made = made.with([](error_info& info) { info.retryable = true; });
  return made;
}

error event_reader::unmodelled(const event_frame& frame) const {
  wire_error found;
  found.code = frame.text(":error-code").value_or("UnknownError");
  found.message = serde::as_utf8(frame.text(":error-message").value_or(""));
  const bool transient = is_servers_fault(found.code);
  return service_error(operation_, status_of_success, {}, std::move(found), nullptr).with([&](error_info& info) {
    info.retryable = transient;
  });
}

}  // namespace aloft::protocol
