#include <aloft/endpoint_url.hpp>

#include "runtime/endpoint_resolver.hpp"

namespace aloft {

result<endpoint_url> split_endpoint_url(std::string_view url, std::string_view source) {
  auto parsed = runtime::parse_endpoint_url(url, source);
  if (!parsed) return parsed.error();
  return endpoint_url{.scheme = std::move(parsed->origin.scheme),
                      .host = std::move(parsed->host),
                      .port = parsed->origin.port,
                      .path = std::move(parsed->base_path)};
}

}  // namespace aloft
