#include "runtime/event_sender.hpp"

#include <aloft/names.hpp>
#include "protocol/event_form.hpp"
#include "serde/event_frame.hpp"

#include <array>

namespace aloft::runtime {

event_sender::event_sender(std::shared_ptr<const call_context> context, const model::operation& operation,
                           std::optional<auth::chain_signer> chain)
    : context_{std::move(context)},
      side_{*operation.input},
      writer_{*protocol::event_form_of(context_->messages.wire->name()), side_},
      chain_{std::move(chain)} {}

result<std::string_view> event_sender::event(std::string_view name, const input& content) {
  frame_.clear();
  if (auto done = writer_.write(name, content, frame_, context_->messages.serialize.validate); !done)
    return done.error();
  return sign(frame_);
}

result<std::string_view> event_sender::bytes(std::string_view name, std::string_view payload) {
  const model::shape& events = *protocol::event_stream_of(&side_)->target;
  const model::member* const event = events.find(name);
  if (event == nullptr) return this->event(name, {});  // says which there are
  const model::member* const whole = protocol::payload_of(*event->target);
  if (whole == nullptr || !protocol::is_raw(*whole))
    return error{error_kind::usage, "NoPayload",
                 "the event " + std::string{event->name} + " of " + std::string{events.name} +
                     " is a structure, not bytes: send its members"};
  const bool text = whole->target->type == model::shape_type::string;
  const std::array<event_header, 3> headers{
      event_header{":message-type", std::string_view{"event"}}, event_header{":event-type", event->name},
      event_header{":content-type", std::string_view{text ? "text/plain" : "application/octet-stream"}}};
  frame_.clear();
  if (auto done = serde::append_event(frame_, headers, payload); !done) return done.error();
  return sign(frame_);
}

result<std::string_view> event_sender::last() { return sign({}); }

result<std::string_view> event_sender::sign(std::string_view frame) {
  if (!chain_) return frame;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(context_->signing_time());
  const crypto::sha256_value made = chain_->sign_event(frame, now);
  const std::array<event_header, 2> headers{event_header{":date", timestamp::from(now)},
                                            event_header{":chunk-signature", event_bytes{made.view()}}};
  signed_.clear();
  if (auto done = serde::append_event(signed_, headers, frame); !done) return done.error();
  return std::string_view{signed_};
}

}  // namespace aloft::runtime
