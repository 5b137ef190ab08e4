#pragma once
// Checksums as S3's requests and answers state them.

#include "crypto/checksum.hpp"
#include "local/call_parameters.hpp"
#include "local/s3/objects.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aloft::local::s3 {

/// The five flexible checksums.
std::span<const crypto::checksum_algorithm> flexible_checksums() noexcept;

/// "ChecksumCRC32": the model's member.
std::string checksum_member(crypto::checksum_algorithm algorithm);
/// "CRC32"; throws api_error 400 for what is no algorithm, nothing for "".
std::optional<crypto::checksum_algorithm> read_algorithm(std::string_view name);
/// Base64, and "-N" where it is of N parts' checksums.
std::string text_of(const object_checksum& checksum, std::size_t parts);
/// What S3 answers about it: the checksum's own member, and ChecksumType.
void put_checksum(boost::json::object& output, const object_checksum& checksum, std::size_t parts);
/// The raw checksum of `whole`, which is read.
std::string checksum_of(crypto::checksum_algorithm algorithm, const content& whole);

}  // namespace aloft::local::s3
