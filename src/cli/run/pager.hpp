#pragma once
// A program that shows long texts page by page: AWS_PAGER, cli_pager of the profile.

#include "cli/console.hpp"
#include "cli/options/global_options.hpp"

#include <string>
#include <string_view>

namespace aloft::cli {

/// What pages answers: only what AWS_PAGER or cli_pager name, and only at a terminal; "" is none.
std::string answer_pager(const global_options& options, const console& out);

/// What pages help: the same, where nothing is said PAGER, else `less`.
std::string help_pager(const global_options& options, const console& out);

/// Shows the text by the pager (a shell command), or writes it when that is "" or cannot be started.
void show(console& out, std::string_view text, const std::string& pager);

}  // namespace aloft::cli
