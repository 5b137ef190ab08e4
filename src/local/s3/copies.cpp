// CopyObject and UploadPartCopy. Bytes are shared, and read only for a digest that nobody knows yet.

#include <aloft/base64.hpp>
#include "crypto/hex.hpp"
#include "crypto/percent.hpp"
#include "local/s3/checksums.hpp"
#include "local/s3/conditions.hpp"
#include "local/s3/heads.hpp"
#include "local/s3/request_parts.hpp"
#include "local/s3/s3_error.hpp"
#include "local/s3/s3_operations.hpp"

namespace aloft::local::s3 {
namespace {

namespace json = boost::json;

constexpr std::uint64_t largest_copy = std::uint64_t{5} << 30;

struct copy_source {
  std::string bucket, key, version;
};

copy_source read_source(const input& request) {
  constexpr std::string_view versioned = "?versionId=";
  const auto stated = request.text("CopySource");
  auto text = stated;
  copy_source made;
  if (const auto at = text.rfind(versioned); at != text.npos) {
    made.version = text.substr(at + versioned.size());
    text = text.substr(0, at);
  }
  auto path = crypto::percent_decode(text);
  if (path && path->starts_with('/')) path->erase(0, 1);
  const auto slash = path ? path->find('/') : std::string::npos;
  if (slash == std::string::npos || slash == 0 || slash + 1 == path->size())
    throw invalid_argument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                           "x-amz-copy-source", stated);
  made.bucket = path->substr(0, slash);
  made.key = path->substr(slash + 1);
  return made;
}

version_ptr require_source(store& all, const copy_source& source, const input& request, const call_context& context) {
  const auto& in = all.require_source(source.bucket, context);
  if (const auto expected = request.text("ExpectedSourceBucketOwner"); !expected.empty() && expected != in.owner)
    throw access_denied();
  auto found = in.find(source.key, source.version);
  if (!found || (found->delete_marker && source.version.empty())) {
    if (found || source.version.empty()) throw no_such_key(source.key);
    throw no_such_version(source.key, source.version);
  }
  if (found->delete_marker)
    throw invalid_request("The source of a copy request may not specifically refer to a delete marker by version id.");
  check_source_conditions(request, *found);
  if (found->head.storage_class == "GLACIER" || found->head.storage_class == "DEEP_ARCHIVE")
    throw api_error{403, "InvalidObjectState", "Operation is not valid for the source object's storage class"};
  return found;
}

/// A new head where the request says REPLACE, else the source's with what the request changes.
object_head copied_head(const input& request, const object_version& from) {
  const auto stated = read_head(request);
  object_head head = stated;
  if (request.text("MetadataDirective") != "REPLACE") {
    head.fields = from.head.fields;
    head.metadata = from.head.metadata;
    head.fields["ServerSideEncryption"] = stated.fields.at("ServerSideEncryption");
    if (const auto to = stated.fields.find("WebsiteRedirectLocation"); to != stated.fields.end())
      head.fields["WebsiteRedirectLocation"] = to->second;
    else
      head.fields.erase("WebsiteRedirectLocation");
  }
  if (request.text("TaggingDirective") != "REPLACE") head.tags = from.head.tags;
  return head;
}

void check_self_copy(const copy_source& source, const input& request, const object_version& from) {
  if (source.bucket != request.text("Bucket") || source.key != request.text("Key") || !source.version.empty()) return;
  const auto storage = request.text("StorageClass");
  const bool changes = request.text("MetadataDirective") == "REPLACE" || request.has("ServerSideEncryption") ||
                       request.has("WebsiteRedirectLocation") || request.has("ChecksumAlgorithm") ||
                       (!storage.empty() && storage != from.head.storage_class);
  if (changes) return;
  throw invalid_request(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
      "metadata, storage class, website redirect location or encryption attributes.");
}

}  // namespace

outcome copy_object(store& all, const input& request, const call_context& context) {
  auto& to = all.require(request, context);
  const auto key = request.text("Key");
  const auto source = read_source(request);
  check_acl(to, request);
  const auto from = require_source(all, source, request, context);
  check_self_copy(source, request, *from);
  if (from->data.size() > largest_copy)
    throw invalid_request(
        "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120");
  check_write_conditions(request, key, to.current(key).get());
  const auto algorithm = read_algorithm(request.text("ChecksumAlgorithm"));
  if (context.hit_by(fault_kind::error200)) return error_in_success();

  object_version made;
  made.head = copied_head(request, *from);
  made.modified = context.now;
  made.data = from->data;
  const bool whole = from->parts.empty();
  made.etag = whole ? from->etag : crypto::to_hex(checksum_of(crypto::checksum_algorithm::md5, from->data));
  if (whole && from->checksum && (!algorithm || *algorithm == from->checksum->algorithm)) {
    made.checksum = from->checksum;
  } else if (from->checksum && from->checksum->full_object && (!algorithm || *algorithm == from->checksum->algorithm)) {
    made.checksum = from->checksum;
  } else {
    const auto chosen =
        algorithm.value_or(from->checksum ? from->checksum->algorithm : crypto::checksum_algorithm::crc64nvme);
    made.checksum = object_checksum{chosen, checksum_of(chosen, from->data), true};
  }
  const auto put = all.put(to, key, std::move(made));

  json::object result{{"ETag", in_quotes(put->etag)}, {"LastModified", xml_time(put->modified)}};
  put_checksum(result, *put->checksum, 0);
  json::object output{{"CopyObjectResult", std::move(result)},
                      {"ServerSideEncryption", put->head.fields.at("ServerSideEncryption")}};
  if (from->id != "null" || !source.version.empty()) output["CopySourceVersionId"] = from->id;
  if (to.versioning != versioning_state::off) output["VersionId"] = put->id;
  return output;
}

outcome upload_part_copy(store& all, const input& request, const call_context& context) {
  auto& in = all.require(request, context);
  const auto id = request.text("UploadId");
  const auto& of = all.require_upload(in, request.text("Key"), id);
  const int number = part_number(request);
  const auto source = read_source(request);
  const auto from = require_source(all, source, request, context);
  auto data = from->data;
  if (const auto stated = request.text("CopySourceRange"); !stated.empty()) {
    std::optional<byte_range> range;
    try {
      range = read_range(stated, data.size());
    } catch (const api_error&) {  // told below
    }
    const auto wanted = read_range(stated, UINT64_MAX);
    if (!wanted || stated.ends_with('-') || stated.starts_with("bytes=-"))
      throw invalid_argument(
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and "
          "last are the zero-based offsets of the first and last bytes to copy",
          "x-amz-copy-source-range", stated);
    if (!range || wanted->size != range->size)
      throw invalid_argument(
          join({"Range specified is not valid for source object of size: ", std::to_string(data.size())}),
          "x-amz-copy-source-range", stated);
    data = data.part(range->from, range->size);
  }
  if (data.size() > largest_copy)
    throw invalid_request(
        "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120");
  if (context.hit_by(fault_kind::error200)) return error_in_success();

  uploaded_part made;
  made.modified = context.now;
  crypto::checksum md5{crypto::checksum_algorithm::md5}, crc{crypto::checksum_algorithm::crc64nvme};
  std::optional<crypto::checksum> stated;
  if (of.algorithm && *of.algorithm != crypto::checksum_algorithm::crc64nvme) stated.emplace(*of.algorithm);
  data.each([&](std::string_view piece) {
    md5.update(piece);
    crc.update(piece);
    if (stated) stated->update(piece);
  });
  made.md5 = md5.finish();
  made.checksums.emplace(crypto::checksum_algorithm::crc64nvme, crc.finish());
  json::object result{{"ETag", in_quotes(crypto::to_hex(made.md5))}, {"LastModified", xml_time(made.modified)}};
  if (stated) made.checksums.emplace(*of.algorithm, stated->finish());
  if (of.algorithm) result[checksum_member(*of.algorithm)] = to_base64(made.checksums.at(*of.algorithm));
  made.data = std::move(data);
  all.put_part(in, id, number, std::move(made));
  json::object output{{"CopyPartResult", std::move(result)}, {"ServerSideEncryption", "AES256"}};
  if (from->id != "null" || !source.version.empty()) output["CopySourceVersionId"] = from->id;
  return output;
}

}  // namespace aloft::local::s3
