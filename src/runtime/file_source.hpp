#pragma once
// Bodies out of files and pipes.

#include "http/body.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace aloft::runtime {

/// Opens the file: `length` bytes from `offset` on, or all. Opening does
/// not wait, for the writer of a FIFO neither. Files of more than 256 kB are read in threads that block in place of the
/// caller's; pipes and terminals are waited for. Usage error "BodyFile".
result<std::shared_ptr<http::body_source>> open_file_source(const std::string& path, std::uint64_t offset,
                                                            std::optional<std::uint64_t> length);

}  // namespace aloft::runtime
