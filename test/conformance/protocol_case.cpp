#include "conformance/protocol_case.hpp"

namespace aloft::conformance {

namespace json = boost::json;

result<protocol_case> compile_case(const json::object& suite, const json::object& given) {
  json::object metadata = object_of(suite, "metadata");
  // Cases state only what their protocol needs; a model must also say who it is.
  for (const auto& [name, standing_in] : {std::pair{"serviceId", "Conformance"},
                                          {"endpointPrefix", "conformance"},
                                          {"signatureVersion", "v4"},
                                          {"apiVersion", "2020-01-01"}})
    if (!metadata.contains(name)) metadata[name] = standing_in;
  const std::string name = text_of(given, "name");
  json::object operation = given;
  if (!operation.contains("http")) operation["http"] = {{"method", "POST"}, {"requestUri", "/"}};
  const json::object whole{{"version", "2.0"},
                           {"metadata", metadata},
                           {"operations", {{name, operation}}},
                           {"shapes", object_of(suite, "shapes")}};
  const std::string text = json::serialize(whole);
  auto service = model::compile_service(
      {.name = "conformance", .service2 = text, .paginators = {}, .waiters = {}, .endpoint_rules = {}});
  if (!service) return service.error();
  auto found = (*service)->find_operation(name);
  if (!found) return found.error();
  auto protocol = protocol::select(**service);
  if (!protocol) return protocol.error();
  return protocol_case{*service, *found, *protocol};
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

const json::object& object_of(const json::object& object, std::string_view name) {
  static const json::object nothing;
  const auto* value = object.if_contains(name);
  return value && value->is_object() ? value->get_object() : nothing;
}

result<document> read_whole(protocol::response_reader& reader, std::string_view body) {
  if (auto fine = reader.write(body); !fine) return fine.error();
  return reader.finish();
}

}  // namespace aloft::conformance
