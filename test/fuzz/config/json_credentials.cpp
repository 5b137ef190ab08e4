// What metadata endpoints and processes say: keys, or an error that shows nothing of the text.

#include "config/providers/json_credentials.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto keys = aloft::config::credentials_from_json(text, "the endpoint");
  if (keys && (keys->access_key_id.empty() || keys->secret_access_key.empty())) std::abort();
  if (!keys && keys.error().message().empty()) std::abort();
  return 0;
}
