#include "local/response_head.hpp"

#include "aloft/timestamp.hpp"

#include <string_view>

namespace aloft::local {
namespace {

std::string_view reason(int status) noexcept {
  switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 416: return "Range Not Satisfiable";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "";
  }
}

}  // namespace

std::string response_head(const http_response& response, std::chrono::system_clock::time_point now, bool keep_alive,
                          std::optional<std::uint64_t> size) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  head += reason(response.status);
  const auto field = [&head](std::string_view name, std::string_view value) {
    head.append("\r\n").append(name).append(": ").append(value);
  };
  for (const auto& [name, value] : response.headers) field(name, value);
  field("Date", format_timestamp(timestamp{timestamp::from(now).seconds, 0}, timestamp_format::http_date));
  field("Server", "aloft");
  if (response.status != 204 && response.status != 304)
    field("Content-Length", std::to_string(size.value_or(response.body.size())));
  if (!keep_alive) field("Connection", "close");
  return head += "\r\n\r\n";
}

}  // namespace aloft::local
