#include "local/s3/conditions.hpp"

#include "local/s3/s3_error.hpp"

#include <algorithm>

namespace aloft::local::s3 {
namespace {

/// Whether a list of entity tags, or "*", names this one.
bool names(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    auto one = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one.size() >= 2 && one.front() == '"' && one.back() == '"') one = one.substr(1, one.size() - 2);
    if (one == "*" || one == etag) return true;
  }
  return false;
}

/// A condition's time; nothing where it is none, which then does not hold sway.
std::optional<std::int64_t> seconds_of(const input& request, std::string_view member) {
  const auto stated = request.optional_text(member);
  if (!stated) return std::nullopt;
  const auto time = parse_any_timestamp(*stated);
  return time ? std::optional{time->seconds} : std::nullopt;
}

struct condition_members {
  std::string_view match, none_match, modified, unmodified;
};

struct outcome_of_conditions {
  std::string_view failed;    ///< the condition that did not hold: 412
  bool not_modified = false;  ///< 304
};

outcome_of_conditions judge(const input& request, const object_version& of, const condition_members& members) {
  if (const auto match = request.optional_text(members.match)) {
    if (!names(*match, of.etag)) return {"If-Match"};
  } else if (const auto since = seconds_of(request, members.unmodified); since && of.modified.seconds > *since) {
    return {"If-Unmodified-Since"};
  }
  if (const auto match = request.optional_text(members.none_match)) {
    if (names(*match, of.etag)) return {"If-None-Match", true};
  } else if (const auto since = seconds_of(request, members.modified); since && of.modified.seconds <= *since) {
    return {"If-Modified-Since", true};
  }
  return {};
}

}  // namespace

void check_read_conditions(const input& request, const object_version& of) {
  const auto judged = judge(request, of, {"IfMatch", "IfNoneMatch", "IfModifiedSince", "IfUnmodifiedSince"});
  if (judged.failed.empty()) return;
  if (!judged.not_modified) throw precondition_failed(judged.failed);
  throw api_error{304, "NotModified", "Not Modified"}
      .with_header("ETag", '"' + of.etag + '"')
      .with_header("Last-Modified", format_timestamp({of.modified.seconds, 0}, timestamp_format::http_date));
}

void check_source_conditions(const input& request, const object_version& of) {
  const auto judged =
      judge(request, of,
            {"CopySourceIfMatch", "CopySourceIfNoneMatch", "CopySourceIfModifiedSince", "CopySourceIfUnmodifiedSince"});
  if (!judged.failed.empty()) throw precondition_failed(join({"x-amz-copy-source-", judged.failed}));
}

void check_write_conditions(const input& request, std::string_view key, const object_version* there) {
  if (const auto match = request.optional_text("IfMatch")) {
    if (there == nullptr) throw no_such_key(key);
    if (!names(*match, there->etag)) throw precondition_failed("If-Match");
  }
  const auto none = request.optional_text("IfNoneMatch");
  if (!none) return;
  if (*none != "*")
    throw api_error{501, "NotImplemented", "A header you provided implies functionality that is not implemented"}
        .with_element("Header", "If-None-Match");
  if (there != nullptr) throw precondition_failed("If-None-Match");
}

}  // namespace aloft::local::s3
