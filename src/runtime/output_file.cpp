#include "runtime/output_file.hpp"

#include "crypto/uuid.hpp"
#include "http/failure.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <tuple>
#include <utility>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

error failed(const std::string& path, int why = errno) {
  return error{error_kind::usage, "OutputFile", "'" + path + "' cannot be written: " + std::strerror(why)};
}

/// Where a chain of symbolic links leads to; the path itself when there is nothing yet.
std::string target_of(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real{::realpath(path.c_str(), nullptr), &std::free};
  return real ? std::string{real.get()} : path;
}

/// A name beside the file's that nobody has; not made of it, as that may be as long as names can be.
std::string name_beside(const std::string& target) {
  return target.substr(0, target.rfind('/') + 1) + ".aloft-" + crypto::make_uuid();
}

/// write() without SIGPIPE where the reader has gone: the error is enough.
ssize_t write_quietly(int to, std::string_view bytes) {
  sigset_t pipe, before, pending;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigpending(&pending);
  const bool had_one = sigismember(&pending, SIGPIPE) == 1;
  ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
  const auto count = ::write(to, bytes.data(), bytes.size());
  const int why = errno;
  const timespec at_once{};
  if (count < 0 && why == EPIPE && !had_one) ::sigtimedwait(&pipe, nullptr, &at_once);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = why;
  return count;
}

/// Opens what is there and no regular file. A named pipe nobody reads yet is tried again, as open() itself would wait.
asio::awaitable<result<int>> open_in_place(const std::string& path) {
  asio::steady_timer soon{co_await asio::this_coro::executor};
  for (;;) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor >= 0) co_return descriptor;
    if (errno == EINTR) continue;
    if (errno != ENXIO) co_return failed(path);
    soon.expires_after(std::chrono::milliseconds{20});
    const auto [over] = co_await soon.async_wait(asio::as_tuple(asio::deferred));
    if (over) co_return http::cancelled();
  }
}

}  // namespace

asio::awaitable<result<output_file>> output_file::open(std::string path) {
  struct stat about {};
  const bool exists = ::stat(path.c_str(), &about) == 0;
  if (exists && S_ISDIR(about.st_mode)) co_return failed(path, EISDIR);
  if (exists && !S_ISREG(about.st_mode)) {
    const auto descriptor = co_await open_in_place(path);
    if (!descriptor) co_return descriptor.error();
    asio::posix::stream_descriptor in_place{co_await asio::this_coro::executor};
    boost::system::error_code refused;
    in_place.assign(*descriptor, refused);
    if (refused) {
      ::close(*descriptor);
      co_return failed(path, refused.value());
    }
    co_return output_file{std::move(path), std::move(in_place)};
  }
  if (exists && ::access(path.c_str(), W_OK) != 0) co_return failed(path);
  std::string target = target_of(path);
  std::string temporary = name_beside(target);
  // A new file gets what the process's mask leaves; one that replaces another is its owner's until it has that one's
  // mode.
  const mode_t mode = exists ? 0600 : 0666;
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) co_return failed(path);
  if (exists) ::fchmod(descriptor, about.st_mode & 0777);
  co_return output_file{std::move(target), std::move(temporary), descriptor};
}

output_file::output_file(std::string path, std::string temporary, int descriptor) noexcept
    : path_{std::move(path)}, temporary_{std::move(temporary)}, descriptor_{descriptor} {}

output_file::output_file(std::string path, asio::posix::stream_descriptor in_place) noexcept
    : path_{std::move(path)}, in_place_{std::move(in_place)} {}

output_file::output_file(output_file&& other) noexcept
    : path_{std::move(other.path_)},
      temporary_{std::exchange(other.temporary_, {})},
      descriptor_{std::exchange(other.descriptor_, -1)},
      in_place_{std::move(other.in_place_)} {}

output_file::~output_file() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

asio::awaitable<result<void>> output_file::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count =
        in_place_ ? write_quietly(in_place_->native_handle(), bytes) : ::write(descriptor_, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN && in_place_) {
      const auto [over] =
          co_await in_place_->async_wait(asio::posix::stream_descriptor::wait_write, asio::as_tuple(asio::deferred));
      if (over == asio::error::operation_aborted) co_return http::cancelled();
      if (over) co_return failed(path_, over.value());
    } else if (errno != EINTR) {
      co_return failed(path_);
    }
  }
  co_return result<void>{};
}

result<void> output_file::keep() {
  if (in_place_) {
    boost::system::error_code refused;
    in_place_->close(refused);
    if (refused) return failed(path_, refused.value());
    return {};
  }
  // Whatever the disk has against it, it says before the file takes the place of another.
  const bool written = ::fsync(descriptor_) == 0 || errno == EINVAL;
  if (!written) return failed(path_);
  if (::close(std::exchange(descriptor_, -1)) != 0) return failed(path_);
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return failed(path_);
  temporary_.clear();
  return {};
}

}  // namespace aloft::runtime
