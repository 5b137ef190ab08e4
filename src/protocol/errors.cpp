#include "protocol/errors.hpp"

#include "protocol/protocol.hpp"
#include "serde/utf8.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

/// Statuses that a later attempt may not meet again.
bool transient(int status) noexcept { return status == 429 || status == 500 || (status >= 502 && status <= 504); }

error_info describe(const model::operation& operation, int status, const header_list& headers) {
  error_info info;
  info.http_status = status;
  info.request_id = serde::as_utf8(request_id(headers));
  info.operation = operation.name;
  if (operation.owner) info.service = operation.owner->metadata().name;
  return info;
}

/// Start of a body for an error message: one line, printable, short.
std::string excerpt(std::string_view body, std::size_t most = 100) {
  std::string text;
  for (const char c : body.substr(0, most)) text += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  text = serde::repaired_utf8(text, body.size() > most);
  if (body.size() > most) text += "…";
  return text;
}

}  // namespace

std::string_view request_id(const header_list& headers) noexcept {
  for (const std::string_view name : {"x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"})
    if (const auto found = headers.find(name)) return *found;
  return {};
}

std::string_view bare_code(std::string_view code) noexcept {
  code = code.substr(0, code.find(':'));
  if (const auto hash = code.rfind('#'); hash != code.npos) code.remove_prefix(hash + 1);
  return code;
}

std::string_view stated_code(const header_list& headers) noexcept {
  const auto field = headers.find("x-amzn-errortype");
  return field ? bare_code(*field) : std::string_view{};
}

std::string_view query_compatible_code(const header_list& headers) noexcept {
  const auto field = headers.find("x-amzn-query-error");
  if (!field) return {};
  const auto semicolon = field->find(';');
  return semicolon == field->npos ? std::string_view{} : field->substr(0, semicolon);
}

std::string_view reason_phrase(int status) noexcept {
  switch (status) {
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 407: return "Proxy Authentication Required";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Request Entity Too Large";
    case 414: return "Request-URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Requested Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Entity";
    case 424: return "Failed Dependency";
    case 425: return "Too Early";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return {};
  }
}

error service_error(const model::operation& operation, int status, const header_list& headers, wire_error found,
                    const model::shape* shape) {
  error_info info = describe(operation, status, headers);
  info.kind = error_kind::service;
  info.code = serde::as_utf8(found.code);
  info.message = std::move(found.message);
  if (!found.request_id.empty()) info.request_id = std::move(found.request_id);
  info.members = std::move(found.members);
  if (shape) {
    info.retryable = shape->retryable;
    info.throttling = shape->throttling;
  }
  return error{std::move(info)};
}

error status_error(const model::operation& operation, int status, const header_list& headers) {
  wire_error found;
  found.code = stated_code(headers);
  const model::shape* shape = found.code.empty() ? nullptr : operation.owner->find_error(operation, found.code);
  if (const auto customary = query_compatible_code(headers); !customary.empty()) found.code = customary;
  if (!found.code.empty()) return service_error(operation, status, headers, std::move(found), shape);
  found.code = std::to_string(status);
  found.message = reason_phrase(status);
  return service_error(operation, status, headers, std::move(found), nullptr).with([&](error_info& info) {
    info.retryable = transient(status);
  });
}

error unreadable(const model::operation& operation, int status, const header_list& headers, std::string_view body,
                 std::string_view why) {
  error_info info = describe(operation, status, headers);
  info.kind = error_kind::protocol;
  info.code = std::to_string(status);
  info.message = "the answer \"" + std::to_string(status);
  if (const auto phrase = reason_phrase(status); !phrase.empty()) info.message.append(" ").append(phrase);
  info.message.append("\" ").append(why);
  if (!body.empty()) info.message += "; it begins with: " + excerpt(body);
  info.retryable = transient(status);
  return error{std::move(info)};
}

error error_in_other_form(const model::operation& operation, int status, const header_list& headers,
                          std::string_view body, std::string_view why) {
  wire_error found;
  found.code = stated_code(headers);
  const model::shape* shape = found.code.empty() ? nullptr : operation.owner->find_error(operation, found.code);
  if (const auto customary = query_compatible_code(headers); !customary.empty()) found.code = customary;
  if (found.code.empty()) return unreadable(operation, status, headers, body, why);
  found.message = excerpt(body, 1000);
  return service_error(operation, status, headers, std::move(found), shape);
}

error no_output(const model::operation& operation, int status, std::string_view request_id, std::string_view body,
                std::string_view why) {
  std::string message = "the answer holds nothing of the output of " + std::string{operation.name} + ": ";
  message += why;
  if (!body.empty()) message += "; it begins with: " + excerpt(body);
  return with_answer({error_kind::protocol, "UnreadableAnswer", std::move(message)}, operation, status, request_id);
}

error with_answer(const error& failure, const model::operation& operation, int status, std::string_view request_id) {
  error_info info = describe(operation, status, {});
  info.kind = failure.kind();
  info.code = failure.code();
  info.message = failure.message();
  info.request_id = request_id;
  return error{std::move(info)};
}

}  // namespace aloft::protocol
