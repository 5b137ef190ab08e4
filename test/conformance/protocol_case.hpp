#pragma once
// A case of the protocols suite: a small model of its own, compiled like any service's.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "model/service.hpp"
#include "protocol/protocol.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>

namespace aloft::conformance {

struct protocol_case {
  std::shared_ptr<const model::service> service;
  const model::operation* operation = nullptr;
  const protocol::protocol* protocol = nullptr;
};

/// `suite` holds metadata and shapes, `given` the operation.
result<protocol_case> compile_case(const boost::json::object& suite, const boost::json::object& given);

/// Value of a member as text; "" when it isn't there.
std::string text_of(const boost::json::object& object, std::string_view name);
/// A member that is an object; an empty one when it isn't there.
const boost::json::object& object_of(const boost::json::object& object, std::string_view name);

/// Feeds a whole body and finishes.
result<document> read_whole(protocol::response_reader& reader, std::string_view body);

}  // namespace aloft::conformance
