#pragma once
// The pack: one file with all services. Header, index (entries, spellings, names), then facts and blobs, each
// 8-aligned. Integers are the machine's own; the magic number tells a foreign byte order.

#include <cstdint>

namespace aloft::model::pack_format {

constexpr std::uint32_t pack_magic = 0x4b504c41;  // "ALPK"
constexpr std::uint32_t pack_version = 2;

/// Bytes of the file.
struct range {
  std::uint64_t offset, size;
};

struct header {
  std::uint32_t magic, version;
  std::uint64_t file_size;
  std::uint64_t checksum;  ///< of this header with checksum 0, followed by the index
  range index;             ///< entries, spellings and names together
  range entries;           ///< entry_record, sorted by name
  range spellings;         ///< spelling_record, sorted by text
  range names;             ///< the characters that entries and spellings refer to
  range partitions;        ///< JSON text
  std::uint64_t partitions_checksum;
};

struct entry_record {
  std::uint32_t name, name_size;
  range facts;
  range blob;               ///< as stored
  std::uint64_t blob_size;  ///< unpacked; the same as blob.size: it is stored as it is, else with zstd
  std::uint64_t checksum;   ///< of the facts, then of the stored blob
};

/// One folded spelling of one service. Services that share a spelling follow each other.
struct spelling_record {
  std::uint32_t text, text_size;
  std::uint32_t service;
};

}  // namespace aloft::model::pack_format
