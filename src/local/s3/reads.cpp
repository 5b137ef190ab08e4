// GetObject, HeadObject and GetObjectAttributes.

#include "local/s3/checksums.hpp"
#include "local/s3/conditions.hpp"
#include "local/s3/heads.hpp"
#include "local/s3/request_parts.hpp"
#include "local/s3/s3_error.hpp"
#include "local/s3/s3_operations.hpp"

#include <aloft/base64.hpp>

#include <boost/json/array.hpp>

#include <algorithm>

namespace aloft::local::s3 {
namespace {

namespace json = boost::json;

std::string content_range(const byte_range& range, std::uint64_t size) {
  return join({"bytes ", std::to_string(range.from), "-", std::to_string(range.from + range.size - 1), "/",
               std::to_string(size)});
}

/// What responses are told to say instead.
void put_overrides(json::object& output, const input& request) {
  constexpr std::pair<std::string_view, std::string_view> all[] = {
      {"ResponseCacheControl", "CacheControl"},       {"ResponseContentDisposition", "ContentDisposition"},
      {"ResponseContentEncoding", "ContentEncoding"}, {"ResponseContentLanguage", "ContentLanguage"},
      {"ResponseContentType", "ContentType"},         {"ResponseExpires", "Expires"}};
  for (const auto& [stated, member] : all)
    if (const auto text = request.text(stated); !text.empty()) output[member] = text;
}

/// The part of that number and where it lies; the whole, where the object was put in one piece, is part 1.
std::pair<part_size, byte_range> require_part(const object_version& of, int number) {
  if (of.parts.empty() && number == 1) return {{1, of.data.size(), ""}, {0, of.data.size()}};
  std::uint64_t from = 0;
  int index = 0;
  for (const auto& part : of.parts) {
    if (++index == number) return {part, {from, part.size}};
    from += part.size;
  }
  throw api_error{416, "InvalidPartNumber", "The requested partnumber is not satisfiable"}
      .with_element("PartNumberRequested", std::to_string(number))
      .with_element("ActualPartCount", std::to_string(std::max<std::size_t>(of.parts.size(), 1)));
}

void check_customer_key(const object_version& of, const input& request) {
  const auto kept = of.head.fields.find("SSECustomerKeyMD5");
  const auto stated = request.text("SSECustomerKeyMD5");
  if (kept == of.head.fields.end()) {
    if (stated.empty()) return;
    throw invalid_request("The encryption parameters are not applicable to this object.");
  }
  if (stated.empty())
    throw invalid_request(
        "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to "
        "retrieve the object.");
  if (stated != kept->second) throw access_denied();
}

outcome read_object(store& all, const input& request, const call_context& context, bool head_only) {
  const auto& in = all.require(request, context);
  const auto found = require_version(in, request.text("Key"), request.text("VersionId"));
  check_customer_key(*found, request);
  check_read_conditions(request, *found);
  const auto& of = *found;
  if (!head_only && (of.head.storage_class == "GLACIER" || of.head.storage_class == "DEEP_ARCHIVE"))
    throw api_error{403, "InvalidObjectState", "The operation is not valid for the object's storage class"}
        .with_element("StorageClass", of.head.storage_class);
  full_output made;
  put_head(made.output, of, in.versioning != versioning_state::off);
  put_overrides(made.output, request);
  made.head_only = head_only;
  const auto size = of.data.size();
  std::optional<byte_range> range;
  const bool with_checksum = request.text("ChecksumMode") == "ENABLED" && of.checksum;
  if (request.has("PartNumber")) {
    const auto [part, where] = require_part(of, part_number(request));
    range = where;
    if (!of.parts.empty()) made.output["PartsCount"] = of.parts.size();
    if (with_checksum && !part.checksum.empty()) {
      made.output[checksum_member(of.checksum->algorithm)] = to_base64(part.checksum);
      made.output["ChecksumType"] = of.checksum->full_object ? "FULL_OBJECT" : "COMPOSITE";
    }
  } else if (const auto stated = request.text("Range"); !stated.empty()) {
    range = read_range(stated, size);
  }
  if (range && range->size != 0) {
    made.status = 206;
    made.output["ContentRange"] = content_range(*range, size);
  }
  if (with_checksum && !range) put_checksum(made.output, *of.checksum, of.parts.size());
  made.body = source_of(range ? of.data.part(range->from, range->size) : of.data);
  return made;
}

json::object parts_of(const object_version& of, const input& request) {
  const auto most = page_size(request, "MaxParts");
  const auto after = static_cast<std::size_t>(std::max<std::int64_t>(whole_number(request, "PartNumberMarker"), 0));
  json::array rows;
  std::size_t index = std::min(after, of.parts.size());
  for (; index < of.parts.size() && rows.size() < most; ++index) {
    json::object row{{"PartNumber", index + 1}, {"Size", of.parts[index].size}};
    if (!of.parts[index].checksum.empty())
      row[checksum_member(of.checksum->algorithm)] = to_base64(of.parts[index].checksum);
    rows.push_back(std::move(row));
  }
  json::object output{{"TotalPartsCount", of.parts.size()},
                      {"PartNumberMarker", after},
                      {"NextPartNumberMarker", index},
                      {"MaxParts", most},
                      {"IsTruncated", index < of.parts.size()}};
  // Parts are listed one by one only where they have checksums of their own.
  if (of.checksum && !of.checksum->full_object) output["Parts"] = std::move(rows);
  return output;
}

}  // namespace

outcome get_object(store& all, const input& request, const call_context& context) {
  return read_object(all, request, context, false);
}

outcome head_object(store& all, const input& request, const call_context& context) {
  return read_object(all, request, context, true);
}

outcome get_object_attributes(store& all, const input& request, const call_context& context) {
  const auto& in = all.require(request, context);
  const auto found = require_version(in, request.text("Key"), request.text("VersionId"));
  const auto& of = *found;
  const auto wanted = request.texts("ObjectAttributes");
  if (wanted.empty())
    throw invalid_argument(
        "The x-amz-object-attributes header specifying the attributes to be retrieved is either "
        "missing or empty",
        "x-amz-object-attributes", "");
  json::object output{{"LastModified", xml_time(of.modified)}};
  if (in.versioning != versioning_state::off) output["VersionId"] = of.id;
  for (const auto& name : wanted) {
    if (name == "ETag") {
      output["ETag"] = of.etag;
    } else if (name == "ObjectSize") {
      output["ObjectSize"] = of.data.size();
    } else if (name == "StorageClass") {
      output["StorageClass"] = of.head.storage_class;
    } else if (name == "Checksum") {
      json::object sum;
      if (of.checksum) put_checksum(sum, *of.checksum, of.parts.size());
      output["Checksum"] = std::move(sum);
    } else if (name == "ObjectParts") {
      if (!of.parts.empty()) output["ObjectParts"] = parts_of(of, request);
    } else {
      throw invalid_argument("Invalid attribute name specified.", "x-amz-object-attributes", name);
    }
  }
  return output;
}

}  // namespace aloft::local::s3
