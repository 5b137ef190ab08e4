#pragma once
// IANA's names of IP protocols.

#include <string_view>

namespace aloft::ec2 {

/// The name of a protocol in lower case; "" for numbers that have none.
std::string_view ip_protocol_name(int number) noexcept;

}  // namespace aloft::ec2
