#include "protocol/event_sink.hpp"

#include "protocol/event_form.hpp"

#include <algorithm>
#include <utility>

namespace aloft::protocol {
namespace {

bool has_body(const model::shape& event) noexcept {
  return std::any_of(event.members.begin(), event.members.end(),
                     [](const model::member& each) { return !each.event_header; });
}

}  // namespace

event_sink::event_sink(const model::shape& event, const body_format& format)
    : event_{event}, payload_{payload_of(event)}, format_{format} {}

std::optional<model::shape_type> event_sink::raw() const noexcept {
  if (payload_ == nullptr || !is_raw(*payload_)) return std::nullopt;
  return payload_->target->type;
}

std::string event_sink::take_payload() { return body_ ? body_->take() : std::move(raw_); }

std::string_view event_sink::kept(std::string_view text) { return texts_.emplace_back(text); }

void event_sink::add(event_header_value value) { headers_.push_back({member_->wire, value}); }

void event_sink::begin(const model::shape& shape, std::size_t size) {
  if (++depth_ > 1) {
    if (to_body()) body_->sink().begin(shape, size);
    return;
  }
  if (payload_ != nullptr || !has_body(event_)) return;
  body_.emplace(format_.writer(body_root(event_, {}, {})));
  body_->sink().begin(event_);  // of an unknown size: some members go into headers
}

void event_sink::end() {
  --depth_;
  if (depth_ > 0 ? to_body() : body_.has_value() && payload_ == nullptr) body_->sink().end();
}

void event_sink::member(const model::member& member) {
  if (depth_ > 1) {
    if (to_body()) body_->sink().member(member);
    return;
  }
  member_ = &member;
  in_header_ = member.event_header;
  in_raw_ = &member == payload_ && is_raw(member);
  if (!to_body()) return;
  if (payload_ == nullptr) return body_->sink().member(member);
  if (&member == payload_)
    body_.emplace(format_.writer(payload_root(member)));
  else
    in_header_ = true;  // which no model has: what is neither payload nor header travels as a header
}

void event_sink::key(std::string_view key) {
  if (to_body()) body_->sink().key(key);
}

void event_sink::text(std::string_view value) {
  if (in_header_) return add(kept(value));
  if (in_raw_)
    raw_ = value;
  else
    body_->sink().text(value);
}

void event_sink::integer(std::int64_t value) {
  if (!in_header_) return body_->sink().integer(value);
  if (member_->target->type == model::shape_type::long_int) return add(value);
  add(static_cast<std::int32_t>(value));
}

void event_sink::real(double value) {
  if (in_header_)
    fail({error_kind::usage, "ParamValidation", "no header of an event holds a floating-point number"});
  else
    body_->sink().real(value);
}

void event_sink::boolean(bool value) { in_header_ ? add(value) : body_->sink().boolean(value); }

void event_sink::blob(std::string_view bytes) {
  if (in_header_) return add(event_bytes{kept(bytes)});
  if (in_raw_)
    raw_ = bytes;
  else
    body_->sink().blob(bytes);
}

void event_sink::timestamp(aloft::timestamp value) { in_header_ ? add(value) : body_->sink().timestamp(value); }

void event_sink::null() {
  if (to_body()) body_->sink().null();
}

}  // namespace aloft::protocol
