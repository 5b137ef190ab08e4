#pragma once
// Bodies out of files and pipes.

#include "http/body.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace aloft::runtime {

/// Opens the file: `length` bytes from `offset` on, or all. Regular files are read in place, in the coroutine's thread,
/// since the page cache nearly always has what is wanted next; pipes and terminals are waited for. Usage error
/// "BodyFile".
result<std::shared_ptr<http::body_source>> open_file_source(const std::string& path, std::uint64_t offset,
                                                            std::optional<std::uint64_t> length);

}  // namespace aloft::runtime
