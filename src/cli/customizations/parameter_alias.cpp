#include "cli/customizations/parameter_alias.hpp"

#include <array>

namespace aloft::cli {
namespace {

struct alias {
  std::string_view service, operation;  ///< empty operation: all of them
  std::string_view option, member;
};

constexpr std::array aliases{
    alias{"route53domains", "ViewBilling", "start-time", "Start"},
    alias{"route53domains", "ViewBilling", "end-time", "End"},
    alias{"sagemaker", "", "version-number", "Version"},
};

}  // namespace

std::string_view aliased_member(const operation_model& operation, std::string_view option) noexcept {
  for (const auto& one : aliases) {
    if (one.option != option || one.service != operation.service_name()) continue;
    if (one.operation.empty() || one.operation == operation.name()) return one.member;
  }
  return {};
}

}  // namespace aloft::cli
