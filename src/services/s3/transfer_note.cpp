#include "services/s3/transfer_note.hpp"

#include <aloft/errc.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace aloft::s3 {
namespace {

namespace json = boost::json;

/// A hash of the identity in hexadecimal digits; what the note says of it decides in the end.
std::string short_name(std::string_view identity) {
  std::string name;
  for (const std::string_view salt : {"", "again"}) {
    object_checksum sum;
    sum.update(salt);
    sum.update(identity);
    for (const char c : sum.text()) name += c == '/' ? '_' : c == '+' ? '-' : c;
  }
  std::erase(name, '=');
  return name;
}

}  // namespace

transfer_note::transfer_note(std::string folder, std::string_view identity)
    : folder_{std::move(folder)}, name_{short_name(identity)}, path_{folder_ + '/' + name_ + ".transfer"} {}

error transfer_note::failed(int why) const {
  return error{error_kind::usage, std::string{errc::output_file},
               "'" + path_ + "', which is to keep how far the transfer is, cannot be written: " + std::strerror(why)};
}

std::optional<json::object> transfer_note::find(const json::object& about) {
  parts_.clear();
  std::ifstream file{path_};
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  boost::system::error_code failure;
  const auto kept = json::parse(line, failure);
  if (failure || !kept.is_object()) return std::nullopt;
  for (const auto& [name, value] : about) {
    const auto* there = kept.as_object().if_contains(name);
    if (!there || *there != value) return std::nullopt;
  }
  while (std::getline(file, line)) {
    std::uint32_t index = 0;
    const auto [end, wrong] = std::from_chars(line.data(), line.data() + line.size(), index);
    // The last line of a process that was killed may be half a line, which no checksum fits.
    if (wrong == std::errc{} && end != line.data() + line.size() && *end == ' ')
      parts_.insert_or_assign(index, line.substr(static_cast<std::size_t>(end - line.data()) + 1));
  }
  return kept.as_object();
}

result<void> transfer_note::begin(const json::object& about) const {
  std::error_code failure;
  std::filesystem::create_directories(folder_, failure);
  const std::string text = json::serialize(about) + '\n', fresh = path_ + ".new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return failed(errno);
  const auto written = ::write(file, text.data(), text.size());
  const int why = errno;
  ::close(file);
  if (written != static_cast<ssize_t>(text.size())) return failed(written < 0 ? why : ENOSPC);
  if (std::rename(fresh.c_str(), path_.c_str()) != 0) return failed(errno);
  return {};
}

result<void> transfer_note::add_part(std::uint32_t index, std::string_view checksum) const {
  const int file = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0) return failed(errno);
  const std::string text = std::to_string(index).append(1, ' ').append(checksum).append(1, '\n');
  const auto written = ::write(file, text.data(), text.size());
  const int why = errno;
  ::close(file);
  if (written != static_cast<ssize_t>(text.size())) return failed(written < 0 ? why : ENOSPC);
  return {};
}

void transfer_note::forget() const noexcept { ::unlink(path_.c_str()); }

}  // namespace aloft::s3
