#pragma once
// The embedded EC2: a state per account and region, made when it is first asked for.

#include "local/account.hpp"
#include "local/ec2/region_state.hpp"
#include "local/regional_backend.hpp"

#include <functional>
#include <string>

namespace aloft::local::ec2 {

/// A region and the account that it is of.
struct owned_region {
  owned_region(std::string name, account of) : owner{std::move(of)}, state{std::move(name), owner} {}
  account owner;
  region_state state;
};

class backend final : public regional_backend<owned_region> {
 public:
  /// `prepare`, if given, fills each region that is made. Other accounts, known by the roles that are assumed in them,
  /// have enabled the same regions as `account`, which must outlive the backend.
  explicit backend(const account& account, std::function<void(region_state&)> prepare = {});
};

}  // namespace aloft::local::ec2
