#pragma once
// Asks a person for the code of an MFA device.

#include <string>

namespace aloft::cli {

/// Asks at the terminal that the program was started from, wherever its streams lead; what is typed is not shown.
/// Empty: there is no terminal, or nothing was typed before its end or a signal.
std::string prompt_mfa_code(const std::string& serial);

}  // namespace aloft::cli
