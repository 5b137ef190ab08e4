#pragma once
// One service: its metadata and operations, read in place from a blob of the pack. Shapes are linked when an operation
// is first asked for. Thread-safe; everything returned lives as long as the service.

#include "aloft/error.hpp"
#include "model/paginator.hpp"
#include "model/shape.hpp"
#include "model/waiter_facts.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::model {

class service;

/// Whether a service tells where it wants calls of an operation (the trait endpointdiscovery).
enum class discovery { none, offered, required };

/// The trait httpChecksum: members of the input that choose a checksum of the request's body, and ask for one of the
/// answer's.
struct checksum_choice {
  std::string_view algorithm_member;   ///< requestAlgorithmMember; empty: the request has no choice
  std::string_view validation_member;  ///< requestValidationModeMember; empty: the answer has none
  bool required = false;               ///< requestChecksumRequired
  bool offered() const noexcept { return required || !algorithm_member.empty() || !validation_member.empty(); }
};

/// An endpoint parameter whose value the operation states (staticContextParams).
struct static_parameter {
  std::string_view name;
  boost::json::value value;
};

/// An endpoint parameter that is found in the input (operationContextParams).
struct parameter_path {
  std::string_view name;
  std::string_view path;  ///< JMESPath
};

/// Whether a service speaks HTTP/2 (metadata.protocolSettings).
enum class http2_use { none, optional, event_streams };

struct operation {
  const service* owner = nullptr;
  std::string_view name;         ///< "DescribeVpcs"
  std::string_view http_method;  ///< "POST"
  std::string_view request_uri;  ///< "/", "/{Bucket}/{Key+}?x-id=…"
  int response_code = 200;
  const shape* input = nullptr;      ///< null: takes nothing
  const shape* output = nullptr;     ///< null: gives nothing
  std::string_view input_wrapper;    ///< locationName of the input reference (restXml root element); empty: none
  std::string_view input_namespace;  ///< xmlNamespace uri of the input reference
  std::string_view result_wrapper;   ///< resultWrapper of the output reference (awsQuery)
  std::span<const shape* const> errors;
  std::string_view host_prefix;        ///< endpoint.hostPrefix template; empty: none
  std::string_view auth_type;          ///< authtype: "none", "v4-unsigned-body", "bearer", …; empty: the service's
  std::vector<std::string_view> auth;  ///< the `auth` list (Smithy ids); empty: the service's
  bool unsigned_payload = false;
  bool checksum_required = false;  ///< httpChecksumRequired
  checksum_choice http_checksum;
  bool compressible = false;  ///< requestcompression names gzip: large bodies may be sent compressed
  bool readonly = false;      ///< changes nothing, says the model
  bool idempotent = false;    ///< doing it twice is doing it once, says the model
  bool deprecated = false;
  const member* input_stream = nullptr;   ///< streaming blob payload of the request
  const member* output_stream = nullptr;  ///< streaming blob payload of the response
  bool input_event_stream = false;
  bool output_event_stream = false;
  discovery endpoint_discovery = discovery::none;
  bool tells_endpoints = false;  ///< endpointoperation: the one that is asked for them
  std::vector<static_parameter> static_parameters;
  std::vector<parameter_path> parameter_paths;
  std::optional<paginator> pages;  ///< nothing: the operation has one answer
  std::string_view traits;         ///< what has no field here, as JSON text: deprecatedMessage …
};

class service {
 public:
  virtual ~service() = default;

  struct facts {
    std::string_view name;        ///< folder name in the model data: "ec2", "apigatewayv2"
    std::string_view service_id;  ///< "EC2", "ApiGatewayV2"
    std::string_view full_name;
    std::string_view endpoint_prefix;
    std::string_view signing_name;  ///< signingName, else the endpoint prefix
    std::string_view api_version;
    std::string_view protocol;                ///< metadata.protocol
    std::vector<std::string_view> protocols;  ///< metadata.protocols, else just `protocol`
    std::string_view target_prefix;           ///< X-Amz-Target
    std::string_view json_version;
    std::string_view xml_namespace;
    std::string_view signature_version;
    std::vector<std::string_view> auth;  ///< Smithy ids, best first
    std::string_view global_endpoint;
    bool query_compatible = false;  ///< awsQueryCompatible
    http2_use http2 = http2_use::none;
    std::string_view traits;  ///< rest of the metadata and clientContextParams, JSON text
  };
  const facts& metadata() const noexcept { return facts_; }

  /// Model names of all operations, sorted.
  virtual std::vector<std::string_view> operation_names() const = 0;
  /// By any spelling: DescribeVpcs, describe_vpcs, describe-vpcs. Unknown: usage error "UnknownOperation" with
  /// suggestions.
  virtual result<const operation*> find_operation(std::string_view any_spelling) const = 0;
  /// The exception shape of an error code as it came on the wire; null when the model has none.
  virtual const shape* find_error(const operation& of, std::string_view code) const = 0;
  /// JSON text, "" when the service has none.
  virtual std::string_view endpoint_rules() const = 0;
  /// Model names of all waiters, sorted.
  virtual std::vector<std::string_view> waiter_names() const = 0;
  /// By any spelling: InstanceRunning, instance_running, instance-running. Unknown: usage error "UnknownWaiter" with
  /// suggestions.
  virtual result<const waiter*> find_waiter(std::string_view any_spelling) const = 0;

 protected:
  facts facts_;
};

/// Compiles a model given as botocore's service-2 JSON text (users' own models, conformance cases) into the same form.
/// The texts of paginators, waiters and the endpoint rule set may be empty. Bad models: config error.
struct service_texts {
  std::string_view name, service2, paginators, waiters, endpoint_rules;
};
result<std::shared_ptr<const service>> compile_service(const service_texts& texts);

}  // namespace aloft::model
