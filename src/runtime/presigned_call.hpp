#pragma once
// The call pipeline for requests that somebody else will send: the same serialization, endpoint and identity, but the
// signature in the query or in a form, and nothing in the request that only this program could send.

#include "aloft/post_policy.hpp"
#include "runtime/call_context.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace aloft::runtime {

struct presigned_call {
  http_request request;
  std::chrono::system_clock::time_point expires;
};

/// `method`: instead of the operation's; empty: as presign_options says. Usage errors "InvalidSigningOption" for a
/// lifetime that is not 1 s to 7 days, "CannotPresign" for operations that no URL can ask for.
boost::asio::awaitable<result<presigned_call>> presign_call(std::shared_ptr<const call_context> context,
                                                            const model::operation& operation, input given,
                                                            std::chrono::seconds lifetime, std::string method);

/// A form in the body becomes the query.
void move_form_to_query(http_request& request);

struct presigned_form {
  http_request request;  ///< where the form goes
  post_form fields;
  std::chrono::system_clock::time_point expires;
};

/// Of S3 only. Errors as those of sign_post_policy.
boost::asio::awaitable<result<presigned_form>> presign_form(std::shared_ptr<const call_context> context,
                                                            post_policy policy);

}  // namespace aloft::runtime
