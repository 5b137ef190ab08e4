#pragma once
// What is in a folder, in the order in which S3 would list it. Everything here blocks.

#include <aloft/error.hpp>
#include <aloft/s3_sync.hpp>

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

struct stat;

namespace aloft::s3 {

/// Keeps the names of the folders on the way to where it stands, and nothing else.
class folder_walk {
 public:
  folder_walk(std::string root, link_choice links) : root_{std::move(root)}, links_{links} {}
  ~folder_walk();
  folder_walk(const folder_walk&) = delete;
  folder_walk& operator=(const folder_walk&) = delete;

  /// Usage error "NoSuchFolder".
  result<void> open();
  /// The next files, at most so many; none at the end.
  std::vector<object_entry> next(std::size_t most);
  /// What could not be read, or is neither file nor folder, since the last time: its path, and why.
  std::vector<std::pair<std::string, error>> take_faults() { return std::exchange(faults_, {}); }

 private:
  /// A folder on the way: its names in one text, and where each begins, sorted.
  struct level {
    int descriptor = -1;
    std::string names;                  // each with '\0' behind it; those of folders with '/' before that
    std::vector<std::uint32_t> starts;  // of what is still to come, in order
    std::size_t at = 0;
    std::size_t path_size = 0;  // of the path of this folder, with its '/'
    dev_t device = 0;
    ino_t inode = 0;
  };

  bool enter(int descriptor);
  void take_name(level& of, const char* name, unsigned char type);
  bool is_loop(const struct ::stat& about) const noexcept;
  void fault(const std::string& name, std::string what);

  const std::string root_;
  const link_choice links_;
  std::vector<level> levels_;
  std::string path_;  // of the folder that it stands in, below the root
  std::vector<std::pair<std::string, error>> faults_;
};

/// A name that target_file makes, and leaves where a process is killed.
bool is_left_over(std::string_view name) noexcept;

}  // namespace aloft::s3
