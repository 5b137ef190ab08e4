#pragma once
// How times are printed: cli_timestamp_format of the profile.

#include <aloft/config/settings.hpp>
#include <aloft/json_text.hpp>

#include <string_view>

namespace aloft::cli {

/// iso8601, or as they come: seconds since 1970 of the protocols that write JSON, texts of the others. Throws a config
/// error "BadTimestampFormat" that names the source for anything else.
time_form choose_times(const config::settings& settings, std::string_view protocol);

}  // namespace aloft::cli
