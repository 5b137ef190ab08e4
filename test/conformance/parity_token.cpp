#include "conformance/parity_token.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cctype>

namespace aloft::conformance {
namespace {

constexpr std::size_t uuid_size = 36;

bool is_uuid(std::string_view text) {
  for (std::size_t i = 0; i < uuid_size; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

/// The first UUID in `text` that is not in `known`.
std::string uuid_in(std::string_view text, std::string_view known) {
  for (std::size_t at = 0; at + uuid_size <= text.size(); ++at) {
    const auto candidate = text.substr(at, uuid_size);
    if (is_uuid(candidate) && known.find(candidate) == known.npos) return std::string{candidate};
  }
  return {};
}

}  // namespace

bool leaves_token_out(const model::operation& operation, const boost::json::value& params) {
  if (!operation.input || !params.is_object()) return false;
  const auto& members = operation.input->members;
  return std::any_of(members.begin(), members.end(), [&](const model::member& member) {
    const auto* given = params.get_object().if_contains(member.name);
    return member.idempotency_token && (!given || given->is_null());
  });
}

std::string token_of(const stated_request& request, const boost::json::value& params) {
  const std::string known = boost::json::serialize(params);
  if (auto found = uuid_in(request.body, known); !found.empty()) return found;
  for (const auto& [name, value] : request.headers)
    if (auto found = uuid_in(value, known); !found.empty()) return found;
  for (const auto& [name, value] : request.query)
    if (auto found = uuid_in(value, known); !found.empty()) return found;
  return uuid_in(request.path, known);
}

}  // namespace aloft::conformance
