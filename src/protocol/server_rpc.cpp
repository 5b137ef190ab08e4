// The server's half of awsJson and rpcv2Cbor.

#include "document/document.hpp"
#include "protocol/body_format.hpp"
#include "protocol/server_steps.hpp"
#include "serde/cbor_writer.hpp"
#include "serde/document_builder.hpp"
#include "serde/json_writer.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

namespace json = boost::json;

/// Body → input; an empty body is an input without members.
result<server_call> read_call(const model::operation& operation, const body_format& format, std::string_view body) {
  server_call call{&operation, {}};
  if (!operation.input || body.empty()) return call;
  serde::document_builder builder;
  if (const auto read = format.reader(*operation.input, builder, {})->read(body); !read)
    return refusal("SerializationException", read.error());
  const auto input = builder.finish();
  if (!input) return refusal("SerializationException", input.error());
  call.input = input_of(*input);
  return call;
}

result<std::string> write_output(const model::operation& operation, const body_format& format,
                                 const json::value& output) {
  static const json::value nothing(json::object_kind);
  static const model::shape no_output;
  auto body = format.writer({});
  const auto written = serde::walk(operation.output ? *operation.output : no_output,
                                   operation.output && output.is_object() ? output : nothing, body.sink());
  if (!written) return written.error();
  return body.take();
}

/// What users of a service that once spoke awsQuery know the error as.
void add_query_code(const model::service& service, const server_error& failure, http_response& response) {
  if (!service.metadata().query_compatible) return;
  response.headers.set("x-amzn-query-error", (failure.query_code.empty() ? failure.code : failure.query_code) +
                                                 (failure.sender_fault ? ";Sender" : ";Receiver"));
}

class aws_json_server_protocol final : public server_protocol {
 public:
  std::string_view name() const noexcept override { return "json"; }

  result<server_call> parse(const model::service& service, const http_request& request) const override {
    const std::string_view target = request.headers.find("X-Amz-Target").value_or("");
    const auto dot = target.rfind('.');
    const auto* operation = dot != target.npos && target.substr(0, dot) == service.metadata().target_prefix
                                ? exact_operation(service, target.substr(dot + 1))
                                : nullptr;
    if (!operation) return refusal("UnknownOperationException", "There is no operation " + std::string{target});
    return read_call(*operation, json_by_member(), request.body);
  }

  result<http_response> render(const model::operation& operation, const json::value& output,
                               std::string_view request_id, std::string) const override {
    auto body = write_output(operation, json_by_member(), output);
    if (!body) return body.error();
    auto response = start_response(200, request_id, content_type(*operation.owner));
    response.body = *std::move(body);
    return response;
  }

  http_response render_error(const model::service& service, const model::operation* operation,
                             const server_error& failure, std::string_view request_id) const override {
    const model::shape* shape = error_shape(service, operation, failure);
    auto response = start_response(error_status(shape, failure), request_id, content_type(service));
    serde::json_writer writer;
    write_error(writer, shape, shape ? shape->name : std::string_view{failure.code}, failure);
    response.body = writer.take();
    add_query_code(service, failure, response);
    return response;
  }

 private:
  static std::string content_type(const model::service& service) {
    const auto version = service.metadata().json_version;
    return "application/x-amz-json-" + std::string{version.empty() ? "1.0" : version};
  }
};

class rpc_v2_cbor_server_protocol final : public server_protocol {
 public:
  std::string_view name() const noexcept override { return "smithy-rpc-v2-cbor"; }

  result<server_call> parse(const model::service& service, const http_request& request) const override {
    // …/service/{service}/operation/{operation}, behind any path that the endpoint has
    const std::string_view path = request.path;
    const std::string marker = "/service/" + std::string{service.metadata().target_prefix} + "/operation/";
    const auto at = path.rfind(marker);
    const auto* operation = at == path.npos ? nullptr : exact_operation(service, path.substr(at + marker.size()));
    if (!operation) return refusal("UnknownOperationException", "There is no operation at " + request.path, 404);
    return read_call(*operation, cbor(), request.body);
  }

  result<http_response> render(const model::operation& operation, const json::value& output,
                               std::string_view request_id, std::string) const override {
    auto body = write_output(operation, cbor(), output);
    if (!body) return body.error();
    auto response = start_response(200, request_id, "application/cbor");
    response.headers.set("smithy-protocol", "rpc-v2-cbor");
    response.body = *std::move(body);
    return response;
  }

  http_response render_error(const model::service& service, const model::operation* operation,
                             const server_error& failure, std::string_view request_id) const override {
    const model::shape* shape = error_shape(service, operation, failure);
    auto response = start_response(error_status(shape, failure), request_id, "application/cbor");
    response.headers.set("smithy-protocol", "rpc-v2-cbor");
    serde::cbor_writer writer;
    write_error(writer, shape, shape ? shape->name : std::string_view{failure.code}, failure);
    response.body = writer.take();
    add_query_code(service, failure, response);
    return response;
  }
};

}  // namespace

const server_protocol& aws_json_server() {
  static const aws_json_server_protocol made;
  return made;
}

const server_protocol& rpc_v2_cbor_server() {
  static const rpc_v2_cbor_server_protocol made;
  return made;
}

}  // namespace aloft::protocol
