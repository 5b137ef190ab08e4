#pragma once
// A believable estate, for demos and for trying things out.

#include "local/ec2/region_state.hpp"

namespace aloft::local::ec2 {

/// Fills a new region: VPCs with subnets, security groups whose rules show every kind of peer and protocol, instances.
/// How much there is and some of the details depend on the region's name, always in the same way.
void plant(region_state& region);

}  // namespace aloft::local::ec2
