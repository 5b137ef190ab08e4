#include "cli/output/readable.hpp"

#include "cli/output/cells.hpp"

#include <array>
#include <cstdio>

namespace aloft::cli {
namespace {

namespace json = boost::json;

bool is_time(std::string_view text) noexcept {
  constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !digit : text[i] != form[i]) return false;
  }
  // A label such as "2026-11-26T16:21:39.930" ends without a zone and stays as it is.
  const auto zone = text.find_first_not_of(".0123456789", form.size());
  return zone != text.npos && (text.substr(zone) == "Z" || text.substr(zone) == "+00:00");
}

/// Members that count bytes, by their names: a "Size" alone may be anything.
bool is_bytes(std::string_view name) noexcept {
  const auto last = name.substr(name.rfind('.') + 1);
  return last.ends_with("Bytes") || last.ends_with("bytes") || last == "CodeSize" || last == "ContentLength";
}

std::string size_text(double bytes) {
  constexpr std::array<const char*, 6> units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  std::size_t unit = 0;
  for (; bytes >= 1024 && unit + 1 < units.size(); ++unit) bytes /= 1024;
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
  return text;
}

}  // namespace

std::string readable_text(std::string_view name, const json::value& value) {
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  if (const auto* text = value.if_string()) {
    if (!is_time({text->data(), text->size()})) return scalar_text(value);
    std::string time{text->data(), std::string_view{"2026-11-26T16:21:39"}.size()};
    time[time.find('T')] = ' ';
    return time;
  }
  if (value.is_number() && is_bytes(name)) return size_text(value.to_number<double>());
  return scalar_text(value);
}

}  // namespace aloft::cli
