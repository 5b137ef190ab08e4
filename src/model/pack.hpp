#pragma once
// Reads a pack: its index at once, a service's facts and blob when asked. Thread-safe.

#include "model/blob_service.hpp"
#include "model/mapped_file.hpp"
#include "model/pack_format.hpp"

#include <span>

namespace aloft::model {

class pack {
 public:
  /// Maps the file and checks header and index. Damage: config error "CorruptPack" that names the path.
  static result<std::shared_ptr<const pack>> open(const std::filesystem::path& path);
  /// The same over bytes that live forever, aligned as a mapped file is. `name`: for messages.
  static result<std::shared_ptr<const pack>> over(std::string_view bytes, const std::filesystem::path& name);

  std::size_t size() const noexcept { return entries_.size(); }
  std::string_view name(std::size_t number) const noexcept;
  std::string_view partitions() const noexcept { return partitions_; }

  /// Numbers of the services that claim this folded spelling.
  std::vector<std::size_t> find(std::string_view folded) const;

  /// Bytes of the facts, after their checksum and that of the stored blob have been compared.
  result<std::string_view> facts(std::size_t number) const;
  /// The blob, unpacked unless it is stored as it is. Its owner keeps the pack mapped where it must.
  static result<owned_blob> unpack(const std::shared_ptr<const pack>& self, std::size_t number);

 private:
  static result<std::shared_ptr<const pack>> check(std::shared_ptr<const mapped_file> file,
                                                   const std::filesystem::path& path);
  std::string_view bytes(pack_format::range where) const noexcept;
  bool inside(pack_format::range where) const noexcept;
  template <class Record>
  bool place(pack_format::range where, std::span<const Record>& out) const noexcept;
  const char* first_fault();
  error corrupt(std::string_view what) const;

  std::filesystem::path path_;
  std::shared_ptr<const mapped_file> file_;
  std::span<const pack_format::entry_record> entries_;
  std::span<const pack_format::spelling_record> spellings_;
  std::string_view names_;
  std::string_view partitions_;
};

}  // namespace aloft::model
