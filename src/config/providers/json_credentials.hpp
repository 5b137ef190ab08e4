#pragma once
// The JSON object that metadata endpoints and processes give: AccessKeyId, SecretAccessKey, Token …

#include "aloft/credentials.hpp"
#include "aloft/error.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace aloft::config {

/// Parses the text of such an object. `who` begins the messages; nothing of the text is shown in them. Credentials
/// error "InvalidCredentialsAnswer": no JSON, missing members, an expiration that is no time, Code other than Success.
result<credentials> credentials_from_json(std::string_view text, std::string_view who);
result<credentials> credentials_from_json(const boost::json::object& from, std::string_view who);

}  // namespace aloft::config
