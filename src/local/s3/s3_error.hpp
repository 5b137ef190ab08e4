#pragma once
// S3's refusals, worded as AWS words them.

#include "local/api_error.hpp"

#include <string_view>

namespace aloft::local::s3 {

api_error no_such_bucket(std::string_view name);
api_error no_such_key(std::string_view key);
api_error no_such_version(std::string_view key, std::string_view version);
api_error no_such_upload(std::string_view id);
api_error invalid_argument(std::string message, std::string_view name, std::string_view value);
api_error invalid_request(std::string message);
api_error access_denied();
/// `condition`: the header that did not hold.
api_error precondition_failed(std::string_view condition);
api_error malformed_xml();

}  // namespace aloft::local::s3
