#include "local/s3/request_parts.hpp"

#include "local/number.hpp"
#include "local/s3/heads.hpp"
#include "local/s3/s3_answers.hpp"
#include "local/s3/s3_error.hpp"

#include <algorithm>

namespace aloft::local::s3 {

received_body take_body(const call_context& context) {
  auto* body = dynamic_cast<upload_intake*>(context.body);
  if (body == nullptr) throw api_error{500, "InternalError", "The request's body was not taken in."};
  return body->finish();
}

void check_acl(const bucket& in, const input& request) {
  const auto stated = request.text("ACL");
  if (in.allows_acls || stated.empty() || stated == "private" || stated == "bucket-owner-full-control") return;
  throw api_error{400, "AccessControlListNotSupported", "The bucket does not allow ACLs"};
}

version_ptr require_version(const bucket& in, std::string_view key, std::string_view version) {
  auto found = in.find(key, version);
  if (!found) throw version.empty() ? no_such_key(key) : no_such_version(key, version);
  if (!found->delete_marker) return found;
  if (version.empty())
    throw no_such_key(key).with_header("x-amz-delete-marker", "true").with_header("x-amz-version-id", found->id);
  throw api_error{405, "MethodNotAllowed", "The specified method is not allowed against this resource."}
      .with_header("x-amz-delete-marker", "true")
      .with_header("x-amz-version-id", found->id)
      .with_header("Allow", "DELETE")
      .with_header("Last-Modified", format_timestamp({found->modified.seconds, 0}, timestamp_format::http_date));
}

int part_number(const input& request) {
  constexpr std::int64_t most = 10000;
  const auto stated = request.integer("PartNumber").value_or(0);
  if (stated < 1 || stated > most)
    throw invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber",
                           std::to_string(stated));
  return static_cast<int>(stated);
}

std::size_t page_size(const input& request, std::string_view member, std::size_t most) {
  const auto stated = request.integer(member);
  if (!stated) return most;
  if (*stated < 0)
    throw invalid_argument(join({"Argument ", member, " must be an integer between 0 and 2147483647"}), member,
                           std::to_string(*stated));
  return std::min(static_cast<std::size_t>(*stated), most);
}

std::int64_t whole_number(const input& request, std::string_view member) {
  if (const auto number = request.integer(member)) return *number;
  const auto text = request.text(member);
  if (text.empty()) return 0;
  const auto number = parse_number<std::int64_t>(text);
  if (!number)
    throw invalid_argument(join({"Provided ", member, " not an integer or within integer range"}), member, text);
  return *number;
}

std::optional<byte_range> read_range(std::string_view text, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!text.starts_with(unit)) return std::nullopt;
  text.remove_prefix(unit.size());
  const auto dash = text.find('-');
  if (dash == text.npos || text.find(',') != text.npos) return std::nullopt;
  const auto first = parse_number<std::uint64_t>(text.substr(0, dash));
  const auto last = parse_number<std::uint64_t>(text.substr(dash + 1));
  const auto unsatisfied = [&] {
    return api_error{416, "InvalidRange", "The requested range is not satisfiable"}
        .with_header("Content-Range", "bytes */" + std::to_string(size))
        .with_element("RangeRequested", join({unit, text}))
        .with_element("ActualObjectSize", std::to_string(size));
  };
  if (dash == 0) {
    if (!last) return std::nullopt;
    if (*last == 0 || size == 0) throw unsatisfied();
    const auto taken = std::min(*last, size);
    return byte_range{size - taken, taken};
  }
  const bool open = dash + 1 == text.size();
  if (!first || (!last && !open) || (last && *last < *first)) return std::nullopt;
  if (*first >= size) throw unsatisfied();
  return byte_range{*first, (open ? size : std::min(*last + 1, size)) - *first};
}

outcome error_in_success() {
  full_output made;
  made.document =
      error_document({500, "InternalError", "We encountered an internal error. Please try again."}, "/", "");
  return made;
}

}  // namespace aloft::local::s3
