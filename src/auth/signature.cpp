#include "aloft/sigv4.hpp"

#include <algorithm>

namespace aloft {

signature::signature(std::string_view text) noexcept
    : size_{static_cast<std::uint8_t>(std::min(text.size(), text_.size()))} {
  std::copy_n(text.begin(), size_, text_.begin());
}

std::string url_of(const http_request& request) {
  std::string url = request.scheme;
  url.append("://").append(request.authority()).append(request.path.empty() ? "/" : request.path);
  if (!request.query.empty()) url.append(1, '?').append(request.query);
  return url;
}

}  // namespace aloft
