// ListObjects and ListObjectsV2.

#include "local/s3/listing.hpp"

#include <aloft/base64.hpp>
#include "crypto/percent.hpp"
#include "local/s3/checksums.hpp"
#include "local/s3/heads.hpp"
#include "local/s3/request_parts.hpp"
#include "local/s3/s3_error.hpp"
#include "local/s3/s3_operations.hpp"

#include <algorithm>

namespace aloft::local::s3 {
namespace {

namespace json = boost::json;

struct object_page {
  std::vector<std::pair<std::string_view, version_ptr>> rows;
  std::vector<std::string> prefixes;
  std::string last;        ///< what the page ends with
  bool truncated = false;  ///< there is more
};

/// The objects behind `after`, a key or a common prefix.
object_page read_page(const bucket& in, std::string_view prefix, std::string_view delimiter, std::string_view after,
                      std::size_t most) {
  object_page page;
  if (most == 0) return page;
  const bool passed_prefix = !delimiter.empty() && after.starts_with(prefix) &&
                             common_prefix(after, prefix, delimiter) == after && after.size() > prefix.size();
  auto at = after < prefix ? in.keys.lower_bound(prefix) : in.keys.upper_bound(after);
  const auto skip = [&](std::string_view done) {
    const auto next = behind_all(std::string{done});
    return next.empty() ? in.keys.end() : in.keys.lower_bound(next);
  };
  if (passed_prefix) at = skip(after);
  while (at != in.keys.end() && at->first.starts_with(prefix)) {
    if (at->second.back()->delete_marker) {
      ++at;
      continue;
    }
    if (page.rows.size() + page.prefixes.size() == most) {
      page.truncated = true;
      break;
    }
    if (const auto common = common_prefix(at->first, prefix, delimiter); !common.empty()) {
      page.prefixes.emplace_back(common);
      page.last = common;
      at = skip(page.last);
      continue;
    }
    page.rows.emplace_back(at->first, at->second.back());
    page.last = at->first;
    ++at;
  }
  return page;
}

json::array rows_of(const object_page& page, const name_form& form, const bucket& in, bool with_owner) {
  json::array rows;
  rows.reserve(page.rows.size());
  for (const auto& [key, version] : page.rows) {
    json::object row{{"Key", form(key)},
                     {"LastModified", xml_time(version->modified)},
                     {"ETag", in_quotes(version->etag)},
                     {"Size", version->data.size()},
                     {"StorageClass", version->head.storage_class}};
    if (version->checksum) {
      row["ChecksumAlgorithm"] = json::array{json::string{crypto::name_of(version->checksum->algorithm)}};
      row["ChecksumType"] = version->checksum->full_object ? "FULL_OBJECT" : "COMPOSITE";
    }
    if (with_owner) row["Owner"] = json::object{{"ID", in.owner}};
    rows.push_back(std::move(row));
  }
  return rows;
}

void put_page(json::object& output, const object_page& page, const bucket& in, const input& request,
              const name_form& form, std::size_t most, bool with_owner) {
  output["Name"] = in.name;
  output["Prefix"] = form(request.text("Prefix"));
  if (const auto delimiter = request.text("Delimiter"); !delimiter.empty()) output["Delimiter"] = form(delimiter);
  output["MaxKeys"] = most;
  output["IsTruncated"] = page.truncated;
  form.put(output);
  if (!page.rows.empty()) output["Contents"] = rows_of(page, form, in, with_owner);
  if (!page.prefixes.empty()) output["CommonPrefixes"] = prefix_rows(page.prefixes, form);
}

}  // namespace

name_form::name_form(const input& request) {
  const auto stated = request.text("EncodingType");
  if (!stated.empty() && stated != "url")
    throw invalid_argument("Invalid Encoding Method specified in Request", "encoding-type", stated);
  encoded_ = !stated.empty();
}

std::string name_form::operator()(std::string_view name) const {
  if (!encoded_) return std::string{name};
  std::string text;
  for (std::size_t start = 0;;) {  // '/' stays, a space becomes '+', as AWS has it
    const auto end = std::min(name.find('/', start), name.size());
    crypto::append_form_encoded(text, name.substr(start, end - start));
    if (end == name.size()) return text;
    text += '/';
    start = end + 1;
  }
}

void name_form::put(json::object& output) const {
  if (encoded_) output["EncodingType"] = "url";
}

std::string_view common_prefix(std::string_view key, std::string_view prefix, std::string_view delimiter) noexcept {
  if (delimiter.empty()) return {};
  const auto at = key.find(delimiter, prefix.size());
  return at == key.npos ? std::string_view{} : key.substr(0, at + delimiter.size());
}

std::string behind_all(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

json::array prefix_rows(const std::vector<std::string>& prefixes, const name_form& form) {
  json::array rows;
  for (const auto& one : prefixes) rows.push_back(json::object{{"Prefix", form(one)}});
  return rows;
}

outcome list_objects(store& all, const input& request, const call_context& context) {
  const auto& in = all.require(request, context);
  const name_form form{request};
  const auto most = page_size(request, "MaxKeys");
  const auto delimiter = request.text("Delimiter"), marker = request.text("Marker");
  const auto page = read_page(in, request.text("Prefix"), delimiter, marker, most);
  json::object output;
  put_page(output, page, in, request, form, most, true);
  output["Marker"] = form(marker);
  if (page.truncated && !delimiter.empty()) output["NextMarker"] = form(page.last);
  return output;
}

outcome list_objects_v2(store& all, const input& request, const call_context& context) {
  const auto& in = all.require(request, context);
  const name_form form{request};
  const auto most = page_size(request, "MaxKeys");
  const auto token = request.optional_text("ContinuationToken");
  std::string after{request.text("StartAfter")};
  if (token) {
    const auto bytes = from_base64(*token);
    if (!bytes || bytes->empty())
      throw invalid_argument("The continuation token provided is incorrect", "continuation-token", *token);
    after = *bytes;
  }
  const auto page = read_page(in, request.text("Prefix"), request.text("Delimiter"), after, most);
  json::object output;
  put_page(output, page, in, request, form, most, request.flag("FetchOwner"));
  output["KeyCount"] = page.rows.size() + page.prefixes.size();
  if (token) output["ContinuationToken"] = *token;
  if (page.truncated) output["NextContinuationToken"] = to_base64(page.last);
  if (const auto start = request.text("StartAfter"); !start.empty()) output["StartAfter"] = form(start);
  return output;
}

}  // namespace aloft::local::s3
