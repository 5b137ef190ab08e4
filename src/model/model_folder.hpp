#pragma once
// A folder of models in botocore's layout: SERVICE/VERSION/service-2.json[.gz] and what belongs to it, each with its
// sdk-extras merged in as botocore's loader does. Reads when asked; keeps nothing.

#include "model/service.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace aloft::model {

/// The texts of one service, of the latest version that has a service-2.
struct model_texts {
  std::string name, service2, paginators, waiters, endpoint_rules;

  service_texts view() const noexcept { return {name, service2, paginators, waiters, endpoint_rules}; }
};

class model_folder {
 public:
  explicit model_folder(std::filesystem::path path) : path_{std::move(path)} {}

  /// Names of the services that have a service-2, sorted. A folder that cannot be read: config error
  /// "UnreadableModels".
  result<std::vector<std::string>> service_names() const;
  result<model_texts> read(std::string_view service) const;
  /// partitions.json; empty when there is none.
  result<std::string> partitions() const;

 private:
  std::filesystem::path path_;
};

}  // namespace aloft::model
