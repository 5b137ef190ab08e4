#include "local/region_facts.hpp"

#include <algorithm>
#include <iterator>

namespace aloft::local {
namespace {

// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
constexpr region_fact table[] = {
    {"af-south-1", "aws", true},
    {"ap-east-1", "aws", true},
    {"ap-east-2", "aws", true},
    {"ap-northeast-1", "aws", false},
    {"ap-northeast-2", "aws", false},
    {"ap-northeast-3", "aws", false},
    {"ap-south-1", "aws", false},
    {"ap-south-2", "aws", true},
    {"ap-southeast-1", "aws", false},
    {"ap-southeast-2", "aws", false},
    {"ap-southeast-3", "aws", true},
    {"ap-southeast-4", "aws", true},
    {"ap-southeast-5", "aws", true},
    {"ap-southeast-6", "aws", true},
    {"ap-southeast-7", "aws", true},
    {"ca-central-1", "aws", false},
    {"ca-west-1", "aws", true},
    {"eu-central-1", "aws", false},
    {"eu-central-2", "aws", true},
    {"eu-north-1", "aws", false},
    {"eu-south-1", "aws", true},
    {"eu-south-2", "aws", true},
    {"eu-west-1", "aws", false},
    {"eu-west-2", "aws", false},
    {"eu-west-3", "aws", false},
    {"il-central-1", "aws", true},
    {"me-central-1", "aws", true},
    {"me-south-1", "aws", true},
    {"me-west-1", "aws", true},
    {"mx-central-1", "aws", true},
    {"sa-east-1", "aws", false},
    {"sa-west-1", "aws", true},
    {"us-east-1", "aws", false},
    {"us-east-2", "aws", false},
    {"us-west-1", "aws", false},
    {"us-west-2", "aws", false},
    {"cn-north-1", "aws-cn", false},
    {"cn-northwest-1", "aws-cn", false},
    {"eusc-de-east-1", "aws-eusc", false},
    {"us-gov-east-1", "aws-us-gov", false},
    {"us-gov-west-1", "aws-us-gov", false},
};

}  // namespace

std::span<const region_fact> all_regions() noexcept { return table; }

const region_fact* find_region(std::string_view name) noexcept {
  const auto* found = std::ranges::find(table, name, &region_fact::name);
  return found != std::end(table) ? found : nullptr;
}

std::string_view dns_suffix(std::string_view partition) noexcept {
  if (partition == "aws-cn") return "amazonaws.com.cn";
  if (partition == "aws-eusc") return "amazonaws.eu";
  return "amazonaws.com";
}

}  // namespace aloft::local
