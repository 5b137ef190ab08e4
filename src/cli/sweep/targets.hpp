#pragma once
// Where a command's call goes: one region, many, and the same as many profiles.

#include "cli/command/call/call_plan.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace aloft::cli {

struct call_target {
  session by;
  std::string profile;  ///< empty: the only one
  std::string account;  ///< of the profile; empty: unknown
  std::string region;   ///< to ask; empty: the session's own
  std::string place;    ///< what rows carry: the region, or "aws-global"

  /// For the progress line.
  std::string name() const { return profile.empty() ? place : profile + ", " + place; }
};

struct call_targets {
  std::vector<call_target> all;  ///< by profile, then by region
  std::vector<error> failures;   ///< one for each profile that cannot be used
};

/// All that the plan means. Profiles find their credentials, account and enabled regions at the same time. A service
/// that has one endpoint for all regions is asked once per profile. Throws when the plan has no profiles, and the
/// regions cannot be found.
boost::asio::awaitable<call_targets> find_targets(const session& session, const call_plan& plan,
                                                  const global_options& options);

}  // namespace aloft::cli
