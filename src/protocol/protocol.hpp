#pragma once
// A wire protocol: operation + input → HTTP request; HTTP response → output document or service error; and the server's
// half of the same. Protocols are stateless singletons, pure, and thread-safe.

#include "aloft/error.hpp"
#include "core/http_message.hpp"
#include "document/document.hpp"
#include "model/service.hpp"

#include <boost/json/fwd.hpp>

#include <memory>
#include <string>

namespace aloft::protocol {

/// Limits on what an answer may make of memory. Exceeding one is a protocol error that names the limit.
struct limits {
  std::size_t max_depth = 128;                          ///< nesting of the document
  std::size_t max_document = 1024ull * 1024 * 1024;     ///< bytes of body that are parsed into a document
  std::size_t max_error_body = 1024ull * 1024;          ///< bytes of an error's body
};

struct serialize_options {
  std::string (*idempotency_token)(void* state) = nullptr;  ///< null: a random UUID
  void* state = nullptr;
  bool validate = true;                                     ///< botocore's rules, all findings in one error
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
  virtual std::string_view name() const noexcept = 0;   ///< "ec2", "query", "json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"

  /// Everything but host, endpoint path and signature. Input blobs are base64 text, timestamps ISO 8601 text or epoch
  /// seconds. Findings of validation are one usage error "ParamValidation". A streaming body member is not serialized.
  virtual result<http_request> serialize(const model::operation& operation, const boost::json::value& input,
                                         const serialize_options& options) const = 0;

  /// A reader for the answer whose head has arrived. For a 2xx answer with a streaming body the reader is only fed when
  /// the caller wants an error parsed; the document then holds the members bound to headers.
  virtual std::unique_ptr<response_reader> read(const model::operation& operation, int status, const header_list& headers,
                                                const limits& limits) const = 0;
};

/// The best of the service's protocols that aloft speaks; config error "UnsupportedProtocol" when there is none.
result<const protocol*> select(const model::service& service);

}  // namespace aloft::protocol
