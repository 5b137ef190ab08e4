#include "config/providers/child_process.hpp"

#include "http/failure.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <tuple>
#include <utility>

extern char** environ;

namespace aloft::config {
namespace asio = boost::asio;
namespace {

using namespace std::chrono_literals;
constexpr std::size_t most = 1 << 20;

error failed(const char* code, const std::string& program, std::string_view why) {
  return error{error_kind::credentials, code, "The program \"" + program + "\" " + std::string{why}};
}

/// A child that does not outlive its owner. It is known by a descriptor, not by its number, which may be another's once
/// the program at large has reaped it; by the number only where a sandbox has no such descriptors.
class child {
 public:
  child() = default;
  child(const child&) = delete;
  child& operator=(const child&) = delete;
  ~child() {
    if (id_ > 0) {
      kill_it();
      while (wait(0) < 0 && errno == EINTR) {
      }
    }
    if (handle_ >= 0) ::close(handle_);
  }

  /// errno of what failed, or 0.
  int start(const std::vector<std::string>& words, int output, int complaints) {
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (::isatty(STDIN_FILENO) == 0) posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    const int failure = ::posix_spawnp(&id_, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) id_ = -1;
    if (failure == 0) handle_ = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));
    return failure;
  }

  /// Its exit status once it is over.
  std::optional<int> over() {
    siginfo_t seen{};
    const int failed = wait(WNOHANG, &seen);
    if (failed == 0 && seen.si_pid == 0) return std::nullopt;
    if (failed < 0 && errno == EINTR) return std::nullopt;
    id_ = -1;
    if (failed < 0) return 0;  // the program at large reaps all children itself
    return seen.si_code == CLD_EXITED ? seen.si_status : -seen.si_status;
  }

 private:
  int wait(int how, siginfo_t* seen = nullptr) const {
    siginfo_t unused{};
    const auto kind = handle_ >= 0 ? static_cast<idtype_t>(P_PIDFD) : P_PID;
    return ::waitid(kind, static_cast<id_t>(handle_ >= 0 ? handle_ : id_), seen != nullptr ? seen : &unused,
                    WEXITED | how);
  }
  void kill_it() const {
    if (handle_ >= 0)
      ::syscall(SYS_pidfd_send_signal, handle_, SIGKILL, nullptr, 0);
    else
      ::kill(id_, SIGKILL);
  }

  pid_t id_ = -1;
  int handle_ = -1;
};

/// The reading end of a pipe that something else may close in the reader's stead.
struct watched_pipe {
  watched_pipe(const asio::any_io_executor& on, int descriptor) : end{on, descriptor} {}
  void give_up() {
    late = true;
    end.cancel();
  }
  asio::posix::stream_descriptor end;
  bool late = false;
};

/// The end of what the child complains of, read as it comes so that the child never waits for a reader.
class complaints : public std::enable_shared_from_this<complaints> {
 public:
  complaints(const asio::any_io_executor& on, int descriptor) : end_{on, descriptor} { end_.non_blocking(true); }

  void listen() {
    end_.async_wait(asio::posix::stream_descriptor::wait_read,
                    [self = shared_from_this()](boost::system::error_code over) {
                      if (!over && self->read()) self->listen();
                    });
  }

  /// What there is once the child is over; whoever it left behind is listened to no more.
  std::string take() {
    read();
    drop();
    return std::move(text_);
  }
  void drop() {
    boost::system::error_code ignored;
    end_.close(ignored);
  }

 private:
  /// Reads what is there, at most what a pipe holds; false at the end.
  bool read() {
    std::array<char, 4096> piece;
    boost::system::error_code over;
    for (std::size_t left = 1 << 20; left > 0 && !over; left -= std::min(left, piece.size())) {
      text_.append(piece.data(), end_.read_some(asio::buffer(piece), over));
      if (text_.size() > most_kept) text_.erase(0, text_.size() - most_kept);
    }
    return !over || over == asio::error::would_block;
  }

  static constexpr std::size_t most_kept = 2048;
  asio::posix::stream_descriptor end_;
  std::string text_;
};

/// Ends the listening however the run ends.
struct listening {
  explicit listening(std::shared_ptr<complaints> to) : heard{std::move(to)} { heard->listen(); }
  listening(const listening&) = delete;
  listening& operator=(const listening&) = delete;
  ~listening() { heard->drop(); }
  const std::shared_ptr<complaints> heard;
};

/// Two ends of a new pipe, closed unless taken.
class pipe_ends {
 public:
  pipe_ends() { good_ = ::pipe2(ends_.data(), O_CLOEXEC) == 0; }
  pipe_ends(const pipe_ends&) = delete;
  pipe_ends& operator=(const pipe_ends&) = delete;
  ~pipe_ends() {
    for (const int end : ends_)
      if (end >= 0) ::close(end);
  }
  explicit operator bool() const noexcept { return good_; }
  int take_reader() noexcept { return std::exchange(ends_[0], -1); }
  int writer() const noexcept { return ends_[1]; }
  void close_writer() noexcept { ::close(std::exchange(ends_[1], -1)); }

 private:
  std::array<int, 2> ends_{-1, -1};
  bool good_ = false;
};

}  // namespace

std::optional<std::vector<std::string>> command_words(std::string_view line) {
  constexpr std::string_view operators = "|&;<>`";
  std::vector<std::string> words;
  std::string word;
  bool inside = false;
  bool for_shell = false;
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    const bool substitution = c == '`' || (c == '$' && line.substr(at + 1).starts_with('('));
    if (quote == '\'') {
      if (c == '\'')
        quote = 0;
      else
        word += c;
    } else if (c == '\\' && at + 1 < line.size() && (quote == 0 || line[at + 1] == '"' || line[at + 1] == '\\')) {
      word += line[++at];
      inside = true;
    } else if (quote == '"') {
      if (c == '"')
        quote = 0;
      else
        word += c;
      for_shell = for_shell || substitution;
    } else if (c == '"' || c == '\'') {
      quote = c;
      inside = true;
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (inside) words.push_back(std::exchange(word, {}));
      inside = false;
    } else {
      for_shell = for_shell || substitution || operators.find(c) != std::string_view::npos;
      word += c;
      inside = true;
    }
  }
  if (quote != 0) return std::nullopt;
  if (for_shell) return std::vector<std::string>{"/bin/sh", "-c", std::string{line}};
  if (inside) words.push_back(std::move(word));
  return words;
}

asio::awaitable<result<process_result>> run_process(std::vector<std::string> words, std::chrono::milliseconds limit) {
  const auto executor = co_await asio::this_coro::executor;
  const std::string& program = words.front();
  pipe_ends printed, complained;
  if (!printed || !complained)
    co_return failed("ProcessNotStarted", program, "could not be started: no pipe could be made");
  const auto output = std::make_shared<watched_pipe>(executor, printed.take_reader());
  const listening errors{std::make_shared<complaints>(executor, complained.take_reader())};
  child process;
  const int refused = process.start(words, printed.writer(), complained.writer());
  printed.close_writer();
  complained.close_writer();
  if (refused != 0)
    co_return failed("ProcessNotStarted", program, std::string{"could not be started: "} + std::strerror(refused));
  asio::steady_timer alarm{executor, limit};
  alarm.async_wait([output](boost::system::error_code over) {
    if (!over) output->give_up();
  });

  process_result out;
  std::string piece(16 * 1024, '\0');
  boost::system::error_code failure;
  while (!failure && out.output.size() <= most) {
    std::size_t count = 0;
    std::tie(failure, count) =
        co_await output->end.async_read_some(asio::buffer(piece), asio::as_tuple(asio::deferred));
    out.output.append(piece, 0, count);
  }
  if (out.output.size() > most)
    co_return failed("ProcessOutput", program, "prints more than 1 MB, which no credentials are");
  // It may have closed its output before its end.
  asio::steady_timer nap{executor};
  std::optional<int> status;
  for (auto pause = 1ms; !output->late && !(status = process.over()); pause = std::min(pause * 2, 20ms)) {
    if (failure == asio::error::operation_aborted) co_return http::cancelled();
    nap.expires_after(pause);
    std::tie(failure) = co_await nap.async_wait(asio::as_tuple(asio::deferred));
  }
  if (!status)
    co_return failed("ProcessTimeout", program, "was not done within " + std::to_string(limit.count() / 1000) + " s");
  out.status = *status;
  out.complaint = errors.heard->take();
  co_return out;
}

}  // namespace aloft::config
