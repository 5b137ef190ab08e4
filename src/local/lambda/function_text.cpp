#include "local/lambda/function_text.hpp"

#include <aloft/duration.hpp>

#include <charconv>
#include <string>

namespace aloft::local {
namespace {

error invalid(std::string_view text, std::string_view why) {
  return error{error_kind::usage, "InvalidOption",
               "function \"" + std::string{text} + "\": " + std::string{why} +
                   "; expected NAME[,sleep=80ms][,fail=handled|unhandled][,concurrency=N][,timeout=3s][,command=...]"};
}

/// False: the part is not of the grammar.
bool take_part(function_options& to, std::string_view name, std::string_view value) {
  if (name == "sleep" || name == "timeout") {
    const auto time = parse_duration(value);
    if (!time) return false;
    (name == "sleep" ? to.sleep : to.timeout) = std::chrono::duration_cast<std::chrono::milliseconds>(*time);
    return true;
  }
  if (name == "fail") {
    to.fails = value == "handled" ? function_failure::handled : function_failure::unhandled;
    return value == "handled" || value == "unhandled";
  }
  if (name != "concurrency") return false;
  std::size_t most = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), most);
  to.concurrency = most;
  return failure == std::errc{} && end == value.data() + value.size();
}

result<function_options> parse_parts(std::string_view name, std::string_view parts, std::string_view whole,
                                     bool commands) {
  constexpr std::string_view command = "command=";
  function_options made;
  made.name = name;
  while (!parts.empty()) {
    if (parts.starts_with(command)) {
      if (!commands) return invalid(whole, "a handler cannot be a command");
      made.command = parts.substr(command.size());
      if (made.command.empty()) return invalid(whole, "the command is empty");
      break;
    }
    const auto end = parts.find(',');
    const auto part = parts.substr(0, end);
    const auto equals = part.find('=');
    if (equals == part.npos || !take_part(made, part.substr(0, equals), part.substr(equals + 1)))
      return invalid(whole, "\"" + std::string{part} + "\" is not understood");
    parts.remove_prefix(end == parts.npos ? parts.size() : end + 1);
  }
  return made;
}

}  // namespace

result<function_options> parse_function(std::string_view text) {
  const auto end = text.find(',');
  if (end == 0 || text.empty()) return invalid(text, "it has no name");
  return parse_parts(text.substr(0, end), end == text.npos ? std::string_view{} : text.substr(end + 1), text, true);
}

namespace lambda {

result<function_options> parse_handler(std::string_view name, std::string_view handler) {
  return parse_parts(name, handler == "echo" ? std::string_view{} : handler, handler, false);
}

}  // namespace lambda
}  // namespace aloft::local
