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

/// A child that does not outlive its owner.
class child {
 public:
  ~child() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  /// errno of what failed, or 0.
  int start(const std::vector<std::string>& words, int output) {
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    const int failure = ::posix_spawnp(&id_, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) id_ = -1;
    return failure;
  }

  /// Its exit status once it is over.
  std::optional<int> over() {
    int status = 0;
    const pid_t seen = ::waitpid(id_, &status, WNOHANG);
    if (seen == 0 || (seen < 0 && errno == EINTR)) return std::nullopt;
    id_ = -1;
    if (seen < 0) return 0;  // the program at large reaps all children itself
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t id_ = -1;
};

/// What the alarm may outlive the reader with.
struct watched_pipe {
  watched_pipe(const asio::any_io_executor& on, int descriptor) : end{on, descriptor} {}
  void give_up() {
    late = true;
    end.cancel();
  }
  asio::posix::stream_descriptor end;
  bool late = false;
};

}  // namespace

std::optional<std::vector<std::string>> shell_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
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
    } else if (c == '"' || c == '\'') {
      quote = c;
      inside = true;
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (inside) words.push_back(std::exchange(word, {}));
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (quote != 0) return std::nullopt;
  if (inside) words.push_back(std::move(word));
  return words;
}

asio::awaitable<result<process_result>> run_process(std::vector<std::string> words, std::chrono::milliseconds limit) {
  const auto executor = co_await asio::this_coro::executor;
  const std::string& program = words.front();
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    co_return failed("ProcessNotStarted", program, "could not be started: no pipe could be made");
  const auto output = std::make_shared<watched_pipe>(executor, ends[0]);
  child process;
  const int refused = process.start(words, ends[1]);
  ::close(ends[1]);
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
  co_return out;
}

}  // namespace aloft::config
