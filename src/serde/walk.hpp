#pragma once
// Producers over data in memory: callers' input (JSON values) and documents.

#include "aloft/error.hpp"
#include "aloft/shape_sink.hpp"
#include "aloft/value.hpp"
#include "model/shape.hpp"

#include <boost/json/fwd.hpp>

#include <string_view>

namespace aloft::serde {

struct walk_options {
  /// Members of the root that travel in HTTP headers, the URI or the query string are passed over.
  bool body_only = false;
  /// Members of the root marked as idempotency tokens get this value when they are absent; "" leaves them absent.
  std::string_view idempotency_token = {};
};

/// Pushes `input` as `shape`, members in the caller's order. Blobs are base64 text; timestamps are numbers (epoch
/// seconds) or text in any of the three formats; floats may be the texts NaN, Infinity and -Infinity; null members are
/// absent. Streaming members of the root are passed over. What does not fit the shape is a usage error
/// "ParamValidation" that names the path; validate() finds all of them at once and says more.
result<void> walk(const model::shape& shape, const boost::json::value& input, shape_sink& sink,
                  const walk_options& options = {});

/// Pushes a document of that shape, members in model order.
result<void> walk(const model::shape& shape, value input, shape_sink& sink, const walk_options& options = {});

}  // namespace aloft::serde
