#include "protocol/server_steps.hpp"

#include "document/document.hpp"
#include "serde/forwarding_sink.hpp"
#include "serde/walk.hpp"
#include "serde/xml_writer.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

namespace json = boost::json;

/// Passes on all but the outermost begin and end, so that a structure's members go into one that is open already.
class members_only final : public serde::forwarding_sink {
 public:
  using forwarding_sink::forwarding_sink;

  using forwarding_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override {
    if (depth_++ > 0) forwarding_sink::begin(shape, size);
  }
  void end() override {
    if (--depth_ > 0) forwarding_sink::end();
  }

 private:
  std::size_t depth_ = 0;
};

/// A member that no model has, for what protocols themselves add.
const model::member& extra_member(std::string_view name) {
  static const model::shape text = [] {
    model::shape made;
    made.type = model::shape_type::string;
    return made;
  }();
  static const auto make = [](std::string_view called) {
    model::member made;
    made.name = made.wire = called;
    made.target = &text;
    return made;
  };
  static const model::member type = make("__type"), message = make("message");
  return name == "__type" ? type : message;
}

}  // namespace

error refusal(std::string_view code, std::string message, int status) {
  error_info info;
  info.kind = error_kind::service;
  info.code = code;
  info.message = std::move(message);
  info.http_status = status;
  return error{std::move(info)};
}

error refusal(std::string_view code, const error& complaint) { return refusal(code, complaint.message()); }

const model::operation* exact_operation(const model::service& service, std::string_view name) {
  const auto found = service.find_operation(name);
  return found && (*found)->name == name ? *found : nullptr;
}

json::object input_of(const document& read) {
  auto value = to_json(read.root());
  return value.is_object() ? std::move(value.get_object()) : json::object{};
}

const model::shape* error_shape(const model::service& service, const model::operation* operation,
                                const server_error& failure) {
  return operation ? service.find_error(*operation, failure.code) : nullptr;
}

int error_status(const model::shape* shape, const server_error& failure) {
  return shape && shape->error_status != 0 ? shape->error_status : failure.status;
}

result<server_call> server_protocol::parse_as(const model::operation& operation,
                                              const std::vector<std::pair<std::string, std::string>>&,
                                              const http_request& request) const {
  return parse(*operation.owner, request);
}

http_response start_response(int status, std::string_view request_id, std::string_view content_type) {
  http_response response;
  response.status = status;
  if (!request_id.empty()) response.headers.set("x-amzn-RequestId", request_id);
  if (!content_type.empty()) response.headers.set("Content-Type", content_type);
  return response;
}

json::object body_members(const model::shape& shape, const server_error& failure) {
  json::object members;
  for (const auto& [name, value] : failure.members) {
    const model::member* member = shape.find(name);
    if (member && member->where == model::location::body && !iequals(name, "message")) members.emplace(name, value);
  }
  return members;
}

std::string xml_element(std::string_view name, std::string_view text) {
  std::string made = "<" + std::string{name} + ">";
  serde::append_xml_text(made, text);
  return made += "</" + std::string{name} + ">";
}

std::string_view inner_xml(std::string_view document) {
  if (document.ends_with("/>")) return {};
  const auto start = document.find('>'), end = document.rfind("</");
  if (start == document.npos || end == document.npos || end <= start) return {};
  return document.substr(start + 1, end - start - 1);
}

std::string members_xml(const model::shape& shape, const server_error& failure) {
  serde::xml_writer_options form;
  form.root = "Error";
  serde::xml_writer writer{form};
  if (!serde::walk(shape, json::value(body_members(shape, failure)), writer)) return {};
  return std::string{inner_xml(writer.take())};
}

serde::walk_options body_only() noexcept {
  serde::walk_options options;
  options.body_only = true;
  return options;
}

void write_error(shape_sink& writer, const model::shape* shape, std::string_view type, const server_error& failure) {
  static const model::shape plain;
  const model::shape& target = shape ? *shape : plain;
  writer.begin(target);
  if (!type.empty()) {
    writer.member(extra_member("__type"));
    writer.text(type);
  }
  const model::member* message = shape ? shape->find("Message") : nullptr;
  writer.member(message ? *message : extra_member("message"));
  writer.text(failure.message);
  if (shape) {
    members_only inside{writer};
    // Members that do not fit their shape are the caller's mistake; the error itself still goes out.
    static_cast<void>(serde::walk(target, json::value(body_members(target, failure)), inside, body_only()));
  }
  writer.end();
}

}  // namespace aloft::protocol
