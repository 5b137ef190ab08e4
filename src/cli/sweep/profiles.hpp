#pragma once
// Which profiles --profiles means.

#include <aloft/config/settings.hpp>
#include "aloft/session.hpp"
#include "cli/options/global_options.hpp"

#include <string>
#include <vector>

namespace aloft::cli {

/// The profiles meant, in order; empty without --profiles. "all" and patterns stand for profiles that say where their
/// credentials come from (the others are no accounts). Throws usage errors.
std::vector<std::string> chosen_profiles(const global_options& options, const config::settings& settings);

/// The error with the profile's name before its message.
error in_profile(const error& failure, const std::string& profile);

}  // namespace aloft::cli
