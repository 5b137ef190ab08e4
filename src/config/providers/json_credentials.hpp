#pragma once
// The JSON object that metadata endpoints and processes give: AccessKeyId, SecretAccessKey, Token …

#include "aloft/credentials.hpp"
#include "aloft/error.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace aloft::config {

/// Parses the text of such an object. `who` begins the messages; nothing of the text is shown in them. Credentials
/// error "InvalidCredentialsAnswer": no JSON, members that are missing or no text, an expiration that is no time, Code
/// other than Success.
result<credentials> credentials_from_json(std::string_view text, std::string_view who);
result<credentials> credentials_from_json(const boost::json::object& from, std::string_view who);

/// The keys, or credentials error "ExpiredCredentials": a source that gives what is over already is asked in vain.
result<credentials> unless_expired(credentials keys, std::chrono::system_clock::time_point now, std::string_view who);

}  // namespace aloft::config
