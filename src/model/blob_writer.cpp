#include "model/blob_writer.hpp"

#include <cstring>

namespace aloft::model {
namespace {

template <class Record>
format::section append(std::string& out, const std::vector<Record>& records) {
  out.resize((out.size() + 3) & ~std::size_t{3});
  const format::section where{static_cast<std::uint32_t>(out.size()), static_cast<std::uint32_t>(records.size())};
  if (!records.empty()) out.append(reinterpret_cast<const char*>(records.data()), records.size() * sizeof(Record));
  return where;
}

}  // namespace

format::string_ref blob_writer::text(std::string_view value) {
  const auto [entry, is_new] =
      known_strings_.try_emplace(std::string{value}, static_cast<format::string_ref>(strings_.size()));
  if (is_new) {
    const auto size = static_cast<std::uint32_t>(value.size());
    strings_.append(reinterpret_cast<const char*>(&size), sizeof size);
    strings_ += value;
  }
  return entry->second;
}

std::uint32_t blob_writer::attributes(const attribute_run& run) {
  if (run.empty()) return 0;
  std::string key;
  for (const auto& [kind, value] : run) {
    key.append(reinterpret_cast<const char*>(&kind), sizeof kind);
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  const auto [entry, is_new] = known_runs_.try_emplace(std::move(key), static_cast<std::uint32_t>(attributes_.size()));
  if (is_new) {
    for (const auto& [kind, value] : run) attributes_.push_back({kind, value});
    attributes_.push_back({format::attribute::end, 0});
  }
  return entry->second;
}

std::string blob_writer::finish() const {
  format::header header{};
  header.magic = format::blob_magic;
  header.endpoint_rules = endpoint_rules;
  std::string out(sizeof header, '\0');
  header.operations = append(out, operations);
  header.folded = append(out, folded);
  header.errors = append(out, errors);
  header.shapes = append(out, shapes);
  header.members = append(out, members);
  header.attributes = append(out, attributes_);
  header.waiters = append(out, waiters);
  header.acceptors = append(out, acceptors);
  header.strings = {static_cast<std::uint32_t>(out.size()), static_cast<std::uint32_t>(strings_.size())};
  out += strings_;
  header.size = static_cast<std::uint32_t>(out.size());
  std::memcpy(out.data(), &header, sizeof header);
  return out;
}

}  // namespace aloft::model
