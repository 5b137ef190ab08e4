#include "cli/run/running_command.hpp"

#include "aloft/error.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

extern char** environ;

namespace aloft::cli {
namespace asio = boost::asio;
namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

[[noreturn]] void cannot_start(int failure) {
  throw error{error_kind::usage, "CommandNotStarted", std::string{"cannot start /bin/sh: "} + std::strerror(failure)};
}

/// Two ends that no child inherits by accident.
std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) cannot_start(errno);
  return ends;
}

/// A write to a command that has gone is an error, not the end of this program.
void ignore_broken_pipes() {
  static const bool once = [] { return ::signal(SIGPIPE, SIG_IGN) != SIG_ERR; }();
  (void)once;
}

int status_of(const siginfo_t& ended) { return ended.si_code == CLD_EXITED ? ended.si_status : 128 + ended.si_status; }

}  // namespace

struct running_command::state {
  explicit state(const asio::any_io_executor& executor) : ended{executor}, input{executor}, output{executor} {}

  pid_t process = 0;
  asio::posix::stream_descriptor ended;  // becomes readable when the process ends
  asio::posix::stream_descriptor input, output;
  std::string held;  // read, and not yet given
  std::optional<int> status;

  void reap() {
    siginfo_t what{};
    if (!status && ::waitid(P_PID, static_cast<id_t>(process), &what, WEXITED | WNOHANG) == 0 && what.si_pid != 0)
      status = status_of(what);
  }
  void signal(int number) const {
    if (process > 0) ::kill(-process, number);
  }
};

running_command::running_command(asio::any_io_executor executor, const std::string& command,
                                 const variables& environment, bool reads_output)
    : state_{std::make_unique<state>(executor)} {
  ignore_broken_pipes();
  const auto in = make_pipe();
  const auto out = reads_output ? make_pipe() : std::array<int, 2>{-1, -1};

  std::vector<std::string> texts;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string_view text{*one};
    const auto name = text.substr(0, text.find('='));
    bool replaced = false;
    for (const auto& [given, value] : environment) replaced = replaced || given == name;
    if (!replaced) texts.emplace_back(text);
  }
  for (const auto& [name, value] : environment)
    if (value.find('\0') == std::string::npos) texts.push_back(name + '=' + value);
  std::vector<char*> pointers;
  for (auto& one : texts) pointers.push_back(one.data());
  pointers.push_back(nullptr);

  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, in[0], STDIN_FILENO);
  if (reads_output) ::posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
  posix_spawnattr_t how;
  ::posix_spawnattr_init(&how);
  ::posix_spawnattr_setpgroup(&how, 0);
  sigset_t usual;
  ::sigemptyset(&usual);
  ::sigaddset(&usual, SIGPIPE);
  ::posix_spawnattr_setsigdefault(&how, &usual);
  ::posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);

  std::string shell = "/bin/sh", flag = "-c", line = command;
  std::array<char*, 4> words{shell.data(), flag.data(), line.data(), nullptr};
  const int failure = ::posix_spawn(&state_->process, "/bin/sh", &files, &how, words.data(), pointers.data());
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&how);
  ::close(in[0]);
  if (reads_output) ::close(out[1]);
  if (failure != 0) {
    ::close(in[1]);
    if (reads_output) ::close(out[0]);
    state_->process = 0;
    cannot_start(failure);
  }
  state_->input.assign(in[1]);
  if (reads_output) state_->output.assign(out[0]);
  const int watch = static_cast<int>(::syscall(SYS_pidfd_open, state_->process, 0));
  if (watch < 0) cannot_start(errno);
  state_->ended.assign(watch);
}

running_command::running_command(running_command&&) noexcept = default;

running_command::~running_command() {
  if (!state_ || state_->process == 0 || state_->status) return;
  state_->signal(SIGKILL);
  ::waitpid(state_->process, nullptr, 0);
}

asio::awaitable<bool> running_command::write(std::string_view text) {
  const auto [failure, written] = co_await asio::async_write(state_->input, asio::buffer(text), as_result);
  co_return !failure && written == text.size();
}

void running_command::close_input() {
  boost::system::error_code ignored;
  state_->input.close(ignored);
}

asio::awaitable<std::optional<std::string>> running_command::read_line() {
  const auto [failure, size] =
      co_await asio::async_read_until(state_->output, asio::dynamic_buffer(state_->held), '\n', as_result);
  if (failure) co_return std::nullopt;
  std::string line = state_->held.substr(0, size - 1);
  state_->held.erase(0, size);
  co_return line;
}

asio::awaitable<std::optional<int>> running_command::wait() {
  state_->reap();
  if (!state_->status) {
    (void)co_await state_->ended.async_wait(asio::posix::descriptor_base::wait_read, as_result);
    state_->reap();
  }
  co_return state_->status;
}

asio::awaitable<void> running_command::end(std::chrono::milliseconds patience) {
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  // In a coroutine of its own: what shields this from cancellation must not shield the caller from the next one.
  co_await asio::co_spawn(state_->ended.get_executor(), end_shielded(patience), asio::use_awaitable);
  co_await asio::this_coro::throw_if_cancelled(throws);
}

asio::awaitable<void> running_command::end_shielded(std::chrono::milliseconds patience) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  state_->signal(SIGTERM);
  asio::steady_timer timer{state_->ended.get_executor(), patience};
  timer.async_wait([of = state_.get()](boost::system::error_code failure) {
    if (!failure) of->signal(SIGKILL);
  });
  co_await wait();
  timer.cancel();
  // What the command has left behind in its group.
  state_->signal(SIGKILL);
}

}  // namespace aloft::cli
