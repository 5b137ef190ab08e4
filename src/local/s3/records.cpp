#include "local/s3/records.hpp"

#include <aloft/base64.hpp>
#include "local/call_parameters.hpp"

#include <boost/json/array.hpp>

#include <stdexcept>

namespace aloft::local::s3 {
namespace {

namespace json = boost::json;
using crypto::checksum_algorithm;

json::array pair_of(timestamp time) { return {time.seconds, time.nanoseconds}; }

json::object map_of(const text_map& texts) {
  json::object made;
  for (const auto& [name, value] : texts) made[name] = value;
  return made;
}

json::array slices_of(const content& data) {
  json::array made;
  for (const auto& one : data.slices()) made.push_back(json::array{json::string{one.of->name()}, one.from, one.size});
  return made;
}

json::object head_of(const object_head& head) {
  return {{"fields", map_of(head.fields)},
          {"metadata", map_of(head.metadata)},
          {"tags", map_of(head.tags)},
          {"storage", head.storage_class}};
}

const json::value& at(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  if (found == nullptr) throw std::runtime_error{"there is no " + std::string{name}};
  return *found;
}

std::string text_at(const json::object& from, std::string_view name) { return std::string{at(from, name).as_string()}; }

timestamp time_at(const json::object& from, std::string_view name) {
  const auto& pair = at(from, name).as_array();
  return {pair.at(0).to_number<std::int64_t>(), pair.at(1).to_number<std::int32_t>()};
}

text_map map_at(const json::object& from, std::string_view name) {
  text_map made;
  for (const auto& [key, value] : at(from, name).as_object()) made.emplace(key, value.as_string());
  return made;
}

std::string raw_at(const json::object& from, std::string_view name) {
  return from_base64(text_at(from, name)).value_or("");
}

content content_at(const json::object& from, std::string_view name, blob_space& space) {
  content made;
  for (const auto& one : at(from, name).as_array()) {
    const auto& parts = one.as_array();
    const std::string blob{parts.at(0).as_string()};
    made.append({space.find(blob), parts.at(1).to_number<std::uint64_t>(), parts.at(2).to_number<std::uint64_t>()});
  }
  return made;
}

object_head read_head(const json::object& from) {
  return {map_at(from, "fields"), map_at(from, "metadata"), map_at(from, "tags"), text_at(from, "storage")};
}

checksum_algorithm algorithm_at(const json::object& from, std::string_view name) {
  const auto found = crypto::checksum_named(text_at(from, name));
  if (!found) throw std::runtime_error{"there is no checksum " + text_at(from, name)};
  return *found;
}

}  // namespace

json::object record_of(const bucket& one) {
  return {{"region", one.region},
          {"owner", one.owner},
          {"created", pair_of(one.created)},
          {"versioning", static_cast<int>(one.versioning)},
          {"acls", one.allows_acls},
          {"tags", map_of(one.tags)}};
}

json::object record_of(const object_version& one) {
  json::object made{{"id", one.id},
                    {"marker", one.delete_marker},
                    {"modified", pair_of(one.modified)},
                    {"head", head_of(one.head)},
                    {"data", slices_of(one.data)},
                    {"etag", one.etag}};
  if (one.checksum) {
    made["algorithm"] = crypto::name_of(one.checksum->algorithm);
    made["sum"] = to_base64(one.checksum->value);
    made["full"] = one.checksum->full_object;
  }
  json::array parts;
  for (const auto& part : one.parts) parts.push_back(json::array{part.number, part.size, to_base64(part.checksum)});
  if (!parts.empty()) made["parts"] = std::move(parts);
  return made;
}

json::object record_of(const upload& one) {
  json::object made{
      {"key", one.key}, {"begun", pair_of(one.begun)}, {"head", head_of(one.head)}, {"full", one.full_object}};
  if (one.algorithm) made["algorithm"] = crypto::name_of(*one.algorithm);
  return made;
}

json::object record_of(const uploaded_part& one) {
  json::object sums;
  for (const auto& [algorithm, value] : one.checksums) sums[crypto::name_of(algorithm)] = to_base64(value);
  return {{"data", slices_of(one.data)},
          {"modified", pair_of(one.modified)},
          {"md5", to_base64(one.md5)},
          {"sums", std::move(sums)}};
}

void read_record(const json::object& from, bucket& to) {
  to.region = text_at(from, "region");
  to.owner = text_at(from, "owner");
  to.created = time_at(from, "created");
  to.versioning = static_cast<versioning_state>(at(from, "versioning").to_number<int>());
  to.allows_acls = at(from, "acls").as_bool();
  to.tags = map_at(from, "tags");
}

object_version read_version(const json::object& from, blob_space& space) {
  object_version made;
  made.id = text_at(from, "id");
  made.delete_marker = at(from, "marker").as_bool();
  made.modified = time_at(from, "modified");
  made.head = read_head(at(from, "head").as_object());
  made.data = content_at(from, "data", space);
  made.etag = text_at(from, "etag");
  if (from.contains("algorithm"))
    made.checksum = object_checksum{algorithm_at(from, "algorithm"), raw_at(from, "sum"), at(from, "full").as_bool()};
  if (const auto* parts = from.if_contains("parts"))
    for (const auto& one : parts->as_array()) {
      const auto& part = one.as_array();
      made.parts.push_back({part.at(0).to_number<int>(), part.at(1).to_number<std::uint64_t>(),
                            from_base64(part.at(2).as_string()).value_or("")});
    }
  return made;
}

upload read_upload(const json::object& from) {
  upload made;
  made.key = text_at(from, "key");
  made.begun = time_at(from, "begun");
  made.head = read_head(at(from, "head").as_object());
  made.full_object = at(from, "full").as_bool();
  if (from.contains("algorithm")) made.algorithm = algorithm_at(from, "algorithm");
  return made;
}

uploaded_part read_part(const json::object& from, blob_space& space) {
  uploaded_part made;
  made.data = content_at(from, "data", space);
  made.modified = time_at(from, "modified");
  made.md5 = raw_at(from, "md5");
  for (const auto& [name, value] : at(from, "sums").as_object())
    if (const auto algorithm = crypto::checksum_named(name))
      made.checksums.emplace(*algorithm, from_base64(value.as_string()).value_or(""));
  return made;
}

}  // namespace aloft::local::s3
