#include "cli/run/browser.hpp"

#include <spawn.h>
#include <unistd.h>

#include <cstdlib>

namespace aloft::cli {

void open_browser(const std::string& url) {
  const char* chosen = std::getenv("BROWSER");
  std::string program = chosen && *chosen ? chosen : "xdg-open", address = url;
  char* words[] = {program.data(), address.data(), nullptr};
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  for (const int file : {STDOUT_FILENO, STDERR_FILENO})
    ::posix_spawn_file_actions_addopen(&files, file, "/dev/null", 1, 0);
  pid_t child = 0;
  static_cast<void>(::posix_spawnp(&child, program.c_str(), &files, nullptr, words, environ));
  ::posix_spawn_file_actions_destroy(&files);
}

}  // namespace aloft::cli
