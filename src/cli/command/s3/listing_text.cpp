#include "cli/command/s3/listing_text.hpp"

#include "cli/command/s3/transfer_printer.hpp"
#include "cli/text/terminal_text.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace aloft::cli {
namespace {

void append_right(std::string& to, std::string_view text, std::size_t width) {
  if (text.size() < width) to.append(width - text.size(), ' ');
  to += text;
}

}  // namespace

void append_local_time(std::string& to, timestamp when) {
  const auto seconds = static_cast<std::time_t>(when.seconds);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  to.append(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts));
}

void append_object_line(std::string& to, timestamp when, std::uint64_t size, std::string_view name, bool human) {
  constexpr std::size_t columns_of_size = 10;
  append_local_time(to, when);
  to += ' ';
  append_right(to, human ? human_size(size) : std::to_string(size), columns_of_size);
  to.append(1, ' ').append(printable(name)).append(1, '\n');
}

void append_prefix_line(std::string& to, std::string_view name) {
  constexpr std::size_t columns_before = 30;
  append_right(to, "PRE", columns_before);
  to.append(1, ' ').append(printable(name)).append(1, '\n');
}

}  // namespace aloft::cli
