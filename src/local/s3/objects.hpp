#pragma once
// What buckets hold: versions of objects, and uploads in parts.

#include "aloft/timestamp.hpp"
#include "crypto/checksum.hpp"
#include "local/s3/content.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aloft::local::s3 {

using text_map = std::map<std::string, std::string, std::less<>>;

/// What is stated of an object beside its bytes.
struct object_head {
  text_map fields;    ///< by the model's names: ContentType, CacheControl, ServerSideEncryption …
  text_map metadata;  ///< x-amz-meta-…, names in lower case
  text_map tags;
  std::string storage_class = "STANDARD";
};

struct object_checksum {
  crypto::checksum_algorithm algorithm{};
  std::string value;        ///< raw; base64 and, where composite, "-N" are put to it for people
  bool full_object = true;  ///< false: of the parts' checksums
};

/// A part of an object, as GetObjectAttributes and partNumber show it.
struct part_size {
  int number = 0;
  std::uint64_t size = 0;
  std::string checksum;  ///< raw, of the object's algorithm; "": none
};

struct object_version {
  std::string id = "null";
  bool delete_marker = false;
  timestamp modified;
  object_head head;
  content data;
  std::string etag;  ///< without quotes
  std::optional<object_checksum> checksum;
  std::vector<part_size> parts;  ///< empty: put in one piece
};
using version_ptr = std::shared_ptr<const object_version>;

struct uploaded_part {
  content data;
  timestamp modified;
  std::string md5;                                              ///< raw
  std::map<crypto::checksum_algorithm, std::string> checksums;  ///< raw
};

struct upload {
  std::string key;
  timestamp begun;
  object_head head;
  std::optional<crypto::checksum_algorithm> algorithm;  ///< as stated when it began
  bool full_object = false;
  std::map<int, uploaded_part> parts;
};

enum class versioning_state : std::uint8_t { off, enabled, suspended };

struct bucket {
  std::string name, region, owner;
  timestamp created;
  versioning_state versioning = versioning_state::off;
  bool allows_acls = false;
  text_map tags;
  std::map<std::string, std::vector<version_ptr>, std::less<>> keys;  ///< the newest version is the last
  std::map<std::string, upload, std::less<>> uploads;                 ///< by id

  /// The newest version; null when there is none or it is a delete marker.
  version_ptr current(std::string_view key) const;
  /// Of that id, "" for the newest; markers too. Null when there is none.
  version_ptr find(std::string_view key, std::string_view version) const;
};

}  // namespace aloft::local::s3
