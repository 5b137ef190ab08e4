#include "http/proxy.hpp"

#include <aloft/base64.hpp>
#include "core/ascii.hpp"
#include "crypto/percent.hpp"

#include <algorithm>
#include <charconv>

namespace aloft::http {
namespace {

/// The URL itself stays out of the message: it may hold a password.
error invalid(std::string_view which, std::string_view why) {
  return error{error_kind::config, "InvalidProxy",
               std::string{which} + " holds no usable proxy: " + std::string{why} + "; expected http://host:port"};
}

std::string decoded(std::string_view text) { return crypto::percent_decode(text).value_or(std::string{text}); }

result<std::optional<proxy>> parse_one(std::string_view which, std::string_view text) {
  text = ascii::trim(text);
  if (text.empty()) return std::optional<proxy>{};
  proxy made;
  made.at.scheme = "http";
  const std::string lower = ascii::lower(text.substr(0, 8));
  if (lower.starts_with("https://")) {
    made.at.scheme = "https";
    text.remove_prefix(8);
  } else if (lower.starts_with("http://")) {
    text.remove_prefix(7);
  } else if (text.starts_with("//")) {
    text.remove_prefix(2);
  } else if (text.find("://") != text.npos) {
    return invalid(which, "its scheme is neither http nor https");
  }
  text = text.substr(0, text.find_first_of("/?#"));
  if (const auto at = text.rfind('@'); at != text.npos) {
    const std::string_view user = text.substr(0, at);
    const auto colon = user.find(':');
    const std::string password = colon == user.npos ? std::string{} : decoded(user.substr(colon + 1));
    made.authorization = "Basic " + to_base64(decoded(user.substr(0, colon)) + ':' + password);
    text.remove_prefix(at + 1);
  }
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == text.npos) return invalid(which, "an IPv6 address is not closed by ']'");
    made.at.host = ascii::lower(text.substr(1, end - 1));
    port = text.substr(end + 1);
    if (!port.empty() && port.front() != ':') return invalid(which, "bytes between the address and the port");
    if (!port.empty()) port.remove_prefix(1);
  } else {
    const auto colon = text.find(':');
    made.at.host = ascii::lower(text.substr(0, colon));
    if (colon != text.npos) port = text.substr(colon + 1);
  }
  if (made.at.host.empty()) return invalid(which, "it has no host");
  if (std::any_of(made.at.host.begin(), made.at.host.end(),
                  [](char c) { return static_cast<unsigned char>(c) <= ' '; }))
    return invalid(which, "its host holds a space or control character");
  made.at.port = made.at.scheme == "http" ? 80 : 443;
  if (!port.empty()) {
    const auto [end, failure] = std::from_chars(port.data(), port.data() + port.size(), made.at.port);
    if (failure != std::errc{} || end != port.data() + port.size() || made.at.port == 0)
      return invalid(which, "its port is no number from 1 to 65535");
  }
  return std::optional{std::move(made)};
}

}  // namespace

result<proxy_settings> proxy_settings::parse(std::string_view for_http, std::string_view for_https,
                                             std::string_view except) {
  proxy_settings made;
  auto plain = parse_one("HTTP_PROXY", for_http);
  if (!plain) return plain.error();
  auto secure = parse_one("HTTPS_PROXY", for_https);
  if (!secure) return secure.error();
  made.http_ = std::move(*plain);
  made.https_ = std::move(*secure);
  made.never_ = except == "*";
  while (!except.empty()) {
    const auto comma = except.find(',');
    std::string_view name = ascii::trim(except.substr(0, comma));
    name.remove_prefix(std::min(name.find_first_not_of('.'), name.size()));
    if (!name.empty()) made.except_.push_back(ascii::lower(name));
    except = comma == except.npos ? std::string_view{} : except.substr(comma + 1);
  }
  return made;
}

const proxy* proxy_settings::choose(const origin& to) const {
  const auto& one = to.scheme == "https" ? https_ : http_;
  if (!one || never_) return nullptr;
  const std::string host = to.host.find(':') != std::string::npos ? '[' + to.host + ']' : to.host;
  const std::string with_port = host + ':' + std::to_string(to.port);
  const auto ends = [](std::string_view text, const std::string& name) {
    return text == name ||
           (text.size() > name.size() && text.ends_with(name) && text[text.size() - name.size() - 1] == '.');
  };
  const bool excepted = std::any_of(except_.begin(), except_.end(), [&](const std::string& name) {
    return ends(host, name) || ends(with_port, name) || name == to.host;
  });
  return excepted ? nullptr : &*one;
}

}  // namespace aloft::http
