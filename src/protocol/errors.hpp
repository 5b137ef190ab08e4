#pragma once
// What an answer that is no success becomes: the service's error, or a protocol error where it names none.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "model/service.hpp"

#include <boost/json/fwd.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace aloft::protocol {

/// An error as it stood on the wire.
struct wire_error {
  std::string code;  ///< as sent: may have a namespace and a URI around it
  std::string message;
  std::string request_id;  ///< of the body; empty: the headers'
  std::shared_ptr<const boost::json::object> members;
};

/// "aws.json10#FooError:http://internal/" → "FooError".
std::string_view bare_code(std::string_view code) noexcept;

/// The code and fault of an x-amzn-query-error header ("AWS.SimpleQueueService.NonExistentQueue;Sender"); empty when
/// there is none.
std::string_view query_compatible_code(const header_list& headers) noexcept;

/// The code of an x-amzn-errortype header, bare; empty when there is none.
std::string_view stated_code(const header_list& headers) noexcept;

/// "Service Unavailable" for 503; "" for statuses without a name.
std::string_view reason_phrase(int status) noexcept;

/// The error of kind service. Retryability is the model's word for it (retryable trait).
error service_error(const model::operation& operation, int status, const header_list& headers, wire_error found,
                    const model::shape* shape);

/// Status 4xx or 5xx without a body that says more: the code is what x-amzn-errortype says, else code and message are
/// the status's.
error status_error(const model::operation& operation, int status, const header_list& headers);

/// An answer that cannot be understood; `why` says what was wrong with it. Transient statuses stay retryable.
error unreadable(const model::operation& operation, int status, const header_list& headers, std::string_view body,
                 std::string_view why);

/// A body in another form than the protocol's. Where headers state the code all the same, it is the service's error,
/// whose message is the body's text; otherwise unreadable().
error error_in_other_form(const model::operation& operation, int status, const header_list& headers,
                          std::string_view body, std::string_view why);

/// A success that holds nothing of its output: protocol error "UnreadableAnswer".
error no_output(const model::operation& operation, int status, std::string_view request_id, std::string_view body,
                std::string_view why);

/// Adds what the answer tells to an error of a reader.
error with_answer(const error& failure, const model::operation& operation, int status, std::string_view request_id);

}  // namespace aloft::protocol
