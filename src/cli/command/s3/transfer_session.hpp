#pragma once
// The transfers that a command's options ask for.

#include <aloft/s3_transfer.hpp>
#include <aloft/session.hpp>
#include "cli/command/s3/transfer_flags.hpp"

namespace aloft::cli {

/// Those that write, and those that read: others where the source is another profile's or region's.
struct opened_transfers {
  s3::transfers by, source;
};

opened_transfers open_transfers(const session& opened, const global_options& options, const transfer_flags& flags);

}  // namespace aloft::cli
