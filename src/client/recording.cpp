#include "client/recording.hpp"

#include <aloft/base64.hpp>
#include "aloft/sigv4.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace aloft::client_detail {
namespace json = boost::json;
namespace {

using namespace std::string_view_literals;

constexpr std::string_view redacted = "REDACTED";
constexpr std::array secret_headers{"Authorization"sv,
                                    "X-Amz-Security-Token"sv,
                                    "X-Amz-S3session-Token"sv,
                                    "X-Amz-Sso_bearer_token"sv,
                                    "X-Aws-Ec2-Metadata-Token"sv,
                                    "Proxy-Authorization"sv,
                                    "Cookie"sv,
                                    "Set-Cookie"sv,
                                    "DPoP"sv};
constexpr std::array secret_members{"SecretAccessKey"sv,
                                    "SessionToken"sv,
                                    "AccessToken"sv,
                                    "RefreshToken"sv,
                                    "IdToken"sv,
                                    "ClientSecret"sv,
                                    "Password"sv,
                                    "SecretString"sv,
                                    "SecretBinary"sv,
                                    "Plaintext"sv,
                                    "PrivateKey"sv,
                                    "WebIdentityToken"sv,
                                    "SAMLAssertion"sv,
                                    "TokenCode"sv,
                                    "ExternalId"sv,
                                    "X-Amz-Signature"sv,
                                    "X-Amz-Security-Token"sv,
                                    "X-Amz-S3session-Token"sv,
                                    "MasterUserPassword"sv,
                                    "KeyMaterial"sv,
                                    "DeviceCode"sv,
                                    "UserCode"sv,
                                    "AuthToken"sv,
                                    "ClientToken"sv};

bool is_secret(std::string_view name) noexcept {
  return std::any_of(secret_members.begin(), secret_members.end(),
                     [&](std::string_view one) { return iequals(one, name); });
}

bool is_name(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Where the value of a member ends whose name stands right before `at`; npos: what stands there is no member's value.
struct span {
  std::size_t begin, end;
};
span value_at(std::string_view text, std::size_t name, std::size_t at) {
  constexpr span none{std::string_view::npos, std::string_view::npos};
  if (at >= text.size()) return none;
  const char before = name == 0 ? '&' : text[name - 1];
  if (text[at] == '=' && (before == '&' || before == '?'))  // a form or a query
    return {at + 1, std::min(text.find('&', at), text.size())};
  if (text[at] == '>' && before == '<')  // XML
    return {at + 1, std::min(text.find('<', at), text.size())};
  if (text[at] != '"' || before != '"') return none;  // JSON
  const auto colon = text.find_first_not_of(" \t\r\n", at + 1);
  if (colon == text.npos || text[colon] != ':') return none;
  const auto quote = text.find_first_not_of(" \t\r\n", colon + 1);
  if (quote == text.npos || text[quote] != '"') return none;
  std::size_t end = quote + 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return {quote + 1, std::min(end, text.size())};
}

void scrub(header_list& headers) {
  for (const auto name : secret_headers)
    if (headers.contains(name)) headers.set(name, redacted);
}

bool is_text(std::string_view bytes) noexcept {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](unsigned char c) { return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t'; });
}

void put_body(json::object& to, std::string_view body) {
  if (is_text(body))
    to["body"] = body;
  else
    to["body_base64"] = to_base64(body);
}

result<std::string> body_in(const json::object& from) {
  if (const auto* text = from.if_contains("body"); text != nullptr && text->is_string())
    return std::string{text->get_string()};
  if (const auto* text = from.if_contains("body_base64"); text != nullptr && text->is_string())
    if (auto bytes = from_base64(text->get_string())) return std::move(*bytes);
  return error{error_kind::usage, "BodyFile", "a recorded message has no body"};
}

std::string text_in(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

}  // namespace

std::string without_secrets(std::string_view text) {
  std::string out;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_name(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_name(text[end])) ++end;
    const span value = is_secret(text.substr(at, end - at)) ? value_at(text, at, end) : span{text.npos, text.npos};
    if (value.begin == text.npos) {
      at = end;
      continue;
    }
    out.append(text.substr(kept, value.begin - kept)).append(redacted);
    kept = at = value.end;
  }
  return out.append(text.substr(kept));
}

http_response without_secrets(http_response answer) {
  scrub(answer.headers);
  if (is_text(answer.body)) {
    const std::size_t before = answer.body.size();
    answer.body = without_secrets(answer.body);
    // It is read back as it stands.
    if (answer.body.size() != before && answer.headers.contains("Content-Length"))
      answer.headers.set("Content-Length", std::to_string(answer.body.size()));
  }
  return answer;
}

recorded_exchange recorded_exchange::of(const http_request& request) {
  recorded_exchange out;
  out.method = request.method;
  out.url = without_secrets(url_of(request));
  out.body = is_text(request.body) ? without_secrets(request.body) : request.body;
  return out;
}

std::string recorded_exchange::line() const {
  json::object asked{{"method", method}, {"url", url}};
  put_body(asked, body);
  json::array headers;
  for (const auto& [name, value] : answer.headers) headers.push_back(json::array{name, value});
  json::object answered{{"status", answer.status}, {"headers", std::move(headers)}};
  put_body(answered, answer.body);
  return json::serialize(json::object{{"request", std::move(asked)}, {"answer", std::move(answered)}}) + '\n';
}

result<recorded_exchange> recorded_exchange::read(std::string_view line) {
  const error bad{error_kind::usage, "BodyFile",
                  "a line of the recording is none: expected request and answer in JSON"};
  boost::system::error_code failed;
  const json::value whole = json::parse({line.data(), line.size()}, failed);
  const auto* both = failed ? nullptr : whole.if_object();
  const auto* asked = both == nullptr ? nullptr : both->if_contains("request");
  const auto* answered = both == nullptr ? nullptr : both->if_contains("answer");
  if (asked == nullptr || answered == nullptr || !asked->is_object() || !answered->is_object()) return bad;
  recorded_exchange out;
  out.method = text_in(asked->get_object(), "method");
  out.url = text_in(asked->get_object(), "url");
  auto body = body_in(asked->get_object());
  auto answer = body_in(answered->get_object());
  const auto* status = answered->get_object().if_contains("status");
  if (!body || !answer || status == nullptr || !status->is_int64()) return bad;
  out.body = std::move(*body);
  out.answer.status = static_cast<int>(status->get_int64());
  out.answer.body = std::move(*answer);
  if (const auto* headers = answered->get_object().if_contains("headers"); headers != nullptr && headers->is_array())
    for (const auto& field : headers->get_array()) {
      const auto* pair = field.if_array();
      if (pair == nullptr || pair->size() != 2 || !pair->at(0).is_string() || !pair->at(1).is_string()) return bad;
      out.answer.headers.add(std::string_view{pair->at(0).get_string()}, std::string_view{pair->at(1).get_string()});
    }
  return out;
}

}  // namespace aloft::client_detail
