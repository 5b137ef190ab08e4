#include "cli/output/presigned_text.hpp"

#include <aloft/http_message.hpp>
#include "cli/output/printed_request.hpp"

namespace aloft::cli {

std::string print_presigned(const presigned_request& request, request_form form) {
  switch (form) {
    case request_form::http: return print_http(request);
    case request_form::curl: return print_curl(request);
    case request_form::none: break;
  }
  return request.url + '\n';
}

std::string presigned_note(const presigned_request& request) {
  std::string headers;
  for (const auto& [name, value] : request.headers)
    if (!iequals(name, "host")) headers += (headers.empty() ? "" : "; ") + name + ": " + value;
  if (request.method == "GET" && headers.empty() && request.body.empty()) return {};
  std::string text = "send it as " + request.method;
  if (!headers.empty()) text += " with " + headers;
  if (!request.body.empty()) text += ", with the body that --print-request shows";
  return text;
}

std::string print_curl(const presigned_post& form) {
  std::string text = "curl --request POST " + shell_word(form.url);
  for (const auto& [name, value] : form.fields) text += " \\\n  --form-string " + shell_word(name + '=' + value);
  return text + " \\\n  --form file=@FILE\n";
}

}  // namespace aloft::cli
