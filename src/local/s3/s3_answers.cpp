#include "local/s3/s3_answers.hpp"

#include <aloft/base64.hpp>
#include "crypto/digest.hpp"
#include "serde/xml_writer.hpp"

namespace aloft::local::s3 {
namespace {

std::string extended_id(std::string_view request_id) { return to_base64(crypto::sha256(request_id).view()); }

void append_element(std::string& to, std::string_view name, std::string_view text) {
  to.append("<").append(name).append(">");
  serde::append_xml_text(to, text);
  to.append("</").append(name).append(">");
}

}  // namespace

void finish_answer(http_response& answer, std::string_view request_id) {
  answer.headers.erase("x-amzn-RequestId");
  answer.headers.set("x-amz-request-id", request_id);
  answer.headers.set("x-amz-id-2", extended_id(request_id));
}

std::string error_document(const api_error& failure, std::string_view resource, std::string_view request_id) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>";
  append_element(text, "Code", failure.code());
  append_element(text, "Message", failure.message());
  for (const auto& [name, value] : failure.elements()) append_element(text, name, value);
  append_element(text, "Resource", resource);
  append_element(text, "RequestId", request_id);
  append_element(text, "HostId", extended_id(request_id));
  return text += "</Error>";
}

http_response refusal_of(const api_error& failure, const http_request& request, std::string_view request_id) {
  http_response answer;
  answer.status = failure.status();
  for (const auto& [name, value] : failure.headers()) answer.headers.set(name, value);
  finish_answer(answer, request_id);
  if (request.method == "HEAD" || failure.status() == 304) return answer;
  answer.headers.set("Content-Type", "application/xml");
  answer.body = error_document(failure, request.path, request_id);
  return answer;
}

}  // namespace aloft::local::s3
