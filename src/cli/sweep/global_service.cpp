#include "cli/sweep/global_service.hpp"

#include <aloft/regions.hpp>

#include <map>

namespace aloft::cli {

std::vector<place> distinct_places(const service_model& service, const std::vector<std::string>& regions) {
  std::vector<place> places;
  std::map<std::string, std::size_t> seen;
  const auto urls = standard_endpoints(service, regions);
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const auto& region = regions[i];
    // A region of its own where the rules want to know more.
    const auto [known, first] = seen.try_emplace(urls ? (*urls)[i].value_or(region) : region, places.size());
    if (first) {
      places.push_back({region, region});
    } else {
      places[known->second].name = partition_of(region).value() + "-global";
    }
  }
  return places;
}

}  // namespace aloft::cli
