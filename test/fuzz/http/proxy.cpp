// Proxy settings: any text is a proxy or an error, and never a host or a header that ends a line.

#include "http/proxy.hpp"

#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const std::string_view url = text.substr(0, text.find('\n'));
  const std::string_view except = url.size() < text.size() ? text.substr(url.size() + 1) : std::string_view{};
  const auto made = aloft::http::proxy_settings::parse(url, url, except);
  if (!made) return 0;
  const auto* const chosen = made->choose({"https", "service.region.amazonaws.com", 443});
  if (chosen == nullptr) return 0;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
  if (chosen->at.host.empty() || chosen->at.port == 0) std::abort();
  if (std::any_of(chosen->at.host.begin(), chosen->at.host.end(), control)) std::abort();
  if (std::any_of(chosen->authorization.begin(), chosen->authorization.end(), control)) std::abort();
  return 0;
}
