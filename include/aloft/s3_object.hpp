#pragma once
// What transfers talk about: places of objects, and what is known of one.

#include <aloft/timestamp.hpp>

#include <cstdint>
#include <string>

namespace aloft::s3 {

/// Where an object is. The key is taken byte by byte; nothing in it is a pattern.
struct object_place {
  std::string bucket;  ///< a name, or the ARN of an access point
  std::string key;
  std::string version_id = {};  ///< of sources; empty: the newest
};

/// "s3://bucket/key"
std::string to_uri(const object_place& place);

/// What a listing says of an object, or a folder of a file.
struct object_entry {
  std::string key;  ///< of files: the path below the folder, with '/'
  std::uint64_t size = 0;
  timestamp modified = {};
  std::string etag = {};           ///< with its quotes; of files empty
  std::string storage_class = {};  ///< empty: STANDARD; of files empty
};

/// What became of one transfer.
struct object_info {
  std::uint64_t size = 0;
  std::string etag = {};      ///< with its quotes
  std::string checksum = {};  ///< "CRC64NVME" and the like, a space, base64; empty: none was made or verified
  std::string version_id = {};
  timestamp modified = {};          ///< of downloads: when the object was written
  std::uint32_t parts = 0;          ///< 0: in one piece
  std::uint64_t resumed_bytes = 0;  ///< bytes that an earlier, interrupted transfer had moved
};

}  // namespace aloft::s3
