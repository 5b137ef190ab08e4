// DeleteObject and DeleteObjects.

#include "local/s3/conditions.hpp"
#include "local/s3/request_parts.hpp"
#include "local/s3/s3_error.hpp"
#include "local/s3/s3_operations.hpp"

#include <boost/json/array.hpp>

namespace aloft::local::s3 {
namespace {

namespace json = boost::json;

struct deletion {
  bool marker = false;    ///< a delete marker was made, or was what is gone
  std::string version{};  ///< that was made or is gone; "" without versioning
};

void check_match(const bucket& in, std::string_view key, const input& condition, std::string_view member) {
  const auto stated = condition.optional_text(member);
  if (!stated) return;
  const auto there = in.current(key);
  if (!there) throw no_such_key(key);
  const json::object as_write{{"IfMatch", *stated}};
  check_write_conditions(input{as_write}, key, there.get());
}

deletion remove(store& all, bucket& in, std::string_view key, std::string_view version, timestamp now) {
  if (!version.empty()) {
    const auto gone = all.remove_version(in, key, version);
    return {gone && gone->delete_marker, std::string{version}};
  }
  const auto done = all.remove_current(in, key, now);
  if (in.versioning == versioning_state::off) return {};
  return {true, done->id};
}

}  // namespace

outcome delete_object(store& all, const input& request, const call_context& context) {
  auto& in = all.require(request, context);
  const auto key = request.text("Key");
  check_match(in, key, request, "IfMatch");
  const auto done = remove(all, in, key, request.text("VersionId"), context.now);
  json::object output;
  if (done.marker) output["DeleteMarker"] = true;
  if (!done.version.empty()) output["VersionId"] = done.version;
  return output;
}

outcome delete_objects(store& all, const input& request, const call_context& context) {
  constexpr std::size_t most = 1000;
  auto& in = all.require(request, context);
  const auto what = request.structure("Delete");
  const auto entries = what.structures("Objects");
  if (entries.empty() || entries.size() > most) throw malformed_xml();
  const bool quiet = what.flag("Quiet");
  json::array deleted, errors;
  for (const auto& entry : entries) {
    const auto key = entry.text("Key"), version = entry.text("VersionId");
    json::object row{{"Key", key}};
    if (!version.empty()) row["VersionId"] = version;
    try {
      if (context.hit_by(fault_kind::partial))
        throw api_error{500, "InternalError", "We encountered an internal error. Please try again."};
      check_match(in, key, entry, "ETag");
      const auto done = remove(all, in, key, version, context.now);
      if (quiet) continue;
      if (done.marker) {
        row["DeleteMarker"] = true;
        row["DeleteMarkerVersionId"] = done.version;
      }
      deleted.push_back(std::move(row));
    } catch (const api_error& failure) {
      row["Code"] = failure.code();
      row["Message"] = failure.message();
      errors.push_back(std::move(row));
    }
  }
  json::object output;
  if (!deleted.empty()) output["Deleted"] = std::move(deleted);
  if (!errors.empty()) output["Errors"] = std::move(errors);
  return output;
}

}  // namespace aloft::local::s3
