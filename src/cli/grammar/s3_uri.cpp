#include "cli/grammar/s3_uri.hpp"

#include <algorithm>
#include <array>

namespace aloft::cli {
namespace {

/// Where the bucket ends: behind the name of the access point in an ARN, whose parts '/' or ':' separate.
std::size_t end_of_bucket(std::string_view text) {
  if (!text.starts_with("arn:")) return text.find('/');
  for (const std::string_view kind : {":accesspoint", "/accesspoint"}) {
    const auto at = text.find(kind);
    if (at == std::string_view::npos) continue;
    const auto name = at + kind.size();  // of the separator before it
    return name < text.size() ? text.find('/', name + 1) : name;
  }
  return text.find('/');
}

}  // namespace

result<s3_uri> parse_s3_uri(std::string_view text) {
  constexpr std::string_view scheme = "s3://";
  std::string_view rest = text;
  if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
  const auto end = std::min(end_of_bucket(rest), rest.size());
  const bool other_scheme = !rest.starts_with("arn:") && rest.substr(0, end).find(':') != std::string_view::npos;
  if (end == 0 || other_scheme)
    return error{error_kind::usage, "BadS3Uri",
                 '\'' + std::string{text} + "' names no bucket; expected s3://bucket/key"};
  s3_uri out;
  out.bucket = rest.substr(0, end);
  if (end < rest.size()) out.key = rest.substr(end + 1);
  return out;
}

}  // namespace aloft::cli
