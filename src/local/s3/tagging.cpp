// Tags of buckets and objects.

#include "local/s3/heads.hpp"
#include "local/s3/request_parts.hpp"
#include "local/s3/s3_error.hpp"
#include "local/s3/s3_operations.hpp"

#include <boost/json/array.hpp>

namespace aloft::local::s3 {
namespace {

namespace json = boost::json;

constexpr std::size_t most_bucket_tags = 50;
constexpr std::size_t most_object_tags = 10;

json::array rows_of(const text_map& tags) {
  json::array rows;
  for (const auto& [key, value] : tags) rows.push_back(json::object{{"Key", key}, {"Value", value}});
  return rows;
}

text_map read_tags(const input& request, std::size_t most) {
  text_map tags;
  for (const auto& tag : request.structure("Tagging").structures("TagSet"))
    if (!tags.emplace(tag.text("Key"), tag.text("Value")).second)
      throw api_error{400, "InvalidTag", "Cannot provide multiple Tags with the same key"}.with_element(
          "TagKey", std::string{tag.text("Key")});
  check_tags(tags, most);
  return tags;
}

outcome set_object_tags(store& all, const input& request, const call_context& context, text_map tags) {
  auto& in = all.require(request, context);
  const auto key = request.text("Key");
  const auto of = require_version(in, key, request.text("VersionId"));
  auto changed = *of;
  changed.head.tags = std::move(tags);
  all.replace(in, key, of, std::move(changed));
  json::object output;
  if (in.versioning != versioning_state::off) output["VersionId"] = of->id;
  return output;
}

}  // namespace

outcome get_bucket_tagging(store& all, const input& request, const call_context& context) {
  const auto& of = all.require(request, context);
  if (of.tags.empty())
    throw api_error{404, "NoSuchTagSet", "The TagSet does not exist"}.with_element("BucketName", of.name);
  return json::object{{"TagSet", rows_of(of.tags)}};
}

outcome put_bucket_tagging(store& all, const input& request, const call_context& context) {
  auto& of = all.require(request, context);
  of.tags = read_tags(request, most_bucket_tags);
  all.changed(of);
  return json::object{};
}

outcome delete_bucket_tagging(store& all, const input& request, const call_context& context) {
  auto& of = all.require(request, context);
  of.tags.clear();
  all.changed(of);
  return json::object{};
}

outcome get_object_tagging(store& all, const input& request, const call_context& context) {
  const auto& in = all.require(request, context);
  const auto of = require_version(in, request.text("Key"), request.text("VersionId"));
  json::object output{{"TagSet", rows_of(of->head.tags)}};
  if (in.versioning != versioning_state::off) output["VersionId"] = of->id;
  return output;
}

outcome put_object_tagging(store& all, const input& request, const call_context& context) {
  return set_object_tags(all, request, context, read_tags(request, most_object_tags));
}

outcome delete_object_tagging(store& all, const input& request, const call_context& context) {
  return set_object_tags(all, request, context, {});
}

}  // namespace aloft::local::s3
