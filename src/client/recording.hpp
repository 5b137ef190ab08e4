#pragma once
// One exchange as a line of a recording, without its secrets.

#include "aloft/error.hpp"
#include "aloft/http_message.hpp"

#include <string>
#include <string_view>

namespace aloft::client_detail {

/// A text of which the values of secret members are replaced: those of a query or form, of JSON, of XML.
std::string without_secrets(std::string_view text);

struct recorded_exchange {
  std::string method, url, body;  ///< of the request
  http_response answer;

  static recorded_exchange of(const http_request& request);
  std::string line() const;
  /// Usage error "BodyFile" for a line that is none.
  static result<recorded_exchange> read(std::string_view line);
};

/// Secrets are taken out of an answer too.
http_response without_secrets(http_response answer);

}  // namespace aloft::client_detail
