#pragma once
// What the servers' halves share.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"
#include "protocol/protocols.hpp"
#include "serde/walk.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace aloft {
class document;
}

namespace aloft::protocol {

/// An error of kind service, to answer with.
error refusal(std::string_view code, std::string message, int status = 400);

/// A codec's complaint as the answer that it deserves: kind service, status 400, the given code.
error refusal(std::string_view code, const error& complaint);

/// The operation of exactly this name; null when the service has none.
const model::operation* exact_operation(const model::service& service, std::string_view name);

/// The input that was read, by model names.
boost::json::object input_of(const document& read);

/// The shape that the model has for this error; null when it has none.
const model::shape* error_shape(const model::service& service, const model::operation* operation,
                                const server_error& failure);
/// The status to answer with: the model's word, else the error's.
int error_status(const model::shape* shape, const server_error& failure);

/// An answer's beginning: status, x-amzn-RequestId and Content-Type.
http_response start_response(int status, std::string_view request_id, std::string_view content_type);

/// Writes an error as a structure {__type, message, members…} into a JSON or CBOR writer; the members by their shape.
/// An empty `type` is left out.
void write_error(shape_sink& writer, const model::shape* shape, std::string_view type, const server_error& failure);

/// <name>text</name>, and what stands between a document's outermost tags.
std::string xml_element(std::string_view name, std::string_view text);
std::string_view inner_xml(std::string_view document);
/// The error's members as XML elements, without those that body_members() leaves out.
std::string members_xml(const model::shape& shape, const server_error& failure);

/// Walks members of bodies alone.
serde::walk_options body_only() noexcept;

/// The error's members without those that travel in headers or repeat its message.
boost::json::object body_members(const model::shape& shape, const server_error& failure);

}  // namespace aloft::protocol
