#pragma once
// Small services for tests: a model text made of operations and shapes, compiled like any other.

#include "document/document.hpp"
#include "model/service.hpp"
#include "protocol/protocol.hpp"
#include "protocol/server.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace aloft::protocol::test {

/// A service of that protocol. `operations` and `shapes` are the inside of the model's objects of that name;
/// `metadata` is added to the usual.
inline std::shared_ptr<const model::service> service_of(std::string_view protocol, std::string_view operations,
                                                        std::string_view shapes, std::string_view metadata = {}) {
  std::string text = R"({"version":"2.0","metadata":{"apiVersion":"2020-01-01","endpointPrefix":"thing",)"
                     R"("serviceId":"Thing","signatureVersion":"v4","targetPrefix":"Thing","jsonVersion":"1.1",)"
                     R"("xmlNamespace":"https://thing/","protocol":")";
  text.append(protocol).append("\"").append(metadata).append("},\"operations\":{").append(operations);
  text.append("},\"shapes\":{").append(shapes).append("}}");
  auto made = model::compile_service({"thing", text, {}, {}, {}});
  if (!made) throw made.error();
  return *made;
}

inline const model::operation& operation_of(const model::service& service, std::string_view name) {
  return **service.find_operation(name);
}

inline const protocol& protocol_of(const model::service& service) { return **select(service); }

/// The request for an operation; failures are thrown.
inline http_request send(const model::service& service, std::string_view operation, std::string_view input = "{}") {
  return protocol_of(service).serialize(operation_of(service, operation), boost::json::parse(input), {}).value();
}

inline result<document> receive(const model::service& service, std::string_view operation, int status,
                                const header_list& headers, std::string_view body, const limits& limits = {}) {
  const auto reader = protocol_of(service).read(operation_of(service, operation), status, headers, limits);
  if (auto fine = reader->write(body); !fine) return fine.error();
  return reader->finish();
}

inline header_list headers_of(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  header_list made;
  for (const auto& [name, value] : fields) made.add(name, value);
  return made;
}

}  // namespace aloft::protocol::test
