#include "cli/files/private_file.hpp"

#include "aloft/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace aloft::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string_view code, std::string_view what, const std::string& path, int reason) {
  throw error{error_kind::config, std::string{code},
              "cannot " + std::string{what} + " '" + path + "': " + std::strerror(reason)};
}

void make_folders(const fs::path& folder) {
  if (folder.empty() || fs::exists(folder)) return;
  make_folders(folder.parent_path());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    fail("CannotWrite", "make the folder", folder.string(), errno);
}

}  // namespace

void write_private_file(const std::string& path, std::string_view content) {
  std::error_code ignored;
  const auto canonical = fs::weakly_canonical(path, ignored);
  const std::string target = ignored ? path : canonical.string();
  make_folders(fs::path{target}.parent_path());
  struct stat there {};
  const mode_t mode = ::stat(target.c_str(), &there) == 0 ? there.st_mode & 07777 : 0600;
  std::string aside = target + ".XXXXXX";
  const int file = ::mkostemp(aside.data(), O_CLOEXEC);
  if (file < 0) fail("CannotWrite", "write", path, errno);
  int failure = ::fchmod(file, mode) == 0 ? 0 : errno;
  while (failure == 0 && !content.empty()) {
    const auto written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0)
      failure = errno;
    else
      content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::close(file) != 0 && failure == 0) failure = errno;
  if (failure == 0 && ::rename(aside.c_str(), target.c_str()) != 0) failure = errno;
  if (failure == 0) return;
  ::unlink(aside.c_str());
  fail("CannotWrite", "write", path, failure);
}

std::string read_private_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file && errno == ENOENT) return {};
  std::ostringstream text;
  if (!file || (file.peek() != std::ifstream::traits_type::eof() && !(text << file.rdbuf())))
    fail("CannotRead", "read", path, errno);
  return text.str();
}

}  // namespace aloft::cli
