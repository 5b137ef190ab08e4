#include "run_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace aloft::test {
namespace {

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream{path, std::ios::binary}.rdbuf();
  return text.str();
}

std::string make_folder() {
  auto name = (std::filesystem::temp_directory_path() / "aloft-cli-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  return name;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (auto& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

std::vector<std::string> program_result::lines() const {
  std::vector<std::string> all;
  std::istringstream text{out};
  for (std::string line; std::getline(text, line);) all.push_back(line);
  return all;
}

running_program::running_program(const std::vector<std::string>& arguments, const variables& environment,
                                 const std::string& out_file)
    : folder_{make_folder()}, out_{out_file.empty() ? folder_ + "/out" : out_file} {
  std::vector<std::string> words{arguments}, settings;
  for (const auto& [name, value] : environment) settings.push_back(name + "=" + value);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, 1, out_.c_str(), O_WRONLY | O_CREAT, 0600);
  ::posix_spawn_file_actions_addopen(&files, 2, (folder_ + "/err").c_str(), O_WRONLY | O_CREAT, 0600);
  const int failure =
      ::posix_spawnp(&process_, words[0].c_str(), &files, nullptr, pointers(words).data(), pointers(settings).data());
  ::posix_spawn_file_actions_destroy(&files);
  if (failure != 0) throw std::runtime_error{"cannot start " + words[0]};
}

running_program::~running_program() {
  if (process_ != 0) {
    ::kill(process_, SIGKILL);
    wait();
  }
  std::filesystem::remove_all(folder_);
}

void running_program::signal(int number) const { ::kill(process_, number); }

std::string running_program::out() const { return read_file(out_); }

bool running_program::runs_until(const std::function<bool()>& state) const {
  const int watch = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
  if (watch < 0) throw std::runtime_error{"a process cannot be watched"};
  pollfd ended{watch, POLLIN, 0};
  bool holds = false;
  while (!(holds = state()) && ::poll(&ended, 1, 5) == 0) {
  }
  ::close(watch);
  return holds || state();
}

program_result running_program::wait() {
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = 0;
  program_result result{
      .status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), .out = {}, .err = {}};
  if (std::filesystem::is_regular_file(out_)) result.out = out();
  result.err = read_file(folder_ + "/err");
  return result;
}

program_result run_program(const std::vector<std::string>& arguments, const variables& environment) {
  std::vector<std::string> words{ALOFT_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return running_program{words, environment}.wait();
}

program_result run_shell(const std::string& script, variables environment) {
  environment["ALOFT"] = ALOFT_PROGRAM;
  return running_program{{"/bin/sh", "-c", script}, environment}.wait();
}

}  // namespace aloft::test
