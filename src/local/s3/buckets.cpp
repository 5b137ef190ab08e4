// Making, finding and ending buckets, and their settings.

#include "local/characters.hpp"
#include "local/region_facts.hpp"
#include "local/s3/heads.hpp"
#include "local/s3/request_parts.hpp"
#include "local/s3/s3_error.hpp"
#include "local/s3/s3_operations.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace aloft::local::s3 {
namespace {

namespace json = boost::json;

constexpr std::string_view first_region = "us-east-1";

/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
bool is_bucket_name(std::string_view name) {
  const auto small = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c); };
  const bool looks_right = name.size() >= 3 && name.size() <= 63 && small(name.front()) && small(name.back()) &&
                           std::ranges::all_of(name, [&](char c) { return small(c) || c == '-' || c == '.'; });
  if (!looks_right || name.find("..") != name.npos) return false;
  const bool address =
      std::ranges::count(name, '.') == 3 && std::ranges::all_of(name, [](char c) { return is_digit(c) || c == '.'; });
  return !address && !name.starts_with("xn--") && !name.ends_with("-s3alias") && !name.ends_with("--ol-s3");
}

/// The region that the bucket is to be in.
std::string chosen_region(const input& request, const call_context& context) {
  auto stated = request.structure("CreateBucketConfiguration").text("LocationConstraint");
  if (stated == "EU") stated = "eu-west-1";
  if (stated.empty()) {
    if (context.region == first_region) return std::string{first_region};
    throw api_error{400, "IllegalLocationConstraintException",
                    "The unspecified location constraint is incompatible for the region specific endpoint this request "
                    "was sent to."};
  }
  if (stated == first_region || find_region(stated) == nullptr)
    throw api_error{400, "InvalidLocationConstraint", "The specified location-constraint is not valid"}.with_element(
        "LocationConstraint", std::string{stated});
  if (stated != context.region && context.region != first_region)
    throw api_error{400, "IllegalLocationConstraintException",
                    join({"The ", stated,
                          " location constraint is incompatible for the region specific endpoint this request was sent "
                          "to."})};
  return std::string{stated};
}

}  // namespace

outcome create_bucket(store& all, const input& request, const call_context& context) {
  const auto name = request.text("Bucket");
  if (!is_bucket_name(name))
    throw api_error{400, "InvalidBucketName", "The specified bucket is not valid."}.with_element("BucketName",
                                                                                                 std::string{name});
  auto region = chosen_region(request, context);
  json::object output{{"Location", join({"/", name})}};
  if (const auto* there = all.find(name)) {
    if (there->owner != context.caller.account_id)
      throw api_error{409, "BucketAlreadyExists",
                      "The requested bucket name is not available. The bucket namespace is shared by all users of the "
                      "system. Please select a different name and try again."}
          .with_element("BucketName", std::string{name});
    if (there->region == first_region && region == first_region) return output;
    throw api_error{409, "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it."}
        .with_element("BucketName", std::string{name});
  }
  bucket made;
  made.name = name;
  made.region = std::move(region);
  made.owner = context.caller.account_id;
  made.created = context.now;
  const auto ownership = request.text("ObjectOwnership");
  made.allows_acls = !ownership.empty() && ownership != "BucketOwnerEnforced";
  check_acl(made, request);
  all.create(std::move(made));
  return output;
}

outcome delete_bucket(store& all, const input& request, const call_context& context) {
  const auto& gone = all.require(request, context);
  if (!gone.keys.empty()) {
    const bool versions = gone.versioning != versioning_state::off;
    throw api_error{409, "BucketNotEmpty",
                    versions
                        ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
                        : "The bucket you tried to delete is not empty"}
        .with_element("BucketName", gone.name);
  }
  all.remove(gone);
  return json::object{};
}

outcome get_bucket_location(store& all, const input& request, const call_context& context) {
  const auto* found = all.find(request.text("Bucket"));
  // Asked in any region, as it is asked by those who do not know it.
  const auto& there = found != nullptr ? all.require_source(found->name, context) : all.require(request, context);
  full_output made;
  const std::string open = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                           "\n"
                           R"(<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/")";
  made.document = there.region == first_region ? open + "/>" : open + '>' + there.region + "</LocationConstraint>";
  return made;
}

outcome head_bucket(store& all, const input& request, const call_context& context) {
  const auto& found = all.require(request, context);
  return json::object{{"BucketRegion", found.region}, {"AccessPointAlias", false}};
}

outcome list_buckets(store& all, const input& request, const call_context& context) {
  const auto most = page_size(request, "MaxBuckets", 10000);
  const auto prefix = request.text("Prefix"), region = request.text("BucketRegion");
  const auto after = request.text("ContinuationToken");
  json::array rows;
  json::object output;
  std::string last;
  for (auto at = after.empty() ? all.all().begin() : all.all().upper_bound(after); at != all.all().end(); ++at) {
    const auto& one = at->second;
    if (one.owner != context.caller.account_id || !one.name.starts_with(prefix)) continue;
    if (!region.empty() && one.region != region) continue;
    if (rows.size() == most) {
      output["ContinuationToken"] = last;
      break;
    }
    rows.push_back(
        json::object{{"Name", one.name}, {"CreationDate", xml_time(one.created)}, {"BucketRegion", one.region}});
    last = one.name;
  }
  output["Buckets"] = std::move(rows);
  output["Owner"] = json::object{{"ID", context.caller.account_id}};
  if (!prefix.empty()) output["Prefix"] = prefix;
  return output;
}

outcome get_bucket_versioning(store& all, const input& request, const call_context& context) {
  const auto& of = all.require(request, context);
  if (of.versioning == versioning_state::off) return json::object{};
  return json::object{{"Status", of.versioning == versioning_state::enabled ? "Enabled" : "Suspended"}};
}

outcome put_bucket_versioning(store& all, const input& request, const call_context& context) {
  auto& of = all.require(request, context);
  const auto status = request.structure("VersioningConfiguration").text("Status");
  if (status != "Enabled" && status != "Suspended")
    throw api_error{400, "IllegalVersioningConfigurationException", "The Versioning element must be specified"};
  of.versioning = status == "Enabled" ? versioning_state::enabled : versioning_state::suspended;
  all.changed(of);
  return json::object{};
}

}  // namespace aloft::local::s3
