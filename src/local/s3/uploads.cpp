// Uploads in parts.

#include <aloft/base64.hpp>
#include "crypto/crc_combine.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "crypto/percent.hpp"
#include "local/s3/checksums.hpp"
#include "local/s3/conditions.hpp"
#include "local/s3/heads.hpp"
#include "local/s3/listing.hpp"
#include "local/s3/request_parts.hpp"
#include "local/s3/s3_error.hpp"
#include "local/s3/s3_operations.hpp"

#include <algorithm>
#include <tuple>

namespace aloft::local::s3 {
namespace {

namespace json = boost::json;
using crypto::checksum_algorithm;

constexpr std::uint64_t smallest_part = std::uint64_t{5} << 20;

bool is_digest(checksum_algorithm algorithm) noexcept { return !crypto::combines(algorithm); }

std::string_view type_name(bool full_object) noexcept { return full_object ? "FULL_OBJECT" : "COMPOSITE"; }

std::string lower_name(checksum_algorithm algorithm) {
  std::string name{crypto::name_of(algorithm)};
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return name;
}

bool read_type(const input& request, std::optional<checksum_algorithm> algorithm) {
  const auto stated = request.text("ChecksumType");
  const bool only_full = !algorithm || *algorithm == checksum_algorithm::crc64nvme;
  if (stated.empty()) return only_full;
  const bool full = stated == "FULL_OBJECT";
  if ((full && algorithm && is_digest(*algorithm)) || (!full && only_full))
    throw invalid_request(join({"The ", stated, " checksum type cannot be used with the ",
                                algorithm ? lower_name(*algorithm) : "crc64nvme", " checksum algorithm."}));
  return full;
}

std::string etag_of(const uploaded_part& part) { return crypto::to_hex(part.md5); }

api_error invalid_part(int number, std::string_view etag, std::string_view id) {
  return api_error{400, "InvalidPart",
                   "One or more of the specified parts could not be found.  The part may not have been uploaded, or "
                   "the specified entity tag may not match the part's entity tag."}
      .with_element("UploadId", std::string{id})
      .with_element("PartNumber", std::to_string(number))
      .with_element("ETag", std::string{etag});
}

std::string_view unquoted(std::string_view etag) noexcept {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') return etag.substr(1, etag.size() - 2);
  return etag;
}

/// The parts that the request names, in order.
std::vector<std::pair<int, const uploaded_part*>> chosen_parts(const upload& of, const input& request,
                                                               std::string_view id) {
  const auto entries = request.structure("MultipartUpload").structures("Parts");
  if (entries.empty()) throw malformed_xml();
  std::vector<std::pair<int, const uploaded_part*>> chosen;
  for (const auto& entry : entries) {
    const int number = part_number(entry);
    if (!chosen.empty() && number <= chosen.back().first)
      throw api_error{400, "InvalidPartOrder",
                      "The list of parts was not in ascending order. Parts must be ordered by part number."}
          .with_element("UploadId", std::string{id});
    const auto found = of.parts.find(number);
    const auto etag = unquoted(entry.text("ETag"));
    if (found == of.parts.end() || etag_of(found->second) != etag) throw invalid_part(number, etag, id);
    for (const auto algorithm : flexible_checksums()) {
      const auto stated = entry.text(checksum_member(algorithm));
      if (stated.empty()) continue;
      const auto kept = found->second.checksums.find(algorithm);
      if (kept == found->second.checksums.end() || to_base64(kept->second) != stated)
        throw invalid_part(number, etag, id);
    }
    if (of.algorithm && !of.full_object && entry.text(checksum_member(*of.algorithm)).empty())
      throw invalid_request(join({"The upload was created using a ", lower_name(*of.algorithm),
                                  " checksum. The complete request must include the checksum for each part. It was "
                                  "missing for part ",
                                  std::to_string(number), " in the request."}));
    chosen.emplace_back(number, &found->second);
  }
  for (const auto& [number, part] : chosen) {
    if (number == chosen.back().first || part->data.size() >= smallest_part) continue;
    throw api_error{400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"}
        .with_element("ProposedSize", std::to_string(part->data.size()))
        .with_element("MinSizeAllowed", std::to_string(smallest_part))
        .with_element("PartNumber", std::to_string(number))
        .with_element("ETag", etag_of(*part));
  }
  return chosen;
}

object_version assembled(const upload& of, const std::vector<std::pair<int, const uploaded_part*>>& parts) {
  const auto algorithm = of.algorithm.value_or(checksum_algorithm::crc64nvme);
  object_version made;
  made.head = of.head;
  std::string digests, sums, whole;
  for (const auto& [number, part] : parts) {
    made.data.append(part->data);
    digests += part->md5;
    const auto& sum = part->checksums.at(algorithm);
    if (of.full_object)
      whole = crypto::combine(algorithm, whole, sum, part->data.size());
    else
      sums += sum;
    made.parts.push_back({number, part->data.size(), of.algorithm ? sum : ""});
  }
  made.etag = crypto::to_hex(crypto::md5(digests).view()) + '-' + std::to_string(parts.size());
  if (!of.full_object) {
    crypto::checksum sum{algorithm};
    sum.update(sums);
    whole = sum.finish();
  }
  made.checksum = object_checksum{algorithm, std::move(whole), of.full_object};
  return made;
}

/// What the request states of the whole object.
void check_statements(const upload& of, const object_version& made, const input& request) {
  if (const auto type = request.text("ChecksumType"); !type.empty() && type != type_name(of.full_object))
    throw invalid_request(join({"The upload was created using the ", type_name(of.full_object),
                                " checksum mode. The complete request must use the same checksum mode."}));
  if (request.has("MpuObjectSize")) {
    const auto stated = whole_number(request, "MpuObjectSize");
    if (static_cast<std::uint64_t>(stated) != made.data.size())
      throw invalid_request(join({"The provided 'x-amz-mp-object-size' header value ", std::to_string(stated),
                                  " does not match what was computed: ", std::to_string(made.data.size())}));
  }
  for (const auto algorithm : flexible_checksums()) {
    const auto stated = request.text(checksum_member(algorithm));
    if (stated.empty()) continue;
    if (algorithm != made.checksum->algorithm || stated != text_of(*made.checksum, made.parts.size()))
      throw api_error{400, "BadDigest",
                      join({"The ", lower_name(algorithm), " you specified did not match the calculated checksum."})};
  }
}

}  // namespace

outcome create_multipart_upload(store& all, const input& request, const call_context& context) {
  auto& in = all.require(request, context);
  check_acl(in, request);
  upload made;
  made.key = request.text("Key");
  made.begun = context.now;
  made.head = read_head(request);
  made.algorithm = read_algorithm(request.text("ChecksumAlgorithm"));
  made.full_object = read_type(request, made.algorithm);
  std::string id;
  const auto& begun = all.begin(in, std::move(made), id);
  json::object output{{"Bucket", in.name},
                      {"Key", begun.key},
                      {"UploadId", id},
                      {"ServerSideEncryption", begun.head.fields.at("ServerSideEncryption")}};
  if (begun.algorithm) {
    output["ChecksumAlgorithm"] = crypto::name_of(*begun.algorithm);
    output["ChecksumType"] = type_name(begun.full_object);
  }
  return output;
}

outcome upload_part(store& all, const input& request, const call_context& context) {
  auto& in = all.require(request, context);
  const auto id = request.text("UploadId");
  const auto& of = all.require_upload(in, request.text("Key"), id);
  const int number = part_number(request);
  auto body = take_body(context);
  const bool needs_stated = of.algorithm && *of.algorithm != checksum_algorithm::crc64nvme;
  if (of.algorithm && (body.stated || needs_stated) && body.stated != of.algorithm)
    throw invalid_request(join({"Checksum Type mismatch occurred, expected checksum Type: ", lower_name(*of.algorithm),
                                ", actual checksum Type: ", body.stated ? lower_name(*body.stated) : "null"}));
  json::object output{{"ETag", in_quotes(crypto::to_hex(body.md5))}, {"ServerSideEncryption", "AES256"}};
  if (const auto shown = body.stated ? body.stated : of.algorithm)
    output[checksum_member(*shown)] = to_base64(body.checksums.at(*shown));
  all.put_part(in, id, number, {std::move(body.data), context.now, std::move(body.md5), std::move(body.checksums)});
  return output;
}

outcome complete_multipart_upload(store& all, const input& request, const call_context& context) {
  auto& in = all.require(request, context);
  const auto key = request.text("Key"), id = request.text("UploadId");
  const auto& of = all.require_upload(in, key, id);
  const auto parts = chosen_parts(of, request, id);
  auto made = assembled(of, parts);
  check_statements(of, made, request);
  check_write_conditions(request, key, in.current(key).get());
  if (context.hit_by(fault_kind::error200)) return error_in_success();
  made.modified = context.now;
  const auto put = all.put(in, key, std::move(made));
  all.end_upload(in, id);
  std::string location = join({context.endpoint, "/", in.name, "/"});
  crypto::append_path_encoded(location, key);
  json::object output{{"Location", location},
                      {"Bucket", in.name},
                      {"Key", key},
                      {"ETag", in_quotes(put->etag)},
                      {"ServerSideEncryption", put->head.fields.at("ServerSideEncryption")}};
  put_checksum(output, *put->checksum, put->parts.size());
  if (in.versioning != versioning_state::off) output["VersionId"] = put->id;
  return output;
}

outcome abort_multipart_upload(store& all, const input& request, const call_context& context) {
  auto& in = all.require(request, context);
  const auto id = request.text("UploadId");
  all.require_upload(in, request.text("Key"), id);
  all.end_upload(in, id);
  return json::object{};
}

outcome list_parts(store& all, const input& request, const call_context& context) {
  auto& in = all.require(request, context);
  const auto key = request.text("Key"), id = request.text("UploadId");
  const auto& of = all.require_upload(in, key, id);
  const auto most = page_size(request, "MaxParts");
  const auto marker = static_cast<int>(std::clamp<std::int64_t>(whole_number(request, "PartNumberMarker"), 0, 10000));
  json::array rows;
  auto at = of.parts.upper_bound(marker);
  int last = marker;
  for (; at != of.parts.end() && rows.size() < most; ++at) {
    const auto& [number, part] = *at;
    json::object row{{"PartNumber", number},
                     {"LastModified", xml_time(part.modified)},
                     {"ETag", in_quotes(etag_of(part))},
                     {"Size", part.data.size()}};
    if (of.algorithm) row[checksum_member(*of.algorithm)] = to_base64(part.checksums.at(*of.algorithm));
    rows.push_back(std::move(row));
    last = number;
  }
  const json::object who{{"ID", in.owner}};
  json::object output{{"Bucket", in.name},
                      {"Key", key},
                      {"UploadId", id},
                      {"PartNumberMarker", marker},
                      {"NextPartNumberMarker", last},
                      {"MaxParts", most},
                      {"IsTruncated", at != of.parts.end()},
                      {"Initiator", who},
                      {"Owner", who},
                      {"StorageClass", of.head.storage_class}};
  if (of.algorithm) {
    output["ChecksumAlgorithm"] = crypto::name_of(*of.algorithm);
    output["ChecksumType"] = type_name(of.full_object);
  }
  if (!rows.empty()) output["Parts"] = std::move(rows);
  return output;
}

outcome list_multipart_uploads(store& all, const input& request, const call_context& context) {
  const auto& in = all.require(request, context);
  const name_form form{request};
  const auto most = page_size(request, "MaxUploads");
  const auto prefix = request.text("Prefix"), delimiter = request.text("Delimiter");
  const auto key_marker = request.text("KeyMarker"), id_marker = request.text("UploadIdMarker");
  using place = std::tuple<std::string_view, timestamp, std::string_view>;
  std::vector<place> order;
  for (const auto& [id, one] : in.uploads)
    if (one.key.starts_with(prefix)) order.emplace_back(one.key, one.begun, id);
  std::ranges::sort(order);
  auto at = order.begin();
  if (!key_marker.empty()) {
    at = std::ranges::find_if(order, [&](const place& one) {
      return std::get<0>(one) > key_marker || (!id_marker.empty() && std::get<0>(one) == key_marker);
    });
    if (!id_marker.empty()) {
      const auto mark = std::find_if(at, order.end(), [&](const place& one) { return std::get<2>(one) == id_marker; });
      if (mark != order.end() && std::get<0>(*mark) == key_marker) at = mark + 1;
    }
  }
  json::array rows;
  std::vector<std::string> prefixes;
  std::string last_key, last_id;
  bool truncated = false;
  for (; most != 0 && at != order.end(); ++at) {
    const auto& [key, begun, id] = *at;
    const auto common = common_prefix(key, prefix, delimiter);
    if (!common.empty() && ((!prefixes.empty() && prefixes.back() == common) || key_marker == common)) continue;
    if ((truncated = rows.size() + prefixes.size() == most)) break;
    last_key = common.empty() ? key : common;
    last_id = common.empty() ? id : "";
    if (!common.empty()) {
      prefixes.emplace_back(common);
      continue;
    }
    const auto& one = in.uploads.find(id)->second;
    const json::object who{{"ID", in.owner}};
    json::object row{{"Key", form(key)}, {"UploadId", id}, {"Initiated", xml_time(begun)},
                     {"Initiator", who}, {"Owner", who},   {"StorageClass", one.head.storage_class}};
    if (one.algorithm) {
      row["ChecksumAlgorithm"] = crypto::name_of(*one.algorithm);
      row["ChecksumType"] = type_name(one.full_object);
    }
    rows.push_back(std::move(row));
  }
  json::object output{{"Bucket", in.name},           {"KeyMarker", form(key_marker)},
                      {"UploadIdMarker", id_marker}, {"Prefix", form(prefix)},
                      {"MaxUploads", most},          {"IsTruncated", truncated}};
  if (!delimiter.empty()) output["Delimiter"] = form(delimiter);
  form.put(output);
  if (truncated) {
    output["NextKeyMarker"] = form(last_key);
    output["NextUploadIdMarker"] = last_id;
  }
  if (!rows.empty()) output["Uploads"] = std::move(rows);
  if (!prefixes.empty()) output["CommonPrefixes"] = prefix_rows(prefixes, form);
  return output;
}

}  // namespace aloft::local::s3
