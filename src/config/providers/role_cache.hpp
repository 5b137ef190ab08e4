#pragma once
// Keys of roles on disk, where the AWS CLI keeps them (~/.aws/cli/cache) and as it does: each reads what the other
// wrote.

#include "config/providers/context.hpp"
#include "config/providers/source.hpp"

#include <optional>
#include <string>

namespace aloft::config {

/// What a role's file is called, without ".json": the SHA-1 of what the role is asked for with, as botocore spells it.
/// Empty for sources that are not kept, and for a role whose policy is no JSON.
std::string role_cache_key(const source& of);

/// The file of a source; empty: it is not kept, or provider_context::role_cache is off.
std::string role_cache_file(const provider_context& with, const source& of);

/// Keys that are good for a while yet: for longer than identities are renewed ahead. What cannot be read is not there.
std::optional<credentials> read_role_cache(const provider_context& with, const std::string& file, const source& of);

/// Readable by the owner only, replaced as a whole. A disk that refuses is a warning in the log.
void write_role_cache(const provider_context& with, const std::string& file, const credentials& keys);

}  // namespace aloft::config
