#pragma once
// The options of `aloft s3 cp`, `mv`, `sync`, `rm` and their like.

#include <aloft/s3_sync.hpp>
#include "cli/command/s3/s3_place.hpp"
#include "cli/options/global_options.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

struct transfer_flags {
  std::vector<s3_place> places;
  s3::transfer_options transfers;
  s3::tree_options tree;
  bool recursive = false;
  bool quiet = false;        ///< nothing is said
  bool only_errors = false;  ///< nothing of what went well
  bool progress = true;
  bool guess_type = true;
  bool glacier_warnings = true;
  std::string report;  ///< file for a line of JSON about each; empty: none
  std::string source_region, source_profile;
};

/// Throws usage errors.
transfer_flags read_transfer_flags(const global_options& options);

/// "64", "8MB", "1.5GiB": K, M, G are powers of 1024. Throws a usage error that names the option.
std::uint64_t read_byte_count(std::string_view text, std::string_view option);

}  // namespace aloft::cli
