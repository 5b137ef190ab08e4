#include "cli/customizations/value_names.hpp"

#include <array>

namespace aloft::cli {
namespace {

struct value_name {
  std::string_view service, operation, parameter, typed, value;
};

constexpr std::array names{
    value_name{"ec2", "CreateNetworkAclEntry", "Protocol", "tcp", "6"},
    value_name{"ec2", "CreateNetworkAclEntry", "Protocol", "udp", "17"},
    value_name{"ec2", "CreateNetworkAclEntry", "Protocol", "icmp", "1"},
    value_name{"ec2", "CreateNetworkAclEntry", "Protocol", "all", "-1"},
    value_name{"ec2", "ReplaceNetworkAclEntry", "Protocol", "tcp", "6"},
    value_name{"ec2", "ReplaceNetworkAclEntry", "Protocol", "udp", "17"},
    value_name{"ec2", "ReplaceNetworkAclEntry", "Protocol", "icmp", "1"},
    value_name{"ec2", "ReplaceNetworkAclEntry", "Protocol", "all", "-1"},
    value_name{"ec2", "AuthorizeSecurityGroupIngress", "protocol", "all", "-1"},
    value_name{"ec2", "AuthorizeSecurityGroupEgress", "protocol", "all", "-1"},
    value_name{"ec2", "RevokeSecurityGroupIngress", "protocol", "all", "-1"},
    value_name{"ec2", "RevokeSecurityGroupEgress", "protocol", "all", "-1"},
};

}  // namespace

std::string_view named_value(const operation_model& operation, std::string_view parameter,
                             std::string_view typed) noexcept {
  for (const auto& one : names) {
    if (one.typed == typed && one.parameter == parameter && one.operation == operation.name() &&
        one.service == operation.service_name())
      return one.value;
  }
  return typed;
}

}  // namespace aloft::cli
