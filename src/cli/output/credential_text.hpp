#pragma once
// Credentials in the forms that shells and other programs read.

#include "aloft/credentials.hpp"
#include "aloft/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::cli {

/// `aloft configure export-credentials --format`; the AWS CLI's names, and json.
enum class credential_format {
  process,        ///< "process": what credential_process prints
  env,            ///< "env": lines for a POSIX shell, exported
  env_no_export,  ///< "env-no-export": the same without export
  powershell,     ///< "powershell"
  windows_cmd,    ///< "windows-cmd"
  fish,           ///< "fish"
  json,           ///< "json": all that is known, account and provider too
};

/// Usage error "BadOption" with the known names.
result<credential_format> parse_credential_format(std::string_view name);

/// AWS_ACCESS_KEY_ID and its companions, with their values.
std::vector<std::pair<std::string, std::string>> credential_variables(const credentials& keys);

/// Text with its last line end. It holds the secrets.
std::string credential_text(const credentials& keys, credential_format format);

}  // namespace aloft::cli
