#pragma once
// Services by the name that their requests are signed for. Several share one: neptune, docdb and rds; what is asked
// says which is meant.

#include <aloft/http_message.hpp>
#include "model/catalog.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local::synthetic {

class service_index {
 public:
  /// Reads the metadata of all services, which takes a while.
  explicit service_index(const model::catalog& catalog);

  /// The service that has the operation which the request asks for; null when none signed for so does.
  std::shared_ptr<const model::service> find(std::string_view signing_name, const http_request& request) const;

 private:
  std::map<std::string, std::vector<std::shared_ptr<const model::service>>, std::less<>> by_signing_name_;
};

}  // namespace aloft::local::synthetic
