#pragma once
// A wire protocol: operation + input → HTTP request; HTTP response → output document or service error; and the server's
// half of the same. Protocols are stateless singletons, pure, and thread-safe.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "aloft/response_limits.hpp"
#include "document/document.hpp"
#include "model/service.hpp"
#include "serde/edited_input.hpp"

#include <memory>
#include <string>

namespace aloft::protocol {

using limits = response_limits;

struct serialize_options {
  std::string (*idempotency_token)(void* state) = nullptr;  ///< null: a random UUID
  void* state = nullptr;
  bool validate = true;                      ///< botocore's rules, all findings in one error
  bool compress = true;                      ///< where the operation allows it (disable_request_compression)
  std::size_t min_compression_size = 10240;  ///< bytes (request_min_compression_size_bytes)
};

/// Takes the answer's body in pieces as they arrive.
class response_reader {
 public:
  virtual ~response_reader() = default;
  /// Feeds body bytes. An error here is final.
  virtual result<void> write(std::string_view piece) = 0;
  /// After the last byte: the output, or the service's error (kind service), or a protocol error.
  virtual result<document> finish() = 0;
};

class protocol {
 public:
  virtual ~protocol() = default;
  virtual std::string_view name()
      const noexcept = 0;  ///< "ec2", "query", "json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"

  /// Everything but the endpoint's host and path, and the signature. `host` holds what the endpoint's host is to be
  /// prefixed with ("foo.", the host prefix with its labels filled in), or is empty. `input` must be one of the
  /// operation's. Findings of validation are one usage error "ParamValidation". A streaming body member may be in the
  /// input; otherwise it travels beside the request. Operations that take a stream of events are the usage
  /// error "EventStreamNotSupported".
  virtual result<http_request> serialize(const model::operation& operation, const serde::edited_input& input,
                                         const serialize_options& options) const = 0;
  /// The same of input as the caller gave it.
  result<http_request> serialize(const model::operation& operation, const input& given,
                                 const serialize_options& options) const {
    return serialize(operation, serde::edited_input{given, operation.input}, options);
  }

  /// A reader for the answer whose head has arrived; `headers` must outlive it, `limits` need not. The reader of a
  /// success with a streaming body need not be fed, and passes over what it is fed: its document holds the members
  /// bound to headers. The same goes for streams of events, but that one feeds it what turned out to be none. Errors
  /// are of kind service, or of kind protocol where the answer cannot be understood.
  ///
  /// `output` takes a success in place of a document, which is then empty: its members in the order in which they come,
  /// as they come; the sizes of lists and maps are not known. Nothing of a refusal is pushed into it, and nothing
  /// before something of the output has come.
  virtual std::unique_ptr<response_reader> read(const model::operation& operation, int status,
                                                const header_list& headers, const limits& limits,
                                                shape_sink* output = nullptr) const = 0;
};

/// The request id that an answer's headers state; empty when they state none.
std::string_view request_id(const header_list& headers) noexcept;

/// The best of the service's protocols that aloft speaks; config error "UnsupportedProtocol" when there is none.
result<const protocol*> select(const model::service& service);

}  // namespace aloft::protocol
