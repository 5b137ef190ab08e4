#include <aloft/base64.hpp>
#include "conformance/meaning.hpp"
#include "conformance/protocol_case.hpp"
#include "conformance/protocols.hpp"
#include "document/document.hpp"

namespace aloft::conformance {
namespace {

namespace json = boost::json;

void check_error(const protocol_case& model, const json::object& one, const error& failure, report& out) {
  out.expect_equal("kind", "service", to_string(failure.kind()));
  out.expect_equal("code", text_of(one, "errorCode"), failure.code());
  if (one.contains("errorMessage")) out.expect_equal("message", text_of(one, "errorMessage"), failure.message());
  const json::object& expected = object_of(one, "error");
  if (expected.empty()) return;
  if (model.operation->errors.empty()) return out.fail("the model has no error to read");
  const model::shape& shape = *model.operation->errors.front();
  // Members of XML errors may also be texts that the model does not know; cases state the modelled ones.
  json::object modelled;
  if (failure.info().members)
    for (const auto& [name, value] : *failure.info().members)
      if (shape.find(name)) modelled.emplace(name, value);
  out.expect_equal("members", canonical_json(normalized(shape, expected, {})),
                   canonical_json(normalized(shape, modelled, {.blobs_are_text = false})));
}

}  // namespace

void run_protocol_output(const json::object& suite, const json::object& one, report& out) {
  const auto model = compile_case(suite, object_of(one, "given"));
  if (!model) return out.fail(model.error().what());
  const json::object& response = object_of(one, "response");
  header_list headers;
  for (const auto& [name, value] : object_of(response, "headers")) headers.add(name, value.as_string());
  std::string body = text_of(response, "body");
  if (model->protocol->name() == "smithy-rpc-v2-cbor") body = from_base64(body).value_or(body);

  const int status = static_cast<int>(response.at("status_code").as_int64());
  const auto reader = model->protocol->read(*model->operation, status, headers, {});
  const auto made = read_whole(*reader, body);
  if (one.contains("errorCode") || one.contains("error")) {
    if (made) return out.fail("the answer was taken for a success");
    return check_error(*model, one, made.error(), out);
  }
  if (!made) return out.fail(made.error().what());
  const model::operation& operation = *model->operation;
  if (!operation.output) return;
  json::value actual = to_json(made->root());
  // A streaming body is not part of the document: callers get it beside.
  if (operation.output_stream && !body.empty()) actual.as_object()[operation.output_stream->name] = to_base64(body);
  out.expect_equal("result", canonical_json(normalized(*operation.output, one.at("result"), {})),
                   canonical_json(normalized(*operation.output, actual, {.blobs_are_text = false})));
}

}  // namespace aloft::conformance
