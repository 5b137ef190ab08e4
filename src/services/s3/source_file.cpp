#include "services/s3/source_file.hpp"

#include <aloft/errc.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace aloft::s3 {
namespace {

error unreadable(const std::string& path, std::string_view what) {
  return error{error_kind::usage, std::string{errc::body_file}, "'" + path + "' " + std::string{what}};
}

timestamp time_of(const struct stat& about) noexcept {
  return {about.st_mtim.tv_sec, static_cast<std::int32_t>(about.st_mtim.tv_nsec)};
}

}  // namespace

result<std::shared_ptr<source_file>> source_file::open(const std::string& path) {
  // The standard input as it stands: it may be a socket, or read up to somewhere.
  const bool standard = path == "/dev/stdin";
  const int descriptor =
      standard ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return unreadable(path, std::string{"cannot be read: "} + std::strerror(errno));
  std::shared_ptr<source_file> file{new source_file{descriptor, path}};
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return unreadable(path, std::string{"cannot be read: "} + std::strerror(errno));
  if (S_ISDIR(about.st_mode)) return unreadable(path, "is a folder");
  file->regular_ = S_ISREG(about.st_mode) && !standard;
  file->size_ = static_cast<std::uint64_t>(about.st_size);
  file->modified_ = time_of(about);
  return file;
}

source_file::~source_file() { ::close(descriptor_); }

error source_file::changed() const {
  return error{error_kind::usage, "FileChanged",
               "'" + path_ + "' changed while it was read: its upload would be a mixture of two contents"};
}

result<void> source_file::read_at(char* into, std::size_t size, std::uint64_t offset) const {
  while (size > 0) {
    const auto count = ::pread(descriptor_, into, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(path_, std::string{"cannot be read: "} + std::strerror(errno));
    if (count == 0) return changed();
    into += count;
    size -= static_cast<std::size_t>(count);
    offset += static_cast<std::uint64_t>(count);
  }
  return {};
}

result<std::size_t> source_file::read_some(char* into, std::size_t size) const {
  for (;;) {
    const auto count = ::read(descriptor_, into, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return unreadable(path_, std::string{"cannot be read: "} + std::strerror(errno));
  }
}

result<void> source_file::unchanged() const {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0)
    return unreadable(path_, std::string{"cannot be read: "} + std::strerror(errno));
  if (static_cast<std::uint64_t>(about.st_size) != size_ || time_of(about) != modified_) return changed();
  return {};
}

result<opened_source> open_source(const std::string& path, std::uint64_t limit, crc_kind kind) {
  auto file = source_file::open(path);
  if (!file) return file.error();
  opened_source out{std::move(*file), std::nullopt, object_checksum{kind}};
  if (!out.file->regular() || out.file->size() > limit) return out;
  out.whole.emplace(static_cast<std::size_t>(out.file->size()), '\0');
  if (auto read = out.file->read_at(out.whole->data(), out.whole->size(), 0); !read) return read.error();
  if (auto same = out.file->unchanged(); !same) return same.error();
  out.sum.update(*out.whole);
  return out;
}

}  // namespace aloft::s3
