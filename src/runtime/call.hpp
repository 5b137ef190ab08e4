#pragma once
// The call pipeline: from an operation and its input to its output or the error that says how far it got.

#include "aloft/input.hpp"
#include "aloft/option_headers.hpp"
#include "aloft/refused_answer.hpp"
#include "aloft/request_body.hpp"
#include "aloft/shape_sink.hpp"
#include "runtime/call_context.hpp"
#include "runtime/response_state.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace aloft::runtime {

/// What a call is asked with.
struct call_input {
  aloft::input parameters;
  request_body body = {};             ///< beside the parameters
  option_headers headers = {};        ///< beside the protocol's own
  shape_sink* output = nullptr;       ///< takes the output instead of a document
  refused_answer* refused = nullptr;  ///< takes what the service refuses with
};

/// Runs the call in the caller's coroutine. Never throws for what can go wrong with a call; follows the cancellation
/// slot (error kind cancelled). Limits that `deadlines` leaves open are the context's.
boost::asio::awaitable<result<call_answer>> run_call(std::shared_ptr<const call_context> context,
                                                     const model::operation& operation, call_input input,
                                                     call_limits deadlines);

/// The request as the first attempt would send it: serialized, addressed and signed.
boost::asio::awaitable<result<http_request>> prepare_call(std::shared_ptr<const call_context> context,
                                                          const model::operation& operation, call_input input);

}  // namespace aloft::runtime
