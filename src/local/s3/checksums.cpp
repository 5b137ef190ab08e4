#include "local/s3/checksums.hpp"

#include <aloft/base64.hpp>
#include "local/s3/s3_error.hpp"

namespace aloft::local::s3 {

using crypto::checksum_algorithm;

std::span<const checksum_algorithm> flexible_checksums() noexcept {
  static constexpr checksum_algorithm all[] = {checksum_algorithm::crc32, checksum_algorithm::crc32c,
                                               checksum_algorithm::crc64nvme, checksum_algorithm::sha1,
                                               checksum_algorithm::sha256};
  return all;
}

std::string checksum_member(checksum_algorithm algorithm) { return join({"Checksum", crypto::name_of(algorithm)}); }

std::optional<checksum_algorithm> read_algorithm(std::string_view name) {
  if (name.empty()) return std::nullopt;
  const auto found = crypto::checksum_named(name);
  if (!found || *found == checksum_algorithm::md5)
    throw invalid_request(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
        "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
  return found;
}

std::string text_of(const object_checksum& checksum, std::size_t parts) {
  auto text = to_base64(checksum.value);
  if (!checksum.full_object) text += '-' + std::to_string(parts);
  return text;
}

void put_checksum(boost::json::object& output, const object_checksum& checksum, std::size_t parts) {
  output[checksum_member(checksum.algorithm)] = text_of(checksum, parts);
  output["ChecksumType"] = checksum.full_object ? "FULL_OBJECT" : "COMPOSITE";
}

std::string checksum_of(checksum_algorithm algorithm, const content& whole) {
  crypto::checksum sum{algorithm};
  whole.each([&](std::string_view piece) { sum.update(piece); });
  return sum.finish();
}

}  // namespace aloft::local::s3
