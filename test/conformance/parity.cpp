// The suite `parity`: what aloft sends and understands beside what botocore does, line by line of a file that
// tools/parity/generate writes. Bodies are compared by meaning, everything else exactly.

#include <aloft/base64.hpp>
#include "conformance/meaning.hpp"
#include "conformance/parity_differences.hpp"
#include "conformance/parity_line.hpp"
#include "conformance/parity_token.hpp"
#include "conformance/protocol_case.hpp"
#include "conformance/suite.hpp"
#include "crypto/percent.hpp"
#include "document/document.hpp"
#include "model/catalog.hpp"
#include "protocol/event_reader.hpp"
#include "protocol/event_writer.hpp"
#include "protocol/protocols.hpp"
#include "serde/event_frame.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>

namespace aloft::conformance {
namespace {

namespace json = boost::json;

struct subject {
  const model::operation* operation;
  const protocol::protocol* protocol;
};

std::string canonical_body(const subject& of, std::string_view body) {
  if (body.empty()) return {};
  const auto name = of.protocol->name();
  const model::member* payload = of.operation->input ? of.operation->input->payload : nullptr;
  const auto type = payload ? payload->target->type : model::shape_type::structure;
  if (type == model::shape_type::blob || type == model::shape_type::string) return to_base64(body);
  if (name == "json" || name == "rest-json") return canonical_json(body);
  if (name == "rest-xml") return canonical_xml(body);
  if (name == "smithy-rpc-v2-cbor") return canonical_cbor(body);
  return canonical_form(body);
}

std::string canonical_query(const text_pairs& pairs) {
  std::vector<std::string> lines;
  for (const auto& [name, value] : pairs) lines.push_back(name + "=" + value + "\n");
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const auto& line : lines) out += line;
  return out;
}

/// Some generators leave the pairs as they stand in the URL.
text_pairs decoded(const text_pairs& pairs) {
  text_pairs out;
  for (const auto& [name, value] : pairs)
    out.emplace_back(crypto::percent_decode(name).value_or(name), crypto::percent_decode(value).value_or(value));
  return out;
}

std::string headers_text(const std::map<std::string, std::string>& headers) {
  std::string out;
  for (const auto& [name, value] : headers) out += name + ": " + value + "\n";
  return out;
}

std::map<std::string, std::string> folded(const header_list& headers) {
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : headers) out[lower_case(name)] = value;
  return out;
}

/// The protocol that the request is in: botocore has a best one for each service, but may be told to use another.
const protocol::protocol* protocol_of(const stated_request& request, const protocol::protocol* usual) {
  if (request.headers.contains("smithy-protocol")) return &protocol::rpc_v2_cbor();
  if (request.headers.contains("x-amz-target")) return &protocol::aws_json();
  const auto type = request.headers.find("content-type");
  const bool form = type != request.headers.end() && type->second.starts_with("application/x-www-form-urlencoded");
  return form && (usual == &protocol::aws_json() || usual == &protocol::rpc_v2_cbor()) ? &protocol::aws_query() : usual;
}

void compare_request(subject of, const json::object& line, difference_log& differences, report& out) {
  stated_request expected = request_of(line);
  of.protocol = protocol_of(expected, of.protocol);
  const json::value nothing(json::object_kind);
  const json::value& params = line.contains("params") && !line.at("params").is_null() ? line.at("params") : nothing;
  std::string token;
  if (leaves_token_out(*of.operation, params)) {
    token = token_of(expected, params);
    differences.token();
  }
  protocol::serialize_options options;
  options.idempotency_token = [](void* state) { return *static_cast<std::string*>(state); };
  options.state = &token;
  options.compress = false;  // botocore compresses after its serializer
  const auto made = of.protocol->serialize(*of.operation, params, options);
  if (!made) {
    if (made.error().code() == "EventStreamNotSupported") return out.skip(made.error().message());
    return out.fail(made.error().what());
  }
  request_pair pair{*of.operation,         of.protocol->name(),      std::move(expected.headers),
                    folded(made->headers), std::move(expected.body), made->body};
  differences.settle(pair);

  out.expect_equal("method", expected.method, made->method);
  if (expected.host_prefix) out.expect_equal("host prefix", *expected.host_prefix, made->host);
  out.expect_equal("path", expected.path, made->path);
  const std::string query = canonical_query(query_pairs(made->query));
  if (canonical_query(decoded(expected.query)) != query)
    out.expect_equal("query", canonical_query(expected.query), query);
  out.expect_equal("headers", headers_text(pair.theirs), headers_text(pair.ours));
  out.expect_equal("body", canonical_body(of, pair.their_body), canonical_body(of, pair.our_body));
}

/// What botocore parsed of an error beside its code and message: the members that the error's shape knows.
void compare_members(const subject& of, const json::object& parsed, const error& failure, report& out) {
  const model::shape* shape = of.operation->owner->find_error(*of.operation, failure.code());
  if (!shape) return;
  json::object theirs, ours;
  for (const auto& [name, value] : parsed)
    if (shape->find(name)) theirs.emplace(name, value);
  if (failure.info().members)
    for (const auto& [name, value] : *failure.info().members)
      if (theirs.contains(name)) ours.emplace(name, value);
  out.expect_equal("members", canonical_json(normalized(*shape, theirs, {.blobs_are_text = false})),
                   canonical_json(normalized(*shape, ours, {.blobs_are_text = false})));
}

void compare_error(const subject& of, const json::object& parsed, const error& failure, difference_log& differences,
                   report& out) {
  const json::object& stated = object_of(parsed, "Error");
  if (differences.stray(text_of(stated, "Code"), failure)) return;
  if (failure.kind() != error_kind::service) return out.fail(failure.what());
  out.expect_equal("code", text_of(stated, "Code"), failure.code());
  out.expect_equal("message", text_of(stated, "Message"), failure.message());
  compare_members(of, parsed, failure, out);
}

void compare_response(const subject& of, const json::object& line, difference_log& differences, report& out) {
  if (of.operation->output_event_stream) return out.skip("the output is an event stream");
  const stated_response response = response_of(line);
  const auto reader = of.protocol->read(*of.operation, response.status, response.headers, {});
  const auto made = read_whole(*reader, response.body);
  json::object parsed = object_of(line, "parsed");
  parsed.erase("ResponseMetadata");
  if (response.status > 300) {
    if (made) return out.fail("the answer was taken for a success");
    return compare_error(of, parsed, made.error(), differences, out);
  }
  if (!made) return out.fail(made.error().what());
  if (!of.operation->output) return;
  const model::shape& shape = *of.operation->output;
  json::value given = to_json(made->root());
  // A streaming body is not part of the document: callers get it beside.
  if (const auto* stream = of.operation->output_stream; stream && parsed.contains(stream->name))
    given.as_object()[stream->name] = to_base64(response.body);
  auto theirs = normalized(shape, parsed, {.blobs_are_text = false});
  auto ours = normalized(shape, given, {.blobs_are_text = false});
  differences.settle(*of.operation, theirs, ours);
  out.expect_equal("parsed", canonical_json(theirs), canonical_json(ours));
}

/// A message of an event stream, as both understand it; and what aloft writes of that is understood the same.
void compare_event(const subject& of, const json::object& line, report& out) {
  const auto* const form = protocol::event_form_of(of.protocol->name());
  const model::shape& side = text_of(line, "side") == "input" ? *of.operation->input : *of.operation->output;
  const model::shape& events = *protocol::event_stream_of(&side)->target;
  const auto read = [&](const std::string& bytes) {
    serde::event_decoder decoder;
    decoder.write(bytes);
    const auto frame = decoder.next().value();
    return protocol::event_reader{*form, *of.operation, side, {}}.read(frame.value());
  };
  const auto seen = read(from_base64(text_of(line, "frame")).value());
  const model::member& member = *events.find(text_of(line, "event"));
  json::object parsed = object_of(line, "parsed");
  if (member.target->exception) {
    if (seen) return out.fail("an exception was read as an event");
    out.expect_equal("code", member.target->name, seen.error().code());
    out.expect_equal("message", text_of(object_of(parsed, "Error"), "Message"), seen.error().message());
    return compare_members(of, parsed, seen.error(), out);
  }
  if (!seen) return out.fail(seen.error().what());
  const auto plain = [&](const json::value& value) {
    return canonical_json(normalized(events, value, {.blobs_are_text = false}));
  };
  const json::value ours = to_json(seen->content.root());
  out.expect_equal("parsed", plain(parsed), plain(ours));
  std::string written;
  const protocol::event_writer writer{*form, side};
  if (const auto done = writer.write(member.name, ours.at(member.name), written, false); !done)
    return out.fail(done.error().what());
  const auto again = read(written);
  if (!again) return out.fail(again.error().what());
  out.expect_equal("written", plain(ours), plain(to_json(again->content.root())));
}

/// The protocol that a line names, else the best one of the service.
result<const protocol::protocol*> named_protocol(std::string_view name, const model::service& service) {
  for (const auto* each : {&protocol::aws_json(), &protocol::rest_json(), &protocol::rest_xml(),
                           &protocol::rpc_v2_cbor(), &protocol::aws_query(), &protocol::ec2_query()})
    if (each->name() == name) return each;
  return protocol::select(service);
}

void compare_line(const model::catalog& models, const json::object& line, std::size_t number,
                  difference_log& differences, report& out) {
  const std::string name = text_of(line, "service") + "." + text_of(line, "operation");
  if (!out.start(name + ":" + std::to_string(number))) return;
  const auto service = models.find_service(text_of(line, "service"));
  if (!service) return out.fail(service.error().what());
  const auto operation = (*service)->find_operation(text_of(line, "operation"));
  if (!operation) return out.fail(operation.error().what());
  const auto protocol = named_protocol(text_of(line, "protocol"), **service);
  if (!protocol) return out.fail(protocol.error().what());
  const subject of{*operation, *protocol};
  if (line.contains("frame")) return compare_event(of, line, out);
  line.contains("response") ? compare_response(of, line, differences, out)
                            : compare_request(of, line, differences, out);
}

void run(const std::filesystem::path& file, report& out) {
  if (!std::filesystem::is_regular_file(file)) {
    if (out.start("parity")) out.fail("this is no file that tools/parity/generate has written: " + file.string());
    return;
  }
  const auto models = model::catalog::standard();
  if (!models) throw std::runtime_error(models.error().what());
  std::ifstream in{file, std::ios::binary};
  difference_log differences;
  std::string text;
  for (std::size_t number = 1; std::getline(in, text); ++number) {
    if (text.empty()) continue;
    try {
      compare_line(**models, parse_line(text).as_object(), number, differences, out);
    } catch (const boost::system::system_error& fault) {
      if (out.start("line " + std::to_string(number))) out.fail(std::string{"not a line of JSON: "} + fault.what());
    }
  }
  differences.print(std::cout);
}

const suite_entry parity{"parity", "parity.jsonl", 20, run};

}  // namespace
}  // namespace aloft::conformance
