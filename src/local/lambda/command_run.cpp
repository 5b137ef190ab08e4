#include "local/lambda/command_run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

extern char** environ;

namespace aloft::local::lambda {
namespace {

constexpr std::size_t most = 8 * 1024 * 1024;  // of an answer; Lambda's own limit is 6 MB

/// Both ends of a connection that closes with them. A socket: writing to one that nobody reads gives an error where a
/// pipe would send SIGPIPE.
struct channel {
  int ours = -1, theirs = -1;
  channel() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0) {
      ours = ends[0];
      theirs = ends[1];
    }
  }
  ~channel() {
    close(ours);
    close(theirs);
  }
  static void close(int& end) noexcept {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

pid_t spawn(const std::string& command, int input, int output, int complaint) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, complaint, STDERR_FILENO);
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setpgroup(&how, 0);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  std::array<char*, 4> words{const_cast<char*>("/bin/sh"), const_cast<char*>("-c"), const_cast<char*>(command.c_str()),
                             nullptr};
  pid_t made = 0;
  const int failure = ::posix_spawn(&made, words[0], &actions, &how, words.data(), environ);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&actions);
  return failure == 0 ? made : 0;
}

/// False: that end is closed.
bool read_some(int from, std::string& to) {
  std::array<char, 65536> piece;
  const ssize_t got = ::read(from, piece.data(), piece.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (to.size() < most) to.append(piece.data(), static_cast<std::size_t>(got));
  return got > 0;
}

}  // namespace

command_run::command_run(std::string command, std::string payload, std::shared_ptr<bell> over)
    : over_{std::move(over)},
      thread_{[this, command = std::move(command), payload = std::move(payload)] { run(command, payload); }} {}

command_run::~command_run() {
  {
    const std::lock_guard lock{mutex_};
    unwanted_ = true;
    if (process_ > 0) ::kill(-process_, SIGKILL);
  }
  thread_.join();
}

std::optional<command_result> command_run::outcome() const {
  const std::lock_guard lock{mutex_};
  return outcome_;
}

void command_run::run(const std::string& command, const std::string& payload) {
  command_result made;
  channel input, output, complaint;
  pid_t process = 0;
  if (input.ours >= 0 && output.ours >= 0 && complaint.ours >= 0) {
    const std::lock_guard lock{mutex_};
    if (!unwanted_) process = process_ = spawn(command, input.theirs, output.theirs, complaint.theirs);
  }
  if (process > 0) {
    made.started = true;
    for (auto* one : {&input, &output, &complaint}) channel::close(one->theirs);
    exchange(input.ours, output.ours, complaint.ours, payload, made);
    siginfo_t seen{};
    while (::waitid(P_PID, static_cast<id_t>(process), &seen, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
    }
    const std::lock_guard lock{mutex_};
    ::kill(-process, SIGKILL);  // what it has left behind; the number is its own as long as it is not reaped
    int status = 0;
    ::waitpid(process, &status, 0);
    process_ = 0;
    made.status = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }
  {
    const std::lock_guard lock{mutex_};
    outcome_ = std::move(made);
  }
  over_->ring();
}

void command_run::exchange(int input, int output, int complaint, std::string_view payload, command_result& into) {
  std::array<pollfd, 3> all{pollfd{output, POLLIN, 0}, pollfd{complaint, POLLIN, 0}, pollfd{input, POLLOUT, 0}};
  while (all[0].fd >= 0 || all[1].fd >= 0) {
    if (payload.empty() && all[2].fd >= 0) {
      ::shutdown(input, SHUT_WR);
      all[2].fd = -1;
    }
    if (::poll(all.data(), all.size(), -1) < 0 && errno != EINTR) return;
    if (all[0].fd >= 0 && all[0].revents != 0 && !read_some(output, into.output)) all[0].fd = -1;
    if (all[1].fd >= 0 && all[1].revents != 0 && !read_some(complaint, into.complaint)) all[1].fd = -1;
    if (all[2].fd < 0 || all[2].revents == 0) continue;
    const ssize_t put = ::send(input, payload.data(), payload.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put >= 0)
      payload.remove_prefix(static_cast<std::size_t>(put));
    else if (errno != EINTR && errno != EAGAIN)
      payload = {};  // it does not want to know
  }
}

}  // namespace aloft::local::lambda
