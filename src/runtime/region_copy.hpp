#pragma once
// Copies from another region: the request carries a second one, presigned, that the source region is asked with (EC2's
// CopySnapshot; RDS, DocumentDB and Neptune where a SourceRegion is given).

#include "runtime/call_context.hpp"

#include <boost/asio/awaitable.hpp>

namespace aloft::runtime {

/// Whether the operation may be such a copy.
bool may_copy_from_region(const model::operation& operation) noexcept;

/// Puts the second request into the serialized first one, unless it is no copy between regions, or the caller has given
/// one. Loads keys. `request` must outlive the coroutine. Errors: those of keys, endpoints and signing.
boost::asio::awaitable<result<void>> sign_region_copy(const call_context& context, const model::operation& operation,
                                                      http_request& request, flow::steady_time limit);

}  // namespace aloft::runtime
