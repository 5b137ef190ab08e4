#pragma once
// What the program ends with; the AWS CLI's codes and two more.

#include "aloft/error.hpp"

namespace aloft::cli {

namespace exit_status {
inline constexpr int success = 0;
inline constexpr int partial = 1;          ///< some regions or profiles failed, the others were printed
inline constexpr int output_closed = 141;  ///< the reader of the standard output went away, as SIGPIPE would end it
inline constexpr int interrupted = 130;    ///< SIGINT
inline constexpr int terminated = 143;     ///< SIGTERM
inline constexpr int usage = 252;          ///< the command line is wrong; nothing was sent
inline constexpr int configuration = 253;  ///< configuration or credentials are missing or wrong
inline constexpr int service = 254;        ///< AWS answered with an error
inline constexpr int other = 255;          ///< connections, timeouts, answers that make no sense
}  // namespace exit_status

int exit_status_of(const error& failure) noexcept;

/// The line (for places in a text: lines) that tells a person about it.
std::string error_text(const error& failure);

}  // namespace aloft::cli
