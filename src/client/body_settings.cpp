#include "client/body_settings.hpp"

#include <aloft/config/setting_keys.hpp>
#include <aloft/http_message.hpp>

#include <charconv>

namespace aloft::client_detail {
namespace {

constexpr std::size_t largest_threshold = 10 * 1024 * 1024;  // what AWS allows for request_min_compression_size_bytes

result<runtime::checksum_use> checksum_use_of(const config::settings& settings, const config::setting_key& key,
                                              runtime::checksum_use otherwise) {
  const auto what = settings.find(key);
  if (!what) return otherwise;
  if (iequals(what.value, "when_supported")) return runtime::checksum_use::when_supported;
  if (iequals(what.value, "when_required")) return runtime::checksum_use::when_required;
  return config::invalid_setting(what, key.name, "when_supported or when_required");
}

}  // namespace

result<void> apply_body_settings(const config::settings& settings, bool custom_endpoint, runtime::call_messages& to) {
  const auto otherwise = custom_endpoint ? runtime::checksum_use::when_required : runtime::checksum_use::when_supported;
  auto requests = checksum_use_of(settings, config::keys::request_checksums, otherwise);
  if (!requests) return requests.error();
  auto responses = checksum_use_of(settings, config::keys::response_checksums, otherwise);
  if (!responses) return responses.error();
  to.request_checksums = *requests;
  to.response_checksums = *responses;

  to.serialize.compress = !iequals(settings.find(config::keys::disable_compression).value, "true");
  const auto& key = config::keys::min_compression_size;
  const auto threshold = settings.find(key);
  if (!threshold) return {};
  const char* const end = threshold.value.data() + threshold.value.size();
  const auto [stop, failure] = std::from_chars(threshold.value.data(), end, to.serialize.min_compression_size);
  if (failure != std::errc{} || stop != end || to.serialize.min_compression_size > largest_threshold)
    return config::invalid_setting(threshold, key.name,
                                   "a number of bytes from 0 to " + std::to_string(largest_threshold));
  return {};
}

}  // namespace aloft::client_detail
