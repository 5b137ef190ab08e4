#include <aloft/error.hpp>

namespace aloft {
namespace {

std::string describe(const error_info& info) {
  std::string line;
  auto part = [&line](std::string_view separator, std::string_view text) {
    if (text.empty()) return;
    if (!line.empty()) line += separator;
    line += text;
  };
  part("", info.service);
  part(" ", info.operation);
  if (!info.region.empty()) part(" in ", info.region);
  part(": ", info.code);
  part(": ", info.message);

  std::string facts;
  auto fact = [&facts](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (!facts.empty()) facts += ", ";
    facts.append(name).append(value);
  };
  fact("", to_string(info.kind));
  if (info.http_status != 0) fact("HTTP ", std::to_string(info.http_status));
  fact("request id ", info.request_id);
  fact("endpoint ", info.endpoint);
  if (info.attempts.size() > 1) {
    std::string tries = std::to_string(info.attempts.size()) + " attempts:";
    for (const auto& attempt : info.attempts) {
      tries += ' ' + attempt.code;
      if (attempt.delay.count() > 0) tries += " +" + std::to_string(attempt.delay.count()) + "ms";
    }
    fact("", tries);
  }
  line += " (" + facts + ")";
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';  // one line, whatever a server put into its message
  return line;
}

}  // namespace

std::string_view to_string(error_kind kind) noexcept {
  switch (kind) {
    case error_kind::usage: return "usage";
    case error_kind::config: return "config";
    case error_kind::credentials: return "credentials";
    case error_kind::connect: return "connect";
    case error_kind::timeout: return "timeout";
    case error_kind::cancelled: return "cancelled";
    case error_kind::protocol: return "protocol";
    case error_kind::service: return "service";
  }
  return "unknown";
}

// Members that hold a failure are empty in every call that goes well: they share one state, which nobody counts and
// which is never destroyed.
error::error()
    : state_{std::shared_ptr<const state>{}, [] {
               static const auto* const nothing = new state{{}, describe({})};
               return nothing;
             }()} {}

error::error(error_info info) {
  std::string line = describe(info);
  state_ = std::make_shared<const state>(state{std::move(info), std::move(line)});
}

error::error(error_kind kind, std::string code, std::string message)
    : error([&] {
        error_info info;
        info.kind = kind;
        info.code = std::move(code);
        info.message = std::move(message);
        return info;
      }()) {}

void throw_exception_from_error(const error& failure, const boost::source_location&) { throw failure; }

}  // namespace aloft
