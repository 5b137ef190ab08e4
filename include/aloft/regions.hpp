#pragma once
// Which regions AWS has, and where its services are in them, as far as the models say: partitions and the services' own
// endpoint rules. An account may have fewer (EC2's DescribeRegions tells).
//
// Thread: safe. Errors: config, where the models cannot be found or read. Blocks: the first use maps and unpacks the
// models; milliseconds at most.

#include <aloft/model.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft {

/// Names of all regions of all partitions, sorted. Pseudo regions ("aws-global") are none.
result<std::vector<std::string>> region_names();

/// The partition of a region: "aws", "aws-cn", … A region that none lists goes by the partitions' patterns, else to
/// "aws".
result<std::string> partition_of(std::string_view region);

/// The URL of a service in each of the regions, without FIPS, dual-stack or what single operations change. Nothing
/// where the service's rules want to know more than the region. Services that are one for all regions give one URL.
result<std::vector<std::optional<std::string>>> standard_endpoints(const service_model& service,
                                                                   std::span<const std::string> regions);

}  // namespace aloft
