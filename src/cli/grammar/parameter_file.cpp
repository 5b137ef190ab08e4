#include "cli/grammar/parameter_file.hpp"

#include "cli/text/terminal_text.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace aloft::cli {
namespace {

std::string expand_home(std::string_view path) {
  if (path == "~" || path.starts_with("~/")) {
    if (const char* home = std::getenv("HOME")) return home + std::string{path.substr(1)};
  }
  return std::string{path};
}

}  // namespace

std::optional<std::string> read_whole_file(const std::string& path) {
  const auto close = [](std::FILE* file) {
    if (file != stdin) std::fclose(file);
  };
  const std::unique_ptr<std::FILE, decltype(close)> file{path == "-" ? stdin : std::fopen(path.c_str(), "rb"), close};
  if (!file) return std::nullopt;
  std::string content;
  char piece[16 * 1024];
  while (const auto size = std::fread(piece, 1, sizeof piece, file.get())) content.append(piece, size);
  if (std::ferror(file.get())) return std::nullopt;
  return content;
}

result<parameter_text> read_parameter_text(std::string_view text) {
  const bool plain = text.starts_with("file://"), raw = text.starts_with("fileb://");
  if (!plain && !raw) {
    if (is_utf8(text)) return parameter_text{.text = std::string{text}};
    return error{error_kind::usage, "ParameterValue",
                 "'" + printable(text) + "' is not UTF-8 text; bytes as they are come from a file: fileb://NAME"};
  }
  const auto path = expand_home(text.substr(text.find("//") + 2));
  auto content = read_whole_file(path);
  if (!content) {
    return error{error_kind::usage, "ParameterFile", "cannot read '" + path + "': " + std::strerror(errno)};
  }
  if (plain && !is_utf8(*content)) {
    return error{error_kind::usage, "ParameterFile",
                 "'" + path + "' is not UTF-8 text; use fileb:// for bytes as they are"};
  }
  return parameter_text{.text = *std::move(content), .raw_bytes = raw, .origin = std::string{text}};
}

}  // namespace aloft::cli
