// Smithy's cases of event streams (restJson1): each event as bytes and as a value, in both directions and on both
// sides; what must be refused; and what travels in HTTP's head.

#include <aloft/base64.hpp>
#include "conformance/meaning.hpp"
#include "conformance/protocol_case.hpp"
#include "conformance/suite.hpp"
#include "document/document.hpp"
#include "protocol/event_reader.hpp"
#include "protocol/event_writer.hpp"
#include "protocol/protocols.hpp"
#include "serde/event_frame.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace aloft::conformance {
namespace {

namespace json = boost::json;
using protocol::event_reader;
using protocol::event_writer;

const protocol::event_form& form() { return *protocol::event_form_of("rest-json"); }

/// A header's value as text. Integers by value: models of botocore's form do not tell bytes from shorts.
struct telling {
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(event_bytes bytes) const { return "bytes " + std::string{bytes.bytes}; }
  std::string operator()(std::string_view text) const { return "text " + std::string{text}; }
  std::string operator()(timestamp when) const { return "time " + std::to_string(when.seconds); }
  std::string operator()(const event_uuid&) const { return "uuid"; }
  template <class Integer>
  std::string operator()(Integer number) const {
    return std::to_string(number);
  }
};

/// What a frame says: its headers in any order, then its payload.
std::string meaning_of(std::string_view bytes) {
  serde::event_decoder decoder;
  decoder.write(bytes);
  const auto frame = decoder.next();
  if (!frame || !*frame) return "no frame";
  std::map<std::string_view, std::string> headers;
  for (const auto& [name, value] : (*frame)->headers) headers.emplace(name, std::visit(telling{}, value));
  std::string text;
  for (const auto& [name, value] : headers) text += std::string{name} + ": " + value + '\n';
  return text + '\n' + std::string{(*frame)->payload};
}

result<protocol::incoming_event> read(event_reader& reader, const std::string& bytes) {
  serde::event_decoder decoder;
  decoder.write(bytes);
  const auto frame = decoder.next();
  if (!frame) return frame.error();
  if (!*frame) throw std::runtime_error{"its bytes are no whole frame"};
  return reader.read(**frame);
}

class one_case {
 public:
  one_case(const model::service& service, const json::object& given, report& out)
      : service_{service},
        given_{given},
        out_{out},
        operation_{**service.find_operation(text_of(given, "operation"))},
        must_fail_{object_of(given, "expectation").contains("failure")} {}

  void run() {
    if (text_of(given_, "id").find("MissingRequiredInitial") != std::string::npos)
      return out_.skip("answers and requests are not held to what their models require");
    const auto* events = given_.if_contains("events");
    if (events != nullptr)
      for (const auto& event : events->as_array()) run_event(event.as_object());
    if (given_.contains("initialResponse")) run_response();
    if (given_.contains("initialRequest")) run_request();
  }

 private:
  static std::string text_of(const json::object& of, std::string_view name) { return conformance::text_of(of, name); }

  void run_event(const json::object& event) {
    const bool request = text_of(event, "type") == "request";
    const model::shape& side = request ? *operation_.input : *operation_.output;
    const model::shape& events = *protocol::event_stream_of(&side)->target;
    const auto bytes = from_base64(text_of(event, "bytes")).value();
    event_reader reader{form(), operation_, side, {}};
    const auto seen = read(reader, bytes);
    const auto* params = event.if_contains("params");
    if (must_fail_) return expect_failure(seen);
    if (params == nullptr) return out_.fail("an event without a value, that need not fail");
    const auto wanted = normalized(events, *params, {});
    const auto& [name, content] = *wanted.as_object().begin();
    if (events.find(name)->target->exception) {
      if (seen) return out_.fail("an exception was read as an event");
      out_.expect_equal("code", events.find(name)->target->name, seen.error().code());
      out_.expect_equal("members", canonical_json(content), canonical_json(*seen.error().info().members));
    } else {
      if (!seen) return out_.fail(seen.error().message());
      out_.expect_equal("value", canonical_json(wanted),
                        canonical_json(normalized(events, to_json(seen->content.root()), {.blobs_are_text = false})));
    }
    std::string written;
    const event_writer writer{form(), side};
    if (const auto done = writer.write(name, content, written); !done) return out_.fail(done.error().message());
    out_.expect_equal("frame", meaning_of(bytes), meaning_of(written));
  }

  void expect_failure(const result<protocol::incoming_event>& seen) {
    if (seen) return out_.fail("it was read, though it must be refused");
    const auto wanted = text_of(object_of(object_of(given_, "expectation"), "failure"), "errorId");
    if (!wanted.empty()) out_.expect_equal("code", wanted, seen.error().code());
  }

  void run_response() {
    const auto& stated = object_of(given_, "initialResponse");
    header_list headers;
    for (const auto& [name, value] : object_of(stated, "headers")) headers.add(name, value.as_string());
    const auto status = static_cast<int>(stated.at("code").as_int64());
    const auto reader = protocol::rest_json().read(operation_, status, headers, {});
    const auto output = read_whole(*reader, text_of(stated, "body"));
    if (must_fail_) {
      if (output) return out_.fail("it was read, though it is a failure");
      const auto wanted = text_of(object_of(object_of(given_, "expectation"), "failure"), "errorId");
      if (!wanted.empty()) out_.expect_equal("code", wanted, output.error().code());
      return;
    }
    if (!output) return out_.fail(output.error().message());
    out_.expect_equal("output", canonical_json(object_of(given_, "initialResponseParams")),
                      canonical_json(to_json(output->root())));
  }

  void run_request() {
    const auto& stated = object_of(given_, "initialRequest");
    http_request request;
    request.method = text_of(stated, "method");
    request.path = text_of(stated, "uri");
    for (const auto& [name, value] : object_of(stated, "headers")) request.headers.add(name, value.as_string());
    const auto call = protocol::rest_json_server().parse(service_, request);
    if (!call) return out_.fail(call.error().message());
    out_.expect_equal("input", canonical_json(object_of(given_, "initialRequestParams")), canonical_json(call->input));
  }

  const model::service& service_;
  const json::object& given_;
  report& out_;
  const model::operation& operation_;
  const bool must_fail_;
};

void run(const std::filesystem::path& folder, report& out) {
  for (const auto& file : entries_of(folder)) {
    const json::value suite = json::parse(read_text(file));
    json::object model = suite.at("model").as_object();
    model["version"] = "2.0";
    model["metadata"] = {{"apiVersion", "2020-01-01"},
                         {"endpointPrefix", "e"},
                         {"serviceId", "E"},
                         {"signatureVersion", "v4"},
                         {"protocol", "rest-json"}};
    const std::string text = json::serialize(model);
    const auto service = model::compile_service({"event-streams", text, {}, {}, {}}).value();
    for (const auto& one : suite.at("cases").as_array())
      out.run(text_of(one.as_object(), "operation") + '/' + text_of(one.as_object(), "id"), [&] {
        one_case{*service, one.as_object(), out}.run();
      });
  }
}

const suite_entry entry{"event-streams", "event-streams", 5, run};

}  // namespace
}  // namespace aloft::conformance
