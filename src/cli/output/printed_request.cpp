#include "cli/output/printed_request.hpp"

#include <aloft/base64.hpp>
#include <aloft/http_message.hpp>
#include "cli/text/terminal_text.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

/// What a shell's word can hold, and curl does not take for the name of a file.
bool is_shell_text(std::string_view text) noexcept {
  return is_utf8(text) && text.find('\0') == std::string_view::npos && !text.starts_with('@');
}

/// Path and query of scheme://host/path?query.
std::string_view target_of(std::string_view url) noexcept {
  const auto scheme = url.find("://");
  const auto slash = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  return slash == std::string_view::npos ? "/" : url.substr(slash);
}

}  // namespace

std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += "'\\''";
    } else {
      word += c;
    }
  }
  return word + "'";
}

std::string print_http(const prepared_request& request) {
  std::string text = request.method + " " + std::string{target_of(request.url)} + " HTTP/1.1\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\n";
  text += "\n" + request.body;
  if (!request.body.empty() && request.body.back() != '\n') text += '\n';
  return text;
}

std::string print_curl(const prepared_request& request) {
  const bool plain = is_shell_text(request.body);
  std::string text;
  if (!plain) text = "echo " + to_base64(request.body) + " | base64 -d | ";
  text += "curl --request " + request.method + " --path-as-is " + shell_word(request.url);
  for (const auto& [name, value] : request.headers) {
    // curl writes these two itself, the same.
    if (iequals(name, "host") || iequals(name, "content-length")) continue;
    text += " \\\n  --header " + shell_word(name + (value.empty() ? ";" : ": " + value));
  }
  // Without a type of our own curl would add one that is not signed.
  const auto is_type = [](const auto& header) { return iequals(header.first, "content-type"); };
  const bool typed = std::any_of(request.headers.begin(), request.headers.end(), is_type);
  if (!request.body.empty()) {
    if (!typed) text += " \\\n  --header 'Content-Type:'";
    text += " \\\n  --data-binary " + (plain ? shell_word(request.body) : "@-");
  }
  return text + "\n";
}

}  // namespace aloft::cli
