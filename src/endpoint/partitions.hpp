#pragma once
// AWS's partitions: which one a region belongs to and what host names look like there (partitions.json of the models).

#include "aloft/error.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::endpoint {

/// Immutable after construction; thread-safe.
class partitions {
 public:
  static result<std::shared_ptr<const partitions>> parse(std::string_view json_text);

  /// The record that the rule language's aws.partition gives: name, dnsSuffix, dualStackDnsSuffix, supportsFIPS,
  /// supportsDualStack, implicitGlobalRegion. A region that no partition knows or matches belongs to "aws".
  /// Null only when there are no partitions at all.
  const boost::json::value* find(std::string_view region) const;

  /// Names of all regions of a partition ("aws") without pseudo regions ("aws-global"); empty when it is unknown.
  std::vector<std::string> regions(std::string_view partition) const;
  /// The same over all partitions.
  std::vector<std::string> all_regions() const;
  /// Some partition lists this region or its pattern matches it.
  bool knows(std::string_view region) const;

 private:
  struct region {
    std::string name;
    std::optional<boost::json::value> outputs;  ///< where the region differs from its partition
  };
  struct partition {
    std::string id, pattern;
    boost::json::value outputs;
    std::vector<region> regions;
    mutable std::once_flag compiled;  ///< patterns are needed only for regions newer than the models
    mutable std::regex expression;
  };
  const partition* listed(std::string_view region, const boost::json::value** outputs) const;
  const partition* matching(std::string_view region) const;

  std::vector<std::unique_ptr<partition>> partitions_;
};

}  // namespace aloft::endpoint
