#include "services/s3/target_file.hpp"

#include <aloft/errc.hpp>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace aloft::s3 {
namespace {

/// Without openat2: no symbolic link at all where none may lead out.
int open_step_by_step(int from, const char* path, bool beneath) {
  constexpr int how = O_PATH | O_DIRECTORY | O_CLOEXEC;
  if (!beneath) return ::openat(from, path, how);
  int folder = ::openat(from, ".", how);
  for (std::string_view rest{path}; folder >= 0 && !rest.empty();) {
    const auto slash = rest.find('/');
    const std::string name{rest.substr(0, slash)};
    rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
    int next = -1;
    if (name == "..")
      errno = EXDEV;
    else
      next = ::openat(folder, name.empty() ? "." : name.c_str(), how | O_NOFOLLOW);
    const int why = next < 0 && errno == ENOTDIR ? EXDEV : errno;
    ::close(std::exchange(folder, next));
    errno = why;
  }
  return folder;
}

/// A folder for others to be opened in.
int open_folder_at(int from, const char* path, bool beneath) {
  open_how how{};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  if (beneath) how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const int folder = static_cast<int>(::syscall(SYS_openat2, from, path, &how, sizeof how));
  return folder < 0 && errno == ENOSYS ? open_step_by_step(from, path, beneath) : folder;
}

/// The same, making what is missing on the way.
int make_folder_at(int from, const std::string& path, bool beneath) {
  int folder = open_folder_at(from, path.c_str(), beneath);
  if (folder >= 0 || errno != ENOENT) return folder;
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    int there = open_folder_at(from, part.c_str(), beneath);
    if (there < 0 && errno == ENOENT) {
      const auto slash = part.rfind('/');
      const std::string name = part.substr(slash == std::string::npos ? 0 : slash + 1);
      const std::string above = slash == std::string::npos ? "." : slash == 0 ? "/" : part.substr(0, slash);
      const int parent = open_folder_at(from, above.c_str(), beneath);
      if (parent < 0) return -1;
      const int made = ::mkdirat(parent, name.c_str(), 0777);
      const int why = errno;
      ::close(parent);
      errno = why;
      if (made != 0 && why != EEXIST) return -1;
      there = open_folder_at(from, part.c_str(), beneath);
    }
    if (there < 0) return -1;
    if (end == std::string::npos) return there;
    ::close(there);
  }
}

std::string temporary_name() {
  static std::atomic<std::uint64_t> count{0};
  return ".aloft-" + std::to_string(::getpid()) + '-' + std::to_string(count.fetch_add(1)) + ".part";
}

}  // namespace

error target_file::failed(int why) const {
  std::string path =
      where_.folder.empty() || where_.path.starts_with('/') ? where_.path : where_.folder + '/' + where_.path;
  std::string text = "'" + path + "' cannot be written: " + std::strerror(why);
  if (why == EXDEV && where_.beneath) text = "'" + path + "' is not written: a symbolic link leads out of the target";
  return error{error_kind::usage, std::string{errc::output_file}, std::move(text)};
}

result<void> target_file::open_folder() {
  const auto slash = where_.path.rfind('/');
  name_ = where_.path.substr(slash == std::string::npos ? 0 : slash + 1);
  const std::string above = slash == std::string::npos ? "" : slash == 0 ? "/" : where_.path.substr(0, slash);
  if (name_.empty() || name_ == "." || name_ == "..") return failed(EISDIR);
  int root = AT_FDCWD;
  if (!where_.folder.empty()) {
    root = make_folder_at(AT_FDCWD, where_.folder, false);
    if (root < 0) return failed(errno);
  }
  folder_ =
      above.empty() && root != AT_FDCWD ? root : make_folder_at(root, above.empty() ? "." : above, where_.beneath);
  const int why = errno;
  if (root != AT_FDCWD && root != folder_) ::close(root);
  if (folder_ < 0) return failed(why);
  return {};
}

result<std::shared_ptr<target_file>> target_file::open(const place& where, std::uint64_t size) {
  std::shared_ptr<target_file> file{new target_file{where}};
  if (auto opened = file->open_folder(); !opened) return opened.error();
  struct stat about {};
  const bool exists =
      ::fstatat(file->folder_, file->name_.c_str(), &about, where.beneath ? AT_SYMLINK_NOFOLLOW : 0) == 0;
  if (exists && S_ISDIR(about.st_mode)) return file->failed(EISDIR);
  if (exists && !where.beneath && !S_ISREG(about.st_mode)) {
    file->descriptor_ = ::openat(file->folder_, file->name_.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (file->descriptor_ < 0) return file->failed(errno);
    file->in_place_ = true;
    return file;
  }
  const mode_t mode = exists && S_ISREG(about.st_mode) ? 0600 : 0666;
  if (!where.partial.empty()) {
    file->temporary_ = where.partial;
    file->descriptor_ = ::openat(file->folder_, where.partial.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
    if (file->descriptor_ >= 0 && ::ftruncate(file->descriptor_, static_cast<off_t>(size)) != 0)
      return file->failed(errno);
  }
  while (where.partial.empty()) {
    file->temporary_ = temporary_name();
    file->descriptor_ =
        ::openat(file->folder_, file->temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (file->descriptor_ >= 0 || errno != EEXIST) break;
  }
  if (file->descriptor_ < 0) {
    const int why = errno;
    file->temporary_.clear();
    return file->failed(why);
  }
  if (mode == 0600) ::fchmod(file->descriptor_, about.st_mode & 0777);
  constexpr std::uint64_t worth_it = 1 << 20;
  if (size >= worth_it && ::fallocate(file->descriptor_, 0, 0, static_cast<off_t>(size)) != 0 &&
      (errno == ENOSPC || errno == EFBIG || errno == EDQUOT))
    return file->failed(errno);
  return file;
}

target_file::~target_file() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (where_.partial.empty()) abandon();
  if (folder_ >= 0) ::close(folder_);
}

void target_file::abandon() noexcept {
  if (!temporary_.empty()) ::unlinkat(folder_, temporary_.c_str(), 0);
  temporary_.clear();
}

result<void> target_file::write_at(std::string_view bytes, std::uint64_t offset) const {
  while (!bytes.empty()) {
    const auto count = in_order() ? ::write(descriptor_, bytes.data(), bytes.size())
                                  : ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  return {};
}

result<object_checksum> target_file::checksum_at(std::uint64_t offset, std::uint64_t size, crc_kind kind) const {
  object_checksum sum{kind};
  std::string piece(std::size_t{1} << 20, '\0');
  while (size > 0) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size));
    const auto count = ::pread(descriptor_, piece.data(), wanted, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(errno);
    if (count == 0) break;
    sum.update(std::string_view{piece}.substr(0, static_cast<std::size_t>(count)));
    offset += static_cast<std::uint64_t>(count);
    size -= static_cast<std::uint64_t>(count);
  }
  return sum;
}

result<void> target_file::keep(timestamp modified, bool sync) {
  if (in_order()) return {};
  const timespec time{static_cast<time_t>(modified.seconds), modified.nanoseconds};
  const timespec times[2] = {time, time};
  ::futimens(descriptor_, times);  // a file system without times is no reason to fail
  if (sync && ::fsync(descriptor_) != 0 && errno != EINVAL) return failed(errno);
  if (::close(std::exchange(descriptor_, -1)) != 0) return failed(errno);
  if (::renameat(folder_, temporary_.c_str(), folder_, name_.c_str()) != 0) return failed(errno);
  temporary_.clear();
  return {};
}

result<void> write_file(const target_file::place& where, std::string_view bytes, timestamp modified, bool sync) {
  auto file = target_file::open(where, bytes.size());
  if (!file) return file.error();
  if (auto written = (*file)->write_at(bytes, 0); !written) return written.error();
  return (*file)->keep(modified, sync);
}

}  // namespace aloft::s3
