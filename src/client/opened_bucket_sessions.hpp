#pragma once
// Sessions of S3's directory buckets, opened by CreateSession with the caller's own keys.

#include "runtime/bucket_sessions.hpp"
#include "runtime/call_context.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace aloft::client_detail {

/// `calls`: the client's own context, which holds this and must not be held by it. Keeps the sessions of 100 buckets.
std::shared_ptr<runtime::bucket_sessions> make_bucket_sessions(std::weak_ptr<const runtime::call_context> calls,
                                                               boost::asio::any_io_executor executor, const clock& time,
                                                               log_sink* log);

}  // namespace aloft::client_detail
