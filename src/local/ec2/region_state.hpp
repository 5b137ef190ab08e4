#pragma once
// One region of the embedded EC2: its resources, and the rules that keep them consistent. A new region has a default
// VPC with a subnet in each zone and the default security group, as a new AWS account has. Not thread-safe: the engine
// holds the region's mutex while an operation runs.

#include "local/account.hpp"
#include "local/ec2/collection.hpp"
#include "local/ec2/ids.hpp"
#include "local/ec2/resources.hpp"

#include <array>
#include <string>
#include <string_view>

namespace aloft::local::ec2 {

class region_state {
 public:
  /// `name` is a region of local/regions.hpp; the account must outlive the state.
  region_state(std::string name, const local::account& account);

  const std::string& name() const noexcept { return name_; }
  const local::account& account() const noexcept { return *account_; }
  /// Names of the three availability zones.
  std::array<std::string, 3> zones() const;
  /// arn:aws:ec2:REGION:ACCOUNT:TYPE/ID
  std::string arn(std::string_view type, std::string_view id) const;

  // Making a resource with everything that AWS makes along with it.
  vpc& add_vpc(const cidr& block, bool is_default = false);
  void add_default_subnets(const vpc& in);
  security_group& add_group(std::string_view vpc_id, std::string_view name, std::string_view description);
  /// Appends a rule with an id of its own.
  rule& add_rule(security_group& to, rule made);
  /// A block as AmazonProvidedIpv6CidrBlock gives it.
  cidr next_ipv6_block();

  /// Null when the region has no default VPC (any more).
  vpc* default_vpc() noexcept;
  security_group* find_group(std::string_view vpc_id, std::string_view name) noexcept;
  /// Throws InvalidVpcID.*, InvalidSubnetID.*, InvalidGroup*.*, InvalidInstanceID.*
  vpc& require_vpc(std::string_view id);
  subnet& require_subnet(std::string_view id);
  security_group& require_group(std::string_view id);
  instance& require_instance(std::string_view id);

  id_source ids;
  collection<vpc> vpcs;
  collection<subnet> subnets;
  collection<security_group> groups;
  collection<instance> instances;

 private:
  std::string name_;
  const local::account* account_;
};

/// Refuses ids that are not of the kind: `Invalid id: "x" (expecting "sg-...")`.
void require_well_formed(std::string_view id, std::string_view prefix, std::string_view code);

}  // namespace aloft::local::ec2
