#include "runtime/extra_headers.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace aloft::runtime {
namespace {

using namespace std::string_view_literals;

constexpr std::array own_headers{"Authorization"sv,
                                 "X-Amz-Date"sv,
                                 "X-Amz-Security-Token"sv,
                                 "X-Amz-S3session-Token"sv,
                                 "X-Amz-Content-Sha256"sv,
                                 "Host"sv,
                                 "Content-Length"sv,
                                 "Transfer-Encoding"sv,
                                 "Connection"sv,
                                 "Keep-Alive"sv,
                                 "TE"sv,
                                 "Trailer"sv,
                                 "Upgrade"sv,
                                 "Expect"sv,
                                 "Proxy-Authorization"sv,
                                 "amz-sdk-invocation-id"sv,
                                 "amz-sdk-request"sv};

bool is_name(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           "!#$%&'*+-.^_`|~"sv.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool is_value(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return (c >= 0x20 && c != 0x7f) || c == '\t'; });
}

error invalid(std::string_view name, std::string_view why) {
  std::string shown{name.substr(0, 100)};
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return error{error_kind::usage, "InvalidHeader", "the header \"" + shown + "\" " + std::string{why}};
}

}  // namespace

result<void> add_headers(const header_list& given, http_request& request) {
  for (const auto& [name, value] : given) {
    if (!is_name(name)) return invalid(name, "has no name that HTTP allows; expected letters, digits and -");
    if (!is_value(value)) return invalid(name, "has a line break or another control character in its value");
    if (std::any_of(own_headers.begin(), own_headers.end(), [&](std::string_view own) { return iequals(own, name); }))
      return invalid(name, "is made by the library itself and cannot be given");
  }
  for (const auto& [name, value] : given) request.headers.erase(name);
  for (const auto& [name, value] : given) request.headers.add(name, value);
  return {};
}

}  // namespace aloft::runtime
