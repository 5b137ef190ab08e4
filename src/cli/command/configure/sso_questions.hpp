#pragma once
// What `configure sso-session` and `configure sso` ask alike.

#include "cli/console.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aloft::cli {

/// Asks until something is answered; what stands there already needs no answer.
std::string ask_needed(console& out, std::string_view question, const std::optional<std::string>& before);

/// Asks for a session of IAM Identity Center and keeps it in the config file; its name.
std::string ask_sso_session(console& out);

}  // namespace aloft::cli
