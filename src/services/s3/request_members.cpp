#include "services/s3/request_members.hpp"

#include <aloft/model.hpp>

namespace aloft::s3 {

boost::json::object members_of(std::string_view operation, const boost::json::object& settings) {
  boost::json::object own;
  if (settings.empty()) return own;
  static const auto service = find_service_model("s3");
  if (!service) return settings;  // the call will say what is wrong with the models
  const auto called = service->find_operation(operation);
  if (!called) return settings;
  for (const auto& [name, value] : settings)
    if (called->input().find(std::string_view{name.data(), name.size()})) own[name] = value;
  return own;
}

}  // namespace aloft::s3
