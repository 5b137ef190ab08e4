#pragma once
// Lines of `aloft s3 ls`, as the AWS CLI writes them.

#include <aloft/timestamp.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace aloft::cli {

/// "2013-09-02 21:37:53", in the machine's time zone.
void append_local_time(std::string& to, timestamp when);
void append_object_line(std::string& to, timestamp when, std::uint64_t size, std::string_view name, bool human);
void append_prefix_line(std::string& to, std::string_view name);

}  // namespace aloft::cli
