#pragma once
// The server's half of the wire protocols: HTTP request → operation + input; output or error → HTTP response. What the
// embedded AWS answers with. Stateless, pure, thread-safe, like the client's half.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "model/service.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::protocol {

/// What a request asks for. Members have the model's names; blobs are base64 text, timestamps ISO 8601 text. A
/// streaming body is not in the input: it is the request's body.
struct server_call {
  const model::operation* operation = nullptr;
  boost::json::object input;
};

/// An error as a service states it.
struct server_error {
  std::string code;        ///< "InvalidGroup.NotFound": on the wire as it stands here
  std::string query_code;  ///< what x-amzn-query-error says, where a service once spoke awsQuery; "": the code
  std::string message;
  int status = 400;             ///< HTTP status; where the model states one for this code, the model's is used
  bool sender_fault = true;     ///< the caller's fault, not the server's
  boost::json::object members;  ///< modelled members beyond the message
};

class server_protocol {
 public:
  virtual ~server_protocol() = default;
  virtual std::string_view name() const noexcept = 0;  ///< as protocol::name()

  /// Fails with an error of kind service whose code, message and http_status are those to answer with: unknown
  /// operation
  /// ("InvalidAction", "UnknownOperationException"), body that cannot be read ("MalformedQueryString",
  /// "SerializationException", "MalformedXML").
  virtual result<server_call> parse(const model::service& service, const http_request& request) const = 0;

  /// The same for a request whose operation is known, with the labels of its path by name; protocols whose requests
  /// name their operation look at it again.
  virtual result<server_call> parse_as(const model::operation& operation,
                                       const std::vector<std::pair<std::string, std::string>>& labels,
                                       const http_request& request) const;

  /// The answer to a call that went well; `output` has the operation's output by model names, blobs as base64 text and
  /// timestamps as ISO 8601 text or epoch seconds. Null members are absent. A streaming body is given as `body`.
  /// Output that does not fit its shape is a usage error.
  virtual result<http_response> render(const model::operation& operation, const boost::json::value& output,
                                       std::string_view request_id, std::string body = {}) const = 0;

  /// The answer to one that did not. `operation` may be null when it is not known.
  virtual http_response render_error(const model::service& service, const model::operation* operation,
                                     const server_error& failure, std::string_view request_id) const = 0;
};

/// The protocol a request to this service is written in: by its headers (smithy-protocol, X-Amz-Target, Content-Type)
/// where the service speaks several, else the service's own. Error of kind service when it is none of the service's.
result<const server_protocol*> detect(const model::service& service, const http_request& request);

}  // namespace aloft::protocol
