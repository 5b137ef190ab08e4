#pragma once
// Writes a pack from built services.

#include "model/blob_builder.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::model {

/// A service as it goes into the pack.
struct packed_service {
  std::string name;
  std::string facts;
  std::string blob;             ///< as stored
  std::uint64_t blob_size = 0;  ///< unpacked
};

/// Blobs up to this many bytes are compressed; larger ones (EC2's) are stored as they are, to be there without a wait.
constexpr std::size_t largest_compressed = 600'000;

/// Compresses the blob where that is wanted.
packed_service pack_service(std::string name, built_service built, std::size_t compressed_up_to = largest_compressed);

/// The whole file. `services` must be sorted by name.
std::string write_pack(const std::vector<packed_service>& services, std::string_view partitions);

/// Replaces `path` as a whole or not at all. Config error "UnwritablePack".
result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace aloft::model
