#include "model/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

namespace aloft::model {
namespace {

error unreadable(const std::filesystem::path& path, int reason) {
  return error{error_kind::config, "UnreadablePack",
               "cannot read the model pack " + path.string() + ": " + std::generic_category().message(reason)};
}

class descriptor {
 public:
  explicit descriptor(int number) noexcept : number_{number} {}
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int number() const noexcept { return number_; }

 private:
  int number_;
};

}  // namespace

result<std::shared_ptr<const mapped_file>> mapped_file::open(const std::filesystem::path& path) {
  const descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number() < 0) return unreadable(path, errno);
  struct stat status;
  if (::fstat(file.number(), &status) != 0) return unreadable(path, errno);
  if (!S_ISREG(status.st_mode)) return unreadable(path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return std::shared_ptr<const mapped_file>{new mapped_file{{}, false}};
  void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (memory == MAP_FAILED) return unreadable(path, errno);
  return std::shared_ptr<const mapped_file>{new mapped_file{{static_cast<const char*>(memory), size}, true}};
}

std::shared_ptr<const mapped_file> mapped_file::over(std::string_view bytes) {
  return std::shared_ptr<const mapped_file>{new mapped_file{bytes, false}};
}

mapped_file::~mapped_file() {
  if (mapped_) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace aloft::model
