// ListObjectVersions.

#include "local/s3/heads.hpp"
#include "local/s3/listing.hpp"
#include "local/s3/request_parts.hpp"
#include "local/s3/s3_error.hpp"
#include "local/s3/s3_operations.hpp"

#include <algorithm>

namespace aloft::local::s3 {
namespace {

namespace json = boost::json;

json::object row_of(const std::string& key, const object_version& one, bool latest, const name_form& form,
                    const bucket& in) {
  json::object row{{"Key", form(key)},
                   {"VersionId", one.id},
                   {"IsLatest", latest},
                   {"LastModified", xml_time(one.modified)},
                   {"Owner", json::object{{"ID", in.owner}}}};
  if (one.delete_marker) return row;
  row["ETag"] = in_quotes(one.etag);
  row["Size"] = one.data.size();
  row["StorageClass"] = one.head.storage_class;
  if (one.checksum) {
    row["ChecksumAlgorithm"] = json::array{json::string{crypto::name_of(one.checksum->algorithm)}};
    row["ChecksumType"] = one.checksum->full_object ? "FULL_OBJECT" : "COMPOSITE";
  }
  return row;
}

}  // namespace

outcome list_object_versions(store& all, const input& request, const call_context& context) {
  const auto& in = all.require(request, context);
  const name_form form{request};
  const auto most = page_size(request, "MaxKeys");
  const auto prefix = request.text("Prefix"), delimiter = request.text("Delimiter");
  const auto key_marker = request.text("KeyMarker"), id_marker = request.text("VersionIdMarker");
  if (key_marker.empty() && !id_marker.empty())
    throw invalid_argument("A version-id marker cannot be specified without a key marker.", "version-id-marker",
                           id_marker);
  json::array versions, markers;
  std::vector<std::string> prefixes;
  std::string last_key, last_id;
  bool truncated = false;
  const auto count = [&] { return versions.size() + markers.size() + prefixes.size(); };

  auto at = in.keys.lower_bound(std::max(prefix, key_marker));
  if (!delimiter.empty() && key_marker.size() > prefix.size() &&
      common_prefix(key_marker, prefix, delimiter) == key_marker) {
    const auto next = behind_all(std::string{key_marker});
    at = next.empty() ? in.keys.end() : in.keys.lower_bound(next);
  }
  for (; most != 0 && !truncated && at != in.keys.end() && at->first.starts_with(prefix);) {
    const auto& [key, all_versions] = *at;
    if (const auto common = common_prefix(key, prefix, delimiter); !common.empty()) {
      if ((truncated = count() == most)) break;
      prefixes.emplace_back(common);
      last_key = common;
      last_id.clear();
      const auto next = behind_all(std::string{common});
      at = next.empty() ? in.keys.end() : in.keys.lower_bound(next);
      continue;
    }
    auto one = all_versions.rbegin();  // the newest first
    if (key == key_marker) {
      const auto mark =
          std::find_if(one, all_versions.rend(), [&](const version_ptr& version) { return version->id == id_marker; });
      one = mark == all_versions.rend() ? mark : mark + 1;
    }
    for (; one != all_versions.rend(); ++one) {
      if ((truncated = count() == most)) break;
      auto row = row_of(key, **one, one == all_versions.rbegin(), form, in);
      ((*one)->delete_marker ? markers : versions).push_back(std::move(row));
      last_key = key;
      last_id = (*one)->id;
    }
    ++at;
  }

  json::object output{
      {"Name", in.name}, {"Prefix", form(prefix)},  {"KeyMarker", form(key_marker)}, {"VersionIdMarker", id_marker},
      {"MaxKeys", most}, {"IsTruncated", truncated}};
  if (!delimiter.empty()) output["Delimiter"] = form(delimiter);
  form.put(output);
  if (!versions.empty()) output["Versions"] = std::move(versions);
  if (!markers.empty()) output["DeleteMarkers"] = std::move(markers);
  if (!prefixes.empty()) output["CommonPrefixes"] = prefix_rows(prefixes, form);
  if (truncated) {
    output["NextKeyMarker"] = form(last_key);
    if (!last_id.empty()) output["NextVersionIdMarker"] = last_id;
  }
  return output;
}

}  // namespace aloft::local::s3
