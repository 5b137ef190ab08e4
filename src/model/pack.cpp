#include "model/pack.hpp"

#include "model/blob_checksum.hpp"

#include <zstd.h>
#include <algorithm>
#include <cstring>

namespace aloft::model {

using pack_format::entry_record;
using pack_format::spelling_record;

// More than any model needs; a bound for what a damaged index may ask for.
constexpr std::uint64_t largest_blob = 256u << 20;

error pack::corrupt(std::string_view what) const {
  return error{error_kind::config, "CorruptPack",
               "the model pack " + path_.string() + " is damaged or of another version (" + std::string{what} +
                   "); build or install it again"};
}

bool pack::inside(pack_format::range where) const noexcept {
  const auto size = file_->bytes().size();
  return where.offset <= size && where.size <= size - where.offset;
}

std::string_view pack::bytes(pack_format::range where) const noexcept {
  return file_->bytes().substr(where.offset, where.size);
}

template <class Record>
bool pack::place(pack_format::range where, std::span<const Record>& out) const noexcept {
  if (!inside(where) || where.offset % alignof(Record) != 0 || where.size % sizeof(Record) != 0) return false;
  out = {reinterpret_cast<const Record*>(bytes(where).data()), where.size / sizeof(Record)};
  return true;
}

result<std::shared_ptr<const pack>> pack::open(const std::filesystem::path& path) {
  auto file = mapped_file::open(path);
  if (!file) return file.error();
  return check(std::move(*file), path);
}

result<std::shared_ptr<const pack>> pack::over(std::string_view bytes, const std::filesystem::path& name) {
  return check(mapped_file::over(bytes), name);
}

result<std::shared_ptr<const pack>> pack::check(std::shared_ptr<const mapped_file> file,
                                                const std::filesystem::path& path) {
  auto opened = std::make_shared<pack>();
  opened->path_ = path;
  opened->file_ = std::move(file);
  if (const char* fault = opened->first_fault()) return opened->corrupt(fault);
  return std::shared_ptr<const pack>{std::move(opened)};
}

const char* pack::first_fault() {
  const auto all = file_->bytes();
  pack_format::header header;
  if (all.size() < sizeof header) return "too short";
  std::memcpy(&header, all.data(), sizeof header);
  if (header.magic != pack_format::pack_magic) return "no pack";
  if (header.version != pack_format::pack_version) return "version";
  if (header.file_size != all.size()) return "cut short or grown";
  if (!inside(header.index) || header.index.offset != sizeof header) return "index lies outside";
  const auto stated = std::exchange(header.checksum, 0);
  const std::string_view head{reinterpret_cast<const char*>(&header), sizeof header};
  if (checksum(bytes(header.index), checksum(head)) != stated) return "checksum of the index";

  std::span<const char> names;
  if (!place(header.entries, entries_) || !place(header.spellings, spellings_) || !place(header.names, names))
    return "index lies outside";
  names_ = {names.data(), names.size()};
  const auto named = [this](std::uint64_t at, std::uint64_t size) { return at + size <= names_.size(); };
  for (const auto& each : entries_)
    if (!named(each.name, each.name_size) || !inside(each.facts) || !inside(each.blob) || each.blob_size > largest_blob)
      return "an entry lies outside";
  for (const auto& each : spellings_)
    if (!named(each.text, each.text_size) || each.service >= entries_.size()) return "a spelling lies outside";
  if (!inside(header.partitions)) return "partitions lie outside";
  partitions_ = bytes(header.partitions);
  if (checksum(partitions_) != header.partitions_checksum) return "checksum of the partitions";
  return nullptr;
}

std::string_view pack::name(std::size_t number) const noexcept {
  return names_.substr(entries_[number].name, entries_[number].name_size);
}

std::vector<std::size_t> pack::find(std::string_view folded) const {
  const auto text = [this](const spelling_record& each) { return names_.substr(each.text, each.text_size); };
  std::vector<std::size_t> numbers;
  for (const auto& each : std::ranges::equal_range(spellings_, folded, {}, text)) numbers.push_back(each.service);
  return numbers;
}

result<std::string_view> pack::facts(std::size_t number) const {
  const auto& entry = entries_[number];
  if (checksum(bytes(entry.blob), checksum(bytes(entry.facts))) != entry.checksum)
    return corrupt("checksum of service '" + std::string{name(number)} + "'");
  return bytes(entry.facts);
}

result<owned_blob> pack::unpack(const std::shared_ptr<const pack>& self, std::size_t number) {
  const auto& entry = self->entries_[number];
  const auto stored = self->bytes(entry.blob);
  if (entry.blob.size == entry.blob_size) return owned_blob{self, stored};
  const auto memory = std::make_shared_for_overwrite<std::uint64_t[]>((entry.blob_size + 7) / 8);
  const auto size = ZSTD_decompress(memory.get(), entry.blob_size, stored.data(), stored.size());
  if (ZSTD_isError(size) || size != entry.blob_size)
    return self->corrupt("service '" + std::string{self->name(number)} + "' does not unpack");
  return owned_blob{memory, {reinterpret_cast<const char*>(memory.get()), entry.blob_size}};
}

}  // namespace aloft::model
