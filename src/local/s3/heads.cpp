#include "local/s3/heads.hpp"

#include "core/ascii.hpp"
#include "local/api_error.hpp"
#include "local/s3/s3_error.hpp"
#include "protocol/uri_template.hpp"

#include <cstdio>

namespace aloft::local::s3 {
namespace {

constexpr std::string_view kept_fields[] = {
    "CacheControl", "ContentDisposition",      "ContentEncoding",      "ContentLanguage", "ContentType",
    "Expires",      "WebsiteRedirectLocation", "ServerSideEncryption", "SSEKMSKeyId",     "BucketKeyEnabled"};
constexpr std::size_t most_metadata = 2048;
constexpr std::size_t most_object_tags = 10;

constexpr std::string_view storage_classes[] = {
    "STANDARD",        "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
    "GLACIER",         "DEEP_ARCHIVE",       "OUTPOSTS",    "GLACIER_IR", "SNOW",
    "EXPRESS_ONEZONE", "FSX_OPENZFS",        "FSX_ONTAP"};

/// Without the content coding of the transfer, which S3 does not keep.
std::string stored_encoding(std::string_view stated) {
  std::string kept;
  while (!stated.empty()) {
    const auto end = std::min(stated.find(','), stated.size());
    auto one = stated.substr(0, end);
    stated.remove_prefix(std::min(end + 1, stated.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.empty() || one == "aws-chunked") continue;
    kept += (kept.empty() ? "" : ",") + std::string{one};
  }
  return kept;
}

}  // namespace

object_head read_head(const input& request) {
  object_head head;
  for (const auto name : kept_fields) {
    if (const auto* value = request.find(name); value != nullptr && value->is_bool()) {
      if (value->get_bool()) head.fields.emplace(name, "true");
    } else if (const auto text = request.text(name); !text.empty()) {
      head.fields.emplace(name, text);
    }
  }
  if (const auto stated = head.fields.find("ContentEncoding"); stated != head.fields.end()) {
    stated->second = stored_encoding(stated->second);
    if (stated->second.empty()) head.fields.erase(stated);
  }
  head.fields.try_emplace("ContentType", "binary/octet-stream");
  head.fields.try_emplace("ServerSideEncryption", "AES256");
  std::size_t size = 0;
  for (auto& [name, value] : request.text_map("Metadata")) {
    size += name.size() + value.size();
    head.metadata.emplace(ascii::lower(name), value);
  }
  if (size > most_metadata)
    throw api_error{400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size"}
        .with_element("Size", std::to_string(size))
        .with_element("MaxSizeAllowed", std::to_string(most_metadata));
  head.tags = read_tag_text(request.text("Tagging"));
  if (const auto stated = request.text("StorageClass"); !stated.empty()) {
    if (std::ranges::find(storage_classes, stated) == std::end(storage_classes))
      throw api_error{400, "InvalidStorageClass", "The storage class you specified is not valid"}.with_element(
          "StorageClassRequested", std::string{stated});
    head.storage_class = stated;
  }
  return head;
}

text_map read_tag_text(std::string_view text) {
  text_map tags;
  for (auto& [name, value] : protocol::parse_query(text))
    if (!tags.emplace(std::move(name), std::move(value)).second)
      throw invalid_argument(
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters "
          "without tag name duplicates.",
          "x-amz-tagging", text);
  check_tags(tags, most_object_tags);
  return tags;
}

void check_tags(const text_map& tags, std::size_t most) {
  constexpr std::size_t longest_name = 128, longest_value = 256;
  if (tags.size() > most)
    throw api_error{400, "BadRequest", join({"Object tags cannot be greater than ", std::to_string(most)})};
  for (const auto& [name, value] : tags) {
    if (name.empty() || name.size() > longest_name * 4 || name.starts_with("aws:"))
      throw api_error{400, "InvalidTag", "The TagKey you have provided is invalid"}.with_element("TagKey", name);
    if (value.size() > longest_value * 4)
      throw api_error{400, "InvalidTag", "The TagValue you have provided is invalid"}.with_element("TagValue", value);
  }
}

void put_head(boost::json::object& output, const object_version& of, bool versioned) {
  for (const auto& [name, value] : of.head.fields) {
    if (name == "BucketKeyEnabled")
      output[name] = true;
    else
      output[name] = value;
  }
  if (!of.head.metadata.empty()) {
    boost::json::object metadata;
    for (const auto& [name, value] : of.head.metadata) metadata[name] = value;
    output["Metadata"] = std::move(metadata);
  }
  if (!of.head.tags.empty()) output["TagCount"] = of.head.tags.size();
  if (of.head.storage_class != "STANDARD") output["StorageClass"] = of.head.storage_class;
  output["AcceptRanges"] = "bytes";
  output["ETag"] = in_quotes(of.etag);
  output["LastModified"] = xml_time(of.modified);
  if (versioned) output["VersionId"] = of.id;
}

std::string xml_time(timestamp time) {
  auto text = format_timestamp({time.seconds, 0}, timestamp_format::date_time);
  if (text.ends_with('Z')) text.insert(text.size() - 1, ".000");
  return text;
}

std::string in_quotes(std::string_view etag) { return join({"\"", etag, "\""}); }

}  // namespace aloft::local::s3
