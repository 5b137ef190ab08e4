#include "local/s3/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace aloft::local::s3 {

file::file(const std::string& path) noexcept : descriptor_{::open(path.c_str(), O_RDONLY | O_CLOEXEC)} {}

file file::create(const std::string& path, bool append) noexcept {
  constexpr int mode = 0600;
  file made;
  made.descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_EXCL), mode);
  return made;
}

file& file::operator=(file&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

file::~file() { close(); }

void file::close() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

bool file::lock() const noexcept { return ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0; }

std::size_t file::read(std::uint64_t at, char* to, std::size_t size) const noexcept {
  std::size_t done = 0;
  while (done < size) {
    const auto some = ::pread(descriptor_, to + done, size - done, static_cast<off_t>(at + done));
    if (some < 0 && errno == EINTR) continue;
    if (some <= 0) break;
    done += static_cast<std::size_t>(some);
  }
  return done;
}

int file::write(std::string_view bytes) const noexcept {
  while (!bytes.empty()) {
    const auto some = ::write(descriptor_, bytes.data(), bytes.size());
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(some));
  }
  return 0;
}

}  // namespace aloft::local::s3
