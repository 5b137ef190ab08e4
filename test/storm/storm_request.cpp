#include "storm/storm_request.hpp"

#include "aloft/http_message.hpp"
#include "storm/faults.hpp"
#include "storm/ledger.hpp"

#include <charconv>

namespace aloft::storm {
namespace {

using kind = storm_request::kind;

constexpr bool is_object(kind what) { return what == kind::put_object || what == kind::get_object; }

std::string framed(int status, std::string_view fields, std::string_view body) {
  return "HTTP/1.1 " + std::to_string(status) + " Storm\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string{fields} + "\r\n" + std::string{body};
}

}  // namespace

storm_request parse_head(std::string_view head) {
  storm_request out;
  const auto line = head.substr(0, head.find("\r\n"));
  const auto space = line.find(' ');
  out.method = line.substr(0, space);
  out.target = line.substr(space + 1, line.find(' ', space + 1) - space - 1);
  for (std::size_t at = line.size() + 2; at < head.size();) {
    const auto end = std::min(head.find("\r\n", at), head.size());
    const auto field = head.substr(at, end - at);
    const auto colon = std::min(field.find(':'), field.size());
    const auto name = field.substr(0, colon);
    auto text = field.substr(std::min(colon + 1, field.size()));
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (iequals(name, "Content-Length")) {
      std::size_t length = 0;
      std::from_chars(text.data(), text.data() + text.size(), length);
      out.length = length;
    } else if (iequals(name, "Transfer-Encoding")) {
      out.chunked = iequals(text, "chunked");
    } else if (iequals(name, "Expect")) {
      out.asks_first = iequals(text, "100-continue");
    } else if (iequals(name, "X-Amz-Target")) {
      out.operation = text.substr(text.find('.') + 1);
    }
    at = end + 2;
  }
  return out;
}

kind storm_request::what() const {
  if (operation == "GetItem") return kind::get_item;
  if (operation == "SendMessage") return kind::send_message;
  if (operation == "ReceiveMessage") return kind::receive_message;
  if (operation == "DeleteMessageBatch") return kind::delete_messages;
  if (!operation.empty()) return kind::unknown;
  return method == "PUT" ? kind::put_object : method == "GET" ? kind::get_object : kind::unknown;
}

std::string success(kind to, std::uint64_t number, std::string_view fields) {
  const std::string id = id_text(number);
  if (is_object(to))
    return framed(200, "ETag: \"" + id + "\"\r\n" + std::string{fields},
                  to == kind::get_object ? object_of(number) : std::string{});
  std::string body;
  if (to == kind::get_item) body = R"({"Item":{"id":{"S":")" + id + R"("},"n":{"N":"1"}}})";
  if (to == kind::send_message) body = R"({"MessageId":")" + id + R"("})";
  if (to == kind::receive_message)
    body = R"({"Messages":[{"MessageId":")" + id + R"(","ReceiptHandle":"r","Body":"b"}]})";
  if (to == kind::delete_messages) body = R"({"Successful":[{"Id":")" + id + R"("}],"Failed":[]})";
  return framed(200, "Content-Type: application/x-amz-json-1.0\r\n" + std::string{fields}, body);
}

std::string refusal(kind to, int status, std::string_view code, std::uint64_t number) {
  const std::string name{code}, id = id_text(number);
  if (is_object(to))
    return framed(status, "Content-Type: application/xml\r\n",
                  "<Error><Code>" + name + "</Code><Message>" + id + "</Message></Error>");
  return framed(status, "Content-Type: application/x-amz-json-1.0\r\n",
                R"({"__type":"com.amazonaws#)" + name + R"(","message":")" + id + R"("})");
}

std::string object_of(std::uint64_t number) {
  const std::string id = id_text(number);
  const auto dice = mix(number, 5) % 10;
  std::string out;
  for (std::uint64_t left = dice < 7 ? 64 : dice * 1'500; left > 0; --left) out += id;
  return out;
}

}  // namespace aloft::storm
