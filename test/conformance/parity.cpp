// The suite `parity`: what aloft sends and understands beside what botocore does, line by line of a file that
// tools/parity/generate writes. Bodies are compared by meaning, everything else exactly.

#include "conformance/meaning.hpp"
#include "conformance/parity_differences.hpp"
#include "conformance/protocol_case.hpp"
#include "conformance/suite.hpp"
#include "crypto/base64.hpp"
#include "document/document.hpp"
#include "model/catalog.hpp"

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
  if (type == model::shape_type::blob || type == model::shape_type::string) return crypto::to_base64(body);
  if (name == "json" || name == "rest-json") return canonical_json(body);
  if (name == "rest-xml") return canonical_xml(body);
  if (name == "smithy-rpc-v2-cbor") return canonical_cbor(body);
  return canonical_form(body);
}

std::string canonical_query(const json::array& pairs) {
  std::vector<std::string> lines;
  for (const auto& pair : pairs)
    lines.push_back(std::string{pair.at(0).as_string()} + "=" + std::string{pair.at(1).as_string()} + "\n");
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const auto& line : lines) out += line;
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

void compare_request(const subject& of, const json::object& line, difference_log& differences, report& out) {
  protocol::serialize_options options;
  options.idempotency_token = [](void*) { return std::string{"00000000-0000-4000-8000-000000000000"}; };
  options.compress = false;  // botocore compresses after its serializer
  const auto made = of.protocol->serialize(*of.operation, line.at("params"), options);
  if (!made) {
    if (made.error().code() == "EventStreamNotSupported") return out.skip(made.error().message());
    return out.fail(made.error().what());
  }
  const json::object& expected = object_of(line, "request");
  request_pair pair{*of.operation, of.protocol->name(), {}, {}, {}, {}};
  for (const auto& [name, value] : object_of(expected, "headers")) pair.theirs[lower_case(name)] = value.as_string();
  pair.ours = folded(made->headers);
  pair.their_body = crypto::from_base64(text_of(expected, "body")).value_or("");
  pair.our_body = made->body;
  differences.settle(pair);

  out.expect_equal("method", text_of(expected, "method"), made->method);
  if (expected.contains("host_prefix")) out.expect_equal("host prefix", text_of(expected, "host_prefix"), made->host);
  out.expect_equal("path", text_of(expected, "path"), made->path);
  json::array query;
  for (const auto& [name, value] : query_pairs(made->query)) query.push_back(json::array{name, value});
  out.expect_equal("query", canonical_query(expected.at("query").as_array()), canonical_query(query));
  out.expect_equal("headers", headers_text(pair.theirs), headers_text(pair.ours));
  out.expect_equal("body", canonical_body(of, pair.their_body), canonical_body(of, pair.our_body));
}

void compare_response(const subject& of, const json::object& line, difference_log& differences, report& out) {
  const json::object& response = object_of(line, "response");
  header_list headers;
  for (const auto& [name, value] : object_of(response, "headers")) headers.add(name, value.as_string());
  const auto body = crypto::from_base64(text_of(response, "body")).value_or("");
  const auto reader = of.protocol->read(*of.operation, static_cast<int>(response.at("status").as_int64()), headers, {});
  const auto made = read_whole(*reader, body);
  const json::object& parsed = object_of(line, "parsed");
  if (response.at("status").as_int64() > 300) {
    const json::object& stated = object_of(parsed, "Error");
    if (made) return out.fail("the answer was taken for a success");
    if (made.error().kind() != error_kind::service) return out.fail(made.error().what());
    out.expect_equal("code", text_of(stated, "Code"), made.error().code());
    out.expect_equal("message", text_of(stated, "Message"), made.error().message());
    return;
  }
  if (!made) return out.fail(made.error().what());
  const model::shape& shape = *of.operation->output;
  auto theirs = normalized(shape, parsed, {.blobs_are_text = false});
  auto ours = normalized(shape, to_json(made->root()), {.blobs_are_text = false});
  differences.settle(*of.operation, theirs, ours);
  out.expect_equal("parsed", canonical_json(theirs), canonical_json(ours));
}

void run(const std::filesystem::path& file, report& out) {
  if (!std::filesystem::is_regular_file(file)) {
    if (out.start("parity")) out.skip("name a file that tools/parity/generate has written");
    return;
  }
  const auto models = model::catalog::standard();
  if (!models) throw std::runtime_error(models.error().what());
  std::ifstream in{file, std::ios::binary};
  difference_log differences;
  std::string text;
  for (std::size_t number = 1; std::getline(in, text); ++number) {
    const auto value = json::parse(text, {}, {.max_depth = 256});
    const json::object& line = value.as_object();
    const std::string name = text_of(line, "service") + "." + text_of(line, "operation");
    if (!out.start(name + ":" + std::to_string(number))) continue;
    const auto service = (*models)->find_service(text_of(line, "service"));
    const auto operation = service ? (*service)->find_operation(text_of(line, "operation"))
                                   : result<const model::operation*>{service.error()};
    if (!operation) {
      out.fail(operation.error().what());
      continue;
    }
    const auto protocol = protocol::select(**service);
    if (!protocol) {
      out.fail(protocol.error().what());
      continue;
    }
    const subject of{*operation, *protocol};
    line.contains("response") ? compare_response(of, line, differences, out)
                              : compare_request(of, line, differences, out);
  }
  differences.print(std::cout);
}

const suite_entry parity{"parity", "parity.jsonl", run};

}  // namespace
}  // namespace aloft::conformance
