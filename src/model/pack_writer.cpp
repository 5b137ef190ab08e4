#include "model/pack_writer.hpp"

#include "model/blob_checksum.hpp"
#include "model/facts_text.hpp"
#include "model/pack_format.hpp"
#include "model/service_spellings.hpp"

#include <unistd.h>
#include <zstd.h>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace aloft::model {
namespace {

constexpr int compression_level = 19;

void align(std::string& out) { out.resize((out.size() + 7) & ~std::size_t{7}); }

template <class Record>
pack_format::range append(std::string& out, const std::vector<Record>& records) {
  align(out);
  const pack_format::range where{out.size(), records.size() * sizeof(Record)};
  if (!records.empty()) out.append(reinterpret_cast<const char*>(records.data()), where.size);
  return where;
}

pack_format::range append(std::string& out, std::string_view bytes) {
  align(out);
  const pack_format::range where{out.size(), bytes.size()};
  out += bytes;
  return where;
}

}  // namespace

packed_service pack_service(std::string name, built_service built, std::size_t compressed_up_to) {
  packed_service packed{std::move(name), std::move(built.facts), std::move(built.blob), 0};
  packed.blob_size = packed.blob.size();
  if (packed.blob_size > compressed_up_to) return packed;
  std::string small(ZSTD_compressBound(packed.blob.size()), '\0');
  const auto size =
      ZSTD_compress(small.data(), small.size(), packed.blob.data(), packed.blob.size(), compression_level);
  // The same size means "stored as it is".
  if (ZSTD_isError(size) || size >= packed.blob.size()) return packed;
  small.resize(size);
  small.shrink_to_fit();
  packed.blob = std::move(small);
  return packed;
}

std::string write_pack(const std::vector<packed_service>& services, std::string_view partitions) {
  std::string names;
  const auto named = [&names](std::string_view text) {
    const auto at = static_cast<std::uint32_t>(names.size());
    names += text;
    return at;
  };
  std::vector<service::facts> facts;
  std::vector<pack_format::entry_record> entries;
  for (const auto& each : services) {
    facts.push_back(read_facts(each.facts).value());
    auto& entry = entries.emplace_back();
    entry.name = named(each.name);
    entry.name_size = static_cast<std::uint32_t>(each.name.size());
    entry.blob_size = each.blob_size;
    entry.checksum = checksum(each.blob, checksum(each.facts));
  }
  std::vector<pack_format::spelling_record> spellings;
  for (const auto& [text, number] : service_spellings(facts))
    spellings.push_back({named(text), static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(number)});

  pack_format::header header{};
  header.magic = pack_format::pack_magic;
  header.version = pack_format::pack_version;
  std::string out(sizeof header, '\0');
  header.entries = append(out, entries);
  header.spellings = append(out, spellings);
  header.names = append(out, names);
  header.index = {sizeof header, out.size() - sizeof header};
  for (std::size_t i = 0; i < services.size(); ++i) {
    entries[i].facts = append(out, services[i].facts);
    entries[i].blob = append(out, services[i].blob);
  }
  header.partitions = append(out, partitions);
  header.partitions_checksum = checksum(partitions);
  header.file_size = out.size();
  if (!entries.empty()) std::memcpy(out.data() + header.entries.offset, entries.data(), header.entries.size);
  const std::string_view head{reinterpret_cast<const char*>(&header), sizeof header};
  const auto index = std::string_view{out}.substr(header.index.offset, header.index.size);
  header.checksum = checksum(index, checksum(head));
  std::memcpy(out.data(), &header, sizeof header);
  return out;
}

result<void> write_file(const std::filesystem::path& path, std::string_view bytes) {
  auto temporary = path;
  temporary += "." + std::to_string(::getpid());
  std::error_code fault;
  {
    std::ofstream file{temporary, std::ios::binary};
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) fault = {errno, std::generic_category()};
  }
  if (!fault) std::filesystem::rename(temporary, path, fault);
  if (!fault) return {};
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);
  return error{error_kind::config, "UnwritablePack", "cannot write " + path.string() + ": " + fault.message()};
}

}  // namespace aloft::model
