// The server's half of restJson1 and restXml.

#include "document/document.hpp"
#include "protocol/binding_sink.hpp"
#include "protocol/http_bindings.hpp"
#include "protocol/server_steps.hpp"
#include "protocol/uri_template.hpp"
#include "serde/document_builder.hpp"
#include "serde/json_writer.hpp"
#include "serde/push.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace aloft::protocol {
namespace {

namespace json = boost::json;
using model::shape_type;

struct route {
  const model::operation* operation = nullptr;
  text_pairs labels;
  std::pair<std::size_t, int> weight{};  ///< of the template; of the required parameters
};

/// Whether the request's query holds all that the template states.
bool query_matches(std::string_view stated, const text_pairs& query) {
  for (const auto& [name, value] : parse_query(stated)) {
    const auto found = std::find_if(query.begin(), query.end(), [&](auto& pair) { return pair.first == name; });
    if (found == query.end() || (!value.empty() && found->second != value)) return false;
  }
  return true;
}

/// How many of the query's parameters the operation requires; -1 when one of those is absent. It tells operations of
/// one template apart (S3's GetObjectAnnotation and ListObjectAnnotations).
int required_parameters(const model::operation& of, const text_pairs& query) {
  int there = 0;
  if (of.input == nullptr) return there;
  for (const auto& member : of.input->members) {
    if (!member.required || member.where != model::location::querystring) continue;
    const bool stated = std::any_of(query.begin(), query.end(), [&](auto& pair) { return pair.first == member.wire; });
    if (!stated) return -1;
    ++there;
  }
  return there;
}

/// The operation whose method and URI template match; of several, the one that says most.
route find_route(const model::service& service, const http_request& request, const text_pairs& query) {
  route best;
  for (const auto name : service.operation_names()) {
    const auto found = service.find_operation(name);
    if (!found || (*found)->http_method != request.method) continue;
    const auto uri = uri_template::parse((*found)->request_uri);
    const auto labels = uri.match(request.path);
    if (!labels || !query_matches(uri.query, query)) continue;
    const std::pair weight{uri.weight(), required_parameters(**found, query)};
    if (best.operation && weight <= best.weight) continue;
    best = {*found, {}, weight};
    for (const auto& [label, text] : *labels) best.labels.emplace_back(label, text);
  }
  return best;
}

class rest_server final : public server_protocol {
 public:
  rest_server(std::string_view name, const body_format& format, bool xml) : name_{name}, format_{format}, xml_{xml} {}

  std::string_view name() const noexcept override { return name_; }

  result<server_call> parse(const model::service& service, const http_request& request) const override {
    const auto query = parse_query(request.query);
    const auto found = find_route(service, request, query);
    if (!found.operation)
      return refusal("UnknownOperationException", "There is no operation at " + request.method + " " + request.path,
                     404);
    return read(*found.operation, found.labels, query, request);
  }

  result<server_call> parse_as(const model::operation& operation, const text_pairs& labels,
                               const http_request& request) const override {
    return read(operation, labels, parse_query(request.query), request);
  }

  result<http_response> render(const model::operation& operation, const json::value& output,
                               std::string_view request_id, std::string body) const override {
    auto response = start_response(operation.response_code, request_id, {});
    response.body = std::move(body);
    if (!operation.output || !output.is_object()) return response;
    const model::shape& shape = *operation.output;
    const root_element root = body_root(shape, {}, operation.owner->metadata().xml_namespace);
    binding_sink sink{shape, {operation.output_stream ? nullptr : &format_, root}, response.headers};
    serde::input_fitter fitter{shape, &sink, {.validate = false, .streams = true}};
    serde::push(output, fitter);
    if (auto fine = fitter.outcome(); !fine) return fine.error();
    response.status = sink.status().value_or(response.status);
    if (operation.output_stream) return response;
    const bool raw = shape.payload && (shape.payload->target->type == shape_type::blob ||
                                       shape.payload->target->type == shape_type::string);
    if (sink.has_body()) {
      response.body = sink.take_body();
    } else if (!shape.payload && has_body_members(shape)) {
      auto empty = format_.writer(root);
      empty.sink().begin(shape, 0);
      empty.sink().end();
      response.body = empty.take();
    } else {
      return response;
    }
    if (!raw && !response.headers.contains("Content-Type")) response.headers.set("Content-Type", format_.media_type());
    return response;
  }

  http_response render_error(const model::service& service, const model::operation* operation,
                             const server_error& failure, std::string_view request_id) const override {
    const model::shape* shape = error_shape(service, operation, failure);
    auto response = start_response(error_status(shape, failure), request_id, format_.media_type());
    if (shape) bind_head(*shape, failure.members, response);
    if (!xml_) {
      serde::json_writer writer{{.names = serde::json_names::location}};
      response.headers.set("x-amzn-ErrorType", shape ? shape->name : std::string_view{failure.code});
      write_error(writer, shape, {}, failure);
      response.body = writer.take();
      return response;
    }
    response.body = "<ErrorResponse><Error>" + xml_element("Type", failure.sender_fault ? "Sender" : "Receiver") +
                    xml_element("Code", failure.code) + xml_element("Message", failure.message) +
                    (shape ? members_xml(*shape, failure) : std::string{}) + "</Error>" +
                    xml_element("RequestId", request_id) + "</ErrorResponse>";
    return response;
  }

 private:
  result<server_call> read(const model::operation& operation, const text_pairs& labels, const text_pairs& query,
                           const http_request& request) const {
    server_call call{&operation, {}};
    if (!operation.input) return call;
    serde::document_builder builder;
    builder.begin(*operation.input);
    if (auto fine = push_request_head(operation, labels, query, request.headers, builder); !fine) return fine.error();
    if (auto fine = read_body(operation, request.body, builder); !fine)
      return refusal(xml_ ? "MalformedXML" : "SerializationException", fine.error());
    builder.end();
    const auto made = builder.finish();
    if (!made) return refusal("SerializationException", made.error());
    call.input = input_of(*made);
    return call;
  }

  result<void> read_body(const model::operation& operation, std::string_view body, shape_sink& sink) const {
    if (body.empty() || operation.input_stream) return {};
    const model::shape& input = *operation.input;
    const model::member* payload = input.payload;
    if (!payload)
      return format_.reader(input, sink, {.inside = true, .bound = serde::bound_members::request})->read(body);
    sink.member(*payload);
    if (payload->target->type == shape_type::blob)
      sink.blob(body);
    else if (payload->target->type == shape_type::string)
      sink.text(body);
    else
      return format_.reader(*payload->target, sink, {})->read(body);
    return {};
  }

  /// Members of an error that travel in headers; those that do not fit are the caller's mistake, and left out.
  static void bind_head(const model::shape& shape, const json::object& members, http_response& response) {
    binding_sink sink{shape, {}, response.headers};
    serde::input_fitter fitter{shape, &sink, {.validate = false}};
    fitter.begin_object(members.size(), 0);
    for (const auto& [name, value] : members) {
      const model::member* member = shape.find(name);
      if (!member || member->where == model::location::body) continue;
      fitter.lasting_key(name);
      serde::push(value, fitter);
    }
    fitter.end();
    response.status = sink.status().value_or(response.status);
  }

  static bool has_body_members(const model::shape& shape) {
    return std::any_of(shape.members.begin(), shape.members.end(),
                       [](const model::member& member) { return member.where == model::location::body; });
  }

  std::string_view name_;
  const body_format& format_;
  bool xml_;
};

}  // namespace

const server_protocol& rest_json_server() {
  static const rest_server made{"rest-json", json_by_location(), false};
  return made;
}

const server_protocol& rest_xml_server() {
  static const rest_server made{"rest-xml", xml(), true};
  return made;
}

}  // namespace aloft::protocol
