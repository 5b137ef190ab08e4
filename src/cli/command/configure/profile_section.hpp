#pragma once
// Where a setting of a profile stands: which of the two shared files, under which header.

#include <aloft/config/profile.hpp>
#include "cli/options/global_options.hpp"

#include <string>
#include <string_view>

namespace aloft::cli {

struct property_place {
  std::string file;     ///< path
  std::string section;  ///< header without brackets
  std::string key;
};

/// The place of a variable as `configure set` and `get` name it: "region" of the chosen profile, "default.region",
/// "profile.NAME.region", "s3.addressing_style". Access keys stand in the credentials file, all else in the config
/// file. Throws a usage error for what is no name.
property_place place_of(std::string_view variable, const global_options& options);

/// The profile that is written to: --profile, AWS_DEFAULT_PROFILE, AWS_PROFILE (the order in which calls look), else
/// "default"; it need not exist.
std::string chosen_profile(const global_options& options);

/// Header of a profile in the config file: "default", "profile NAME".
std::string profile_header(std::string_view profile);

config::file_locations shared_files();

}  // namespace aloft::cli
