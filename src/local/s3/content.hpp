#pragma once
// Bytes at rest: blobs in memory or in a folder, and contents made of slices of them. Contents share their blobs, so
// copies and completed uploads move no bytes; a blob goes with the last content that has a slice of it.

#include "aloft/error.hpp"
#include "local/streamed_body.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local::s3 {

/// Immutable once made.
class blob {
 public:
  virtual ~blob() = default;
  virtual std::uint64_t size() const noexcept = 0;
  /// The file's name in its folder; "" in memory.
  virtual std::string_view name() const noexcept { return {}; }
  /// Bytes in memory; null: they are in the file at path().
  virtual const char* data() const noexcept { return nullptr; }
  virtual std::string path() const { return {}; }
};

using blob_ptr = std::shared_ptr<const blob>;

/// Takes bytes one after another. Dropped before finish(), it leaves nothing.
class blob_writer {
 public:
  virtual ~blob_writer() = default;
  /// Throws api_error 500 when the bytes cannot be kept.
  virtual void write(std::string_view bytes) = 0;
  virtual blob_ptr finish() = 0;
};

struct slice {
  blob_ptr of;
  std::uint64_t from = 0, size = 0;
};

class content {
 public:
  content() = default;
  explicit content(blob_ptr whole);

  std::uint64_t size() const noexcept { return size_; }
  const std::vector<slice>& slices() const noexcept { return slices_; }
  void append(const content& more);
  void append(slice more);
  /// Bytes `from` to `from + size`, which must be there.
  content part(std::uint64_t from, std::uint64_t size) const;
  /// All bytes, piece by piece. Throws api_error 500 when they cannot be read.
  void each(const std::function<void(std::string_view)>& take) const;

 private:
  std::vector<slice> slices_;
  std::uint64_t size_ = 0;
};

/// As the body of an answer.
std::unique_ptr<body_source> source_of(content whole);

/// Where blobs are made. Thread-safe.
class blob_space {
 public:
  virtual ~blob_space() = default;
  virtual std::unique_ptr<blob_writer> write() = 0;
  /// The blob of that name from an earlier run; an empty one where its file is gone. Null in memory.
  virtual blob_ptr find(std::string_view name) = 0;
  /// Removes files that belong to no blob.
  virtual void sweep() {}
  /// From now on, blobs that go leave their files.
  virtual void leave_files() noexcept {}
};

std::shared_ptr<blob_space> memory_space();
/// Files below `folder`, which is made. Usage error "InvalidOption" when that cannot be done.
result<std::shared_ptr<blob_space>> folder_space(const std::string& folder);

}  // namespace aloft::local::s3
