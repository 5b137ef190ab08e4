#include "cli/output/format.hpp"

#include <aloft/names.hpp>

#include <algorithm>
#include <array>

namespace aloft::cli {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 8> names{"json", "ndjson", "table", "text", "yaml", "csv", "yaml-stream", "off"};

}  // namespace

std::vector<std::string> output_format_names() { return {names.begin(), names.end()}; }

result<output_format> parse_output_format(std::string_view name) {
  if (const auto found = std::find(names.begin(), names.end(), name); found != names.end()) {
    return static_cast<output_format>(found - names.begin());
  }
  std::string message = "unknown output format '" + std::string{name} + "'" + did_you_mean(name, output_format_names());
  message += " (known: json, ndjson, table, text, yaml, csv, yaml-stream, off)";
  return error{error_kind::usage, "UnknownOutput", std::move(message)};
}

}  // namespace aloft::cli
