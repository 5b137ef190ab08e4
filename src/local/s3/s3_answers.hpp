#pragma once
// The form of S3's answers where it differs from that of other services.

#include <aloft/http_message.hpp>
#include "local/api_error.hpp"

#include <string_view>

namespace aloft::local::s3 {

/// Names the request as S3 does: x-amz-request-id and x-amz-id-2.
void finish_answer(http_response& answer, std::string_view request_id);

/// An error's document: <Error> without a wrapper, with the elements that the error has.
std::string error_document(const api_error& failure, std::string_view resource, std::string_view request_id);

/// The answer that a refusal becomes; to a HEAD, and of 304, without a document.
http_response refusal_of(const api_error& failure, const http_request& request, std::string_view request_id);

}  // namespace aloft::local::s3
