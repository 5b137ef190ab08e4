#pragma once
// Services that have one endpoint for all regions of a partition: IAM, Route 53, CloudFront …

#include <aloft/model.hpp>

#include <string>
#include <vector>

namespace aloft::cli {

/// A region to ask, and what stands for it in rows.
struct place {
  std::string region;
  std::string name;  ///< the region, or "aws-global" where its endpoint is that of other regions as well
};

/// The regions, each once per endpoint that the service's own rules give it; a custom endpoint changes nothing here.
std::vector<place> distinct_places(const service_model& service, const std::vector<std::string>& regions);

}  // namespace aloft::cli
