#include "cli/customizations/absent_member.hpp"

#include <array>

namespace aloft::cli {
namespace {

struct absent_member {
  std::string_view service, operation, member;
};

constexpr std::array rows{absent_member{"s3", "GetBucketLocation", "LocationConstraint"}};

}  // namespace

std::string_view shown_though_absent(const operation_model& operation) noexcept {
  for (const auto& row : rows)
    if (row.operation == operation.name() && row.service == operation.service_name()) return row.member;
  return {};
}

}  // namespace aloft::cli
