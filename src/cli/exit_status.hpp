#pragma once
// What the program ends with; the AWS CLI's codes and two more.

#include "aloft/error.hpp"
#include "cli/console.hpp"

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

/// Tells about it on the standard error in the console's form: a line for people (for places in a text: lines), the
/// AWS CLI 1's sentence, or a record of JSON or YAML.
void report_error(console& out, const error& failure);

}  // namespace aloft::cli
