#include "runtime/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace aloft::runtime {
namespace {

error failed(const std::string& path) {
  return error{error_kind::usage, "OutputFile", "'" + path + "' cannot be written: " + std::strerror(errno)};
}

/// Where a chain of symbolic links leads to; the path itself when there is nothing yet.
std::string target_of(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real{::realpath(path.c_str(), nullptr), &std::free};
  return real ? std::string{real.get()} : path;
}

mode_t mode_for_new_files() noexcept {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

result<output_file> output_file::open(std::string path) {
  struct stat about {};
  const bool exists = ::stat(path.c_str(), &about) == 0;
  if (exists && !S_ISREG(about.st_mode)) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return failed(path);
    return output_file{std::move(path), {}, descriptor};
  }
  if (exists && ::access(path.c_str(), W_OK) != 0) return failed(path);
  std::string target = target_of(path);
  std::string temporary = target + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return failed(path);
  ::fchmod(descriptor, exists ? about.st_mode & 0777 : mode_for_new_files());
  return output_file{std::move(target), std::move(temporary), descriptor};
}

output_file::output_file(output_file&& other) noexcept
    : path_{std::move(other.path_)},
      temporary_{std::move(other.temporary_)},
      descriptor_{std::exchange(other.descriptor_, -1)} {}

output_file::~output_file() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

result<void> output_file::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(path_);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

result<void> output_file::keep() {
  const bool renamed = temporary_.empty() || std::rename(temporary_.c_str(), path_.c_str()) == 0;
  if (!renamed) return failed(path_);
  temporary_.clear();
  if (::close(std::exchange(descriptor_, -1)) != 0) return failed(path_);
  return {};
}

}  // namespace aloft::runtime
