#pragma once
// A file that appears when all of it is there. Everything here blocks.

#include <aloft/error.hpp>
#include <aloft/object_checksum.hpp>
#include <aloft/timestamp.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace aloft::s3 {

class target_file {
 public:
  struct place {
    std::string folder;        ///< empty: the current one
    std::string path;          ///< below it
    bool beneath = false;      ///< no symbolic link may lead out of the folder; what is there and no file is replaced
    std::string partial = {};  ///< the name of the file until it is kept, and beyond; empty: one is made up
  };

  /// Makes the folders on its way, and a file beside the place with room for `size` bytes. Usage error "OutputFile".
  static result<std::shared_ptr<target_file>> open(const place& where, std::uint64_t size);
  /// What was not kept is removed.
  ~target_file();
  target_file(const target_file&) = delete;
  target_file& operator=(const target_file&) = delete;

  /// A device or a pipe: to be written in order.
  bool in_order() const noexcept { return in_place_; }
  /// Of a partial file that was begun before.
  result<object_checksum> checksum_at(std::uint64_t offset, std::uint64_t size, crc_kind kind) const;
  result<void> write_at(std::string_view bytes, std::uint64_t offset) const;
  /// Removes what is there of it. Others may still write to it.
  void abandon() noexcept;
  /// Puts it into its place, with that time of modification.
  result<void> keep(timestamp modified, bool sync);

 private:
  explicit target_file(place where) : where_{std::move(where)} {}
  result<void> open_folder();
  error failed(int why) const;

  const place where_;
  int folder_ = -1, descriptor_ = -1;
  bool in_place_ = false;
  std::string name_, temporary_;  // in the folder
};

/// Whole files in one go.
result<void> write_file(const target_file::place& where, std::string_view bytes, timestamp modified, bool sync);

}  // namespace aloft::s3
