#include "services/s3/folder_walk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace aloft::s3 {

bool is_left_over(std::string_view name) noexcept { return name.starts_with(".aloft-") && name.ends_with(".part"); }

folder_walk::~folder_walk() {
  for (const auto& one : levels_) ::close(one.descriptor);
}

void folder_walk::fault(const std::string& name, std::string what) {
  std::string path = root_ + (root_.ends_with('/') ? "" : "/") + path_ + name;
  error why{error_kind::usage, "BodyFile", '\'' + path + "' " + std::move(what)};
  faults_.emplace_back(std::move(path), std::move(why));
}

result<void> folder_walk::open() {
  const int descriptor = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0 && enter(descriptor)) return {};
  return error{error_kind::usage, "NoSuchFolder", '\'' + root_ + "' cannot be read: " + std::strerror(errno)};
}

void folder_walk::take_name(level& of, const char* name, unsigned char type) {
  const std::string_view text{name};
  if (text == "." || text == ".." || is_left_over(text)) return;
  if (type == DT_LNK && links_ == link_choice::skip) return;
  bool folder = type == DT_DIR;
  if (type == DT_LNK || type == DT_UNKNOWN) {
    struct stat about {};
    if (::fstatat(of.descriptor, name, &about, links_ == link_choice::skip ? AT_SYMLINK_NOFOLLOW : 0) != 0)
      return fault(name, std::string{"cannot be read: "} + std::strerror(errno));
    if (S_ISLNK(about.st_mode)) return;
    folder = S_ISDIR(about.st_mode);
    if (!folder && !S_ISREG(about.st_mode)) type = DT_FIFO;
  }
  if (!folder && (type == DT_FIFO || type == DT_SOCK || type == DT_CHR || type == DT_BLK))
    return fault(name, "is neither file nor folder");
  of.starts.push_back(static_cast<std::uint32_t>(of.names.size()));
  of.names.append(text).append(folder ? 1 : 0, '/').append(1, '\0');
}

bool folder_walk::enter(int descriptor) {
  level made;
  made.descriptor = descriptor;
  struct stat about {};
  const int copy = ::fstat(descriptor, &about) == 0 ? ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0) : -1;
  DIR* listing = copy >= 0 ? ::fdopendir(copy) : nullptr;
  if (listing == nullptr) {
    const int why = errno;
    if (copy >= 0) ::close(copy);
    ::close(descriptor);
    errno = why;
    return false;
  }
  made.device = about.st_dev;
  made.inode = about.st_ino;
  made.path_size = path_.size();
  errno = 0;
  while (const dirent* one = ::readdir(listing)) {
    take_name(made, one->d_name, one->d_type);
    errno = 0;
  }
  if (errno != 0) fault("", std::string{"cannot be listed whole: "} + std::strerror(errno));
  ::closedir(listing);
  const char* names = made.names.data();
  std::sort(made.starts.begin(), made.starts.end(), [names](std::uint32_t a, std::uint32_t b) {
    return std::strcmp(names + a, names + b) < 0;  // compares bytes as unsigned
  });
  levels_.push_back(std::move(made));
  return true;
}

bool folder_walk::is_loop(const struct ::stat& about) const noexcept {
  return std::any_of(levels_.begin(), levels_.end(),
                     [&](const level& one) { return one.device == about.st_dev && one.inode == about.st_ino; });
}

std::vector<object_entry> folder_walk::next(std::size_t most) {
  std::vector<object_entry> out;
  while (out.size() < most && !levels_.empty()) {
    level& here = levels_.back();
    path_.resize(here.path_size);
    if (here.at == here.starts.size()) {
      ::close(here.descriptor);
      levels_.pop_back();
      continue;
    }
    const std::string_view name{here.names.data() + here.starts[here.at++]};
    struct stat about {};
    if (name.ends_with('/')) {
      const std::string bare{name.substr(0, name.size() - 1)};
      const int into = ::openat(here.descriptor, bare.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      if (into < 0) {
        fault(bare, std::string{"cannot be read: "} + std::strerror(errno));
      } else if (::fstat(into, &about) == 0 && is_loop(about)) {
        ::close(into);
        fault(bare, "is a symbolic link to a folder that it is in");
      } else {
        path_ += name;
        if (!enter(into)) fault("", std::string{"cannot be read: "} + std::strerror(errno));
      }
      continue;
    }
    if (::fstatat(here.descriptor, name.data(), &about, links_ == link_choice::skip ? AT_SYMLINK_NOFOLLOW : 0) != 0) {
      if (errno != ENOENT) fault(std::string{name}, std::string{"cannot be read: "} + std::strerror(errno));
      continue;
    }
    object_entry& one = out.emplace_back();
    one.key.reserve(path_.size() + name.size());
    one.key.append(path_).append(name);
    one.size = static_cast<std::uint64_t>(about.st_size);
    one.modified = {about.st_mtim.tv_sec, static_cast<std::int32_t>(about.st_mtim.tv_nsec)};
  }
  return out;
}

}  // namespace aloft::s3
