#include "crypto/crc.hpp"

#include "crypto/crc_engine.hpp"

namespace aloft::crypto {
namespace detail {
namespace {

constinit const auto crc32_tables = make_crc_tables(crc32_polynomial);
constinit const auto crc32c_tables = make_crc_tables(crc32c_polynomial);
constinit const auto crc64nvme_tables = make_crc_tables(crc64nvme_polynomial);

// The functions of this machine, chosen when the first check is asked for.
const crc_acceleration& chosen() noexcept {
  static const crc_acceleration functions = [] {
    crc_acceleration found = find_crc_acceleration();
    if (found.crc32 == nullptr) found.crc32 = portable_crc32;
    if (found.crc32c == nullptr) found.crc32c = portable_crc32c;
    if (found.crc64nvme == nullptr) found.crc64nvme = portable_crc64nvme;
    return found;
  }();
  return functions;
}

}  // namespace

std::uint32_t portable_crc32(std::uint32_t rest, std::string_view bytes) noexcept {
  return crc_by_tables(crc32_tables, rest, bytes);
}

std::uint32_t portable_crc32c(std::uint32_t rest, std::string_view bytes) noexcept {
  return crc_by_tables(crc32c_tables, rest, bytes);
}

std::uint64_t portable_crc64nvme(std::uint64_t rest, std::string_view bytes) noexcept {
  return crc_by_tables(crc64nvme_tables, rest, bytes);
}

}  // namespace detail

std::uint32_t crc32(std::uint32_t before, std::string_view bytes) noexcept {
  return ~detail::chosen().crc32(~before, bytes);
}

std::uint32_t crc32c(std::uint32_t before, std::string_view bytes) noexcept {
  return ~detail::chosen().crc32c(~before, bytes);
}

std::uint64_t crc64nvme(std::uint64_t before, std::string_view bytes) noexcept {
  return ~detail::chosen().crc64nvme(~before, bytes);
}

}  // namespace aloft::crypto
