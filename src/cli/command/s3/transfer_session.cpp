#include "cli/command/s3/transfer_session.hpp"

#include "cli/run/session_setup.hpp"

namespace aloft::cli {

opened_transfers open_transfers(const session& opened, const global_options& options, const transfer_flags& flags) {
  s3::transfers by{opened.client("s3", client_settings(options, {})), flags.transfers};
  if (flags.source_profile.empty() && flags.source_region.empty()) return {by, by};
  const session other = flags.source_profile.empty() ? opened : opened.with_profile(flags.source_profile);
  s3::transfers source{other.client("s3", client_settings(options, flags.source_region)), flags.transfers};
  // Within one account S3 copies between regions by itself.
  if (flags.source_profile.empty()) return {by, by};
  return {by, source};
}

}  // namespace aloft::cli
