#include "protocol/binding_sink.hpp"

#include <aloft/base64.hpp>
#include "core/ascii.hpp"
#include "crypto/percent.hpp"
#include "protocol/bound_text.hpp"
#include "protocol/header_list_text.hpp"
#include "protocol/uri_template.hpp"
#include "serde/numbers.hpp"
#include "serde/untyped.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace aloft::protocol {
namespace {

using model::location;
using model::shape_type;

error bad_parameter(std::string message) { return {error_kind::usage, "ParamValidation", std::move(message)}; }

/// Refuses what would end a header line or start another.
result<void> check_header(std::string_view name, std::string_view value) {
  const auto control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; };
  if (!ascii::is_token(name))
    return bad_parameter("Invalid header name \"" + std::string{name} + "\": expected letters, digits and hyphens");
  if (std::any_of(value.begin(), value.end(), control))
    return bad_parameter("Invalid value for header " + std::string{name} + ": it must not hold control characters");
  return {};
}

void add_parameter(std::string& to, std::string_view name, std::string_view value) {
  if (!to.empty()) to += '&';
  crypto::append_percent_encoded(to, name);
  to += '=';
  crypto::append_percent_encoded(to, value);
}

bool is_json_text(std::string_view text) {
  boost::system::error_code bad;
  boost::json::parse({text.data(), text.size()}, bad);
  return !bad;
}

}  // namespace

binding_sink::binding_sink(const model::shape& shape, const body_plan& plan, header_list& headers)
    : shape_{shape}, plan_{plan}, headers_{headers} {}

void binding_sink::member(const model::member& member) {
  if (!at_root()) {
    if (target_ == target::body) body_->sink().member(member);
    if (target_ == target::json) json_->member(member);
    return;
  }
  member_ = inner_ = &member;
  in_list_ = in_map_ = false;
  prefixed_names_.clear();
  if (member.where != location::body) {
    const bool is_json = member.json_value && member.where == location::header;
    target_ = is_json ? target::json : target::text;
    if (is_json) json_.emplace();
    if (member.where == location::querystring && member.target->type != shape_type::map) named_.push_back(member.wire);
    return;
  }
  target_ = target::nowhere;
  if (plan_.format == nullptr || (shape_.payload != nullptr && shape_.payload != &member)) return;
  if (shape_.payload == nullptr) {
    if (!body_) {
      body_.emplace(plan_.format->writer(plan_.root));
      body_->sink().begin(shape_);
    }
    body_->sink().member(member);
    target_ = target::body;
  } else if (member.target->type == shape_type::blob || member.target->type == shape_type::string) {
    target_ = target::raw;
  } else {
    body_.emplace(plan_.format->writer(payload_root(member)));
    target_ = target::body;
  }
}

void binding_sink::begin(const model::shape& shape, std::size_t size) {
  if (depth_++ == 0) return;
  if (target_ == target::body) return body_->sink().begin(shape, size);
  if (target_ == target::json) return json_->begin(shape, size);
  if (target_ != target::text) return;
  if (shape.type == shape_type::list) {
    in_list_ = true;
    inner_ = shape.element;
    list_.clear();
    first_ = true;
  } else {
    in_map_ = true;
    inner_ = shape.element;
  }
}

void binding_sink::end() {
  if (--depth_ == 0) {
    if (body_ && shape_.payload == nullptr) body_->sink().end();
    for (const auto& [name, value] : prefixed_)
      if (!headers_.contains(name)) headers_.set(name, value);
    return;
  }
  if (target_ == target::body) {
    body_->sink().end();
  } else if (target_ == target::json) {
    json_->end();
    if (at_root()) value_ended();
  } else if (target_ == target::text && in_list_) {
    in_list_ = false;
    if (member_->where == location::header) put_header(member_->wire, list_);
    if (member_->where == location::headers) put_prefixed(std::exchange(list_, {}));
    inner_ = in_map_ ? member_->target->element : member_;
  }
}

void binding_sink::key(std::string_view key) {
  if (target_ == target::body) body_->sink().key(key);
  if (target_ == target::json) json_->key(key);
  if (target_ == target::text) key_ = key;
}

// A header that holds JSON: base64 of the text.
void binding_sink::value_ended() { put_header(member_->wire, to_base64(json_->take())); }

void binding_sink::put_header(std::string_view name, std::string_view value) {
  if (auto fine = check_header(name, value); !fine)
    fail(fine.error());
  else
    headers_.set(name, value);
}

// The names of headers have no case, so of two such entries one would be lost.
void binding_sink::put_prefixed(std::string text) {
  if (!prefixed_names_.insert(ascii::lower(key_)).second)
    return fail(bad_parameter(std::string{member_->name} + ": \"" + key_ +
                              "\" is there twice, as the names of headers have no upper and lower case"));
  std::string name = std::string{member_->wire} + key_;
  if (auto fine = check_header(name, text); !fine) return fail(fine.error());
  prefixed_.emplace_back(std::move(name), std::move(text));
}

void binding_sink::put(std::string text, const model::member& of) {
  if (member_->where == location::header || member_->where == location::headers) {
    if (in_list_) {
      if (!first_) list_ += ',';
      first_ = false;
      list_ += of.target->type == shape_type::string ? quote_element(text) : text;
    } else if (member_->where == location::header) {
      put_header(member_->wire, text);
    } else {
      put_prefixed(std::move(text));
    }
  } else if (member_->where == location::querystring) {
    if (in_map_) {
      of_maps_.emplace_back(key_, std::move(text));
    } else {
      add_parameter(query_, member_->wire, text);
    }
  } else if (member_->where == location::uri) {
    labels_.emplace_back(member_->wire, std::move(text));
  }
}

void binding_sink::text(std::string_view value) {
  switch (target_) {
    case target::nowhere: return;
    case target::body: return body_->sink().text(value);
    case target::raw: raw_ = value; return;
    case target::text: return put(std::string{value}, *inner_);
    case target::json:
      if (!at_root()) return json_->text(value);
      // A text that is JSON itself travels as it is; any other is made a JSON string.
      if (is_json_text(value)) return put_header(member_->wire, to_base64(value));
      json_->text(value);
      return value_ended();
  }
}

void binding_sink::integer(std::int64_t value) {
  if (target_ == target::body) return body_->sink().integer(value);
  if (target_ == target::text && member_->where == location::status_code) status_ = static_cast<int>(value);
  if (target_ == target::text) return put(std::to_string(value), *inner_);
  if (target_ != target::json) return;
  json_->integer(value);
  if (at_root()) value_ended();
}

void binding_sink::real(double value) {
  if (target_ == target::body) return body_->sink().real(value);
  if (target_ == target::text) return put(serde::real_text(value), *inner_);
  if (target_ != target::json) return;
  json_->real(value);
  if (at_root()) value_ended();
}

void binding_sink::boolean(bool value) {
  if (target_ == target::body) return body_->sink().boolean(value);
  if (target_ == target::text) return put(value ? "true" : "false", *inner_);
  if (target_ != target::json) return;
  json_->boolean(value);
  if (at_root()) value_ended();
}

void binding_sink::blob(std::string_view bytes) {
  if (target_ == target::body) return body_->sink().blob(bytes);
  if (target_ == target::raw) raw_ = bytes;
  if (target_ == target::text) return put(to_base64(bytes), *inner_);
  if (target_ == target::json) json_->blob(bytes);
}

void binding_sink::timestamp(aloft::timestamp value) {
  if (target_ == target::body) return body_->sink().timestamp(value);
  if (target_ == target::json) return json_->timestamp(value);
  if (target_ != target::text) return;
  // As botocore: no header tells fractions. A prefixed header says when as a header does.
  if (member_->where == location::header) value.nanoseconds = 0;
  put(format_timestamp(value, inner_->time_format.value_or(format_at(member_->where))), *inner_);
}

void binding_sink::null() {
  if (target_ == target::body) body_->sink().null();
  if (target_ == target::json) json_->null();
}

result<void> binding_sink::address(const model::operation& operation, http_request& request) const {
  const auto uri = uri_template::parse(operation.request_uri);
  request.path.clear();
  for (const auto& piece : uri.path) {
    if (piece.label.empty()) {
      request.path += piece.literal;
      continue;
    }
    const auto label =
        std::find_if(labels_.begin(), labels_.end(), [&](const auto& one) { return one.first == piece.label; });
    if (label == labels_.end() || label->second.empty()) {
      const auto member = std::find_if(shape_.members.begin(), shape_.members.end(), [&](const auto& one) {
        return one.where == location::uri && one.wire == piece.label;
      });
      if (member == shape_.members.end())
        return error{
            error_kind::config, "InvalidModel",
            "the path has the label \"" + std::string{piece.label} + "\", but no member of the input is bound to it"};
      return bad_parameter("Missing required parameter in input: \"" + std::string{member->name} +
                           "\", which is part of the request's path and must not be empty");
    }
    piece.greedy ? crypto::append_path_encoded(request.path, label->second)
                 : crypto::append_percent_encoded(request.path, label->second);
  }
  if (request.path.empty()) request.path = "/";
  request.query = uri.query;
  if (!query_.empty()) request.query.append(request.query.empty() ? "" : "&").append(query_);
  for (const auto& [name, value] : of_maps_)
    if (std::find(named_.begin(), named_.end(), name) == named_.end()) add_parameter(request.query, name, value);
  return {};
}

std::string binding_sink::take_body() {
  if (raw_) return std::move(*raw_);
  return body_ ? body_->take() : std::string{};
}

}  // namespace aloft::protocol
