#pragma once
// What the endpoint rules of a service are told about a client: its options as the rules' built-ins.

#include "aloft/endpoint_options.hpp"
#include "endpoint/parameters.hpp"
#include "model/service.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace aloft::client_detail {

/// A region as it is asked for. Old spellings name FIPS in it: "fips-us-east-1", "us-east-1-fips".
struct asked_region {
  std::string name;
  bool fips = false;
};
asked_region read_region(std::string_view text);

/// `url`: the custom endpoint, or empty.
endpoint::settings rule_settings(const model::service& service, const std::string& region,
                                 const endpoint_options& options, const std::string& url);

/// Built-ins that one call changes: S3's GetBucketLocation never has the bucket in the host (its region is what is
/// asked for), and ARNs have no place in a path.
boost::json::object call_built_ins(const model::operation& operation, const serde::edited_input& input);

}  // namespace aloft::client_detail
