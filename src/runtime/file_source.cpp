#include "runtime/file_source.hpp"

#include "flow/blocking_pool.hpp"
#include "http/failure.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

constexpr std::size_t piece_size = 256 * 1024;

error bad_file(const std::string& path, std::string_view what) {
  return error{error_kind::usage, "BodyFile", "the body of the request: '" + path + "' " + std::string{what}};
}

class descriptor {
 public:
  explicit descriptor(int number) noexcept : number_{number} {}
  descriptor(descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  descriptor& operator=(descriptor&&) = delete;
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const noexcept { return number_; }
  int release() noexcept { return std::exchange(number_, -1); }

 private:
  int number_;
};

class regular_file final : public http::body_source {
 public:
  regular_file(descriptor file, std::string path, std::uint64_t offset, std::uint64_t length)
      : file_{std::make_shared<const descriptor>(std::move(file))},
        path_{std::move(path)},
        offset_{offset},
        length_{length} {}

  std::optional<std::uint64_t> size() const noexcept override { return length_; }
  bool rewind() override {
    done_ = 0;
    return true;
  }
  asio::awaitable<result<std::string_view>> read() override {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(piece_size, length_ - done_));
    if (wanted == 0) co_return std::string_view{};
    if (!piece_) piece_ = buffer{new char[std::min<std::uint64_t>(piece_size, length_)]};
    const read_outcome got = co_await read_piece(wanted);
    if (got.cancelled) co_return http::cancelled();
    if (got.failure != 0) co_return bad_file(path_, std::strerror(got.failure));
    if (got.count == 0) co_return bad_file(path_, "has become shorter while it was sent");
    done_ += got.count;
    co_return std::string_view{piece_.get(), got.count};
  }

 private:
  using buffer = std::shared_ptr<char[]>;
  struct read_outcome {
    std::size_t count = 0;
    int failure = 0;  // errno
    bool cancelled = false;
  };

  static read_outcome read_at(const descriptor& file, char* into, std::size_t wanted, std::uint64_t at) {
    for (;;) {
      const auto count = ::pread(file.get(), into, wanted, static_cast<off_t>(at));
      if (count >= 0) return {static_cast<std::size_t>(count)};
      if (errno != EINTR) return {0, errno};
    }
  }

  // What fits into one piece is nearly always in the page cache; the rest may keep a disk busy.
  asio::awaitable<read_outcome> read_piece(std::size_t wanted) {
    const std::uint64_t at = offset_ + done_;
    if (length_ <= piece_size) co_return read_at(*file_, piece_.get(), wanted, at);
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto work = [file = file_, into = piece_, wanted, at] { return read_at(*file, into.get(), wanted, at); };
    auto elsewhere =
        flow::run_blocking(flow::watchdog::of(executor), flow::blocking_pool::of_process(), std::move(work));
    const auto came = co_await std::move(elsewhere);
    if (came.first == flow::wait_end::done) co_return *came.second;
    piece_.reset();  // the thread may still write to it
    read_outcome stopped;
    stopped.cancelled = true;
    co_return stopped;
  }

  const std::shared_ptr<const descriptor> file_;
  const std::string path_;
  const std::uint64_t offset_, length_;
  std::uint64_t done_ = 0;
  buffer piece_;
};

/// Pipes, terminals, devices: read once, of any length.
class pipe_source final : public http::body_source {
 public:
  pipe_source(descriptor file, std::string path, bool waits)
      : file_{std::move(file)}, path_{std::move(path)}, waits_{waits} {}

  std::optional<std::uint64_t> size() const noexcept override { return std::nullopt; }
  bool rewind() override { return false; }
  asio::awaitable<result<std::string_view>> read() override {
    if (!piece_) piece_ = std::make_unique_for_overwrite<char[]>(piece_size);
    if (!waits_) co_return read_now();
    if (!stream_) {
      const auto executor = co_await asio::this_coro::executor;
      stream_.emplace(executor, file_.release());
      // A FIFO that nobody has opened for writing yet reads as if it were over.
      const auto [failure] =
          co_await stream_->async_wait(asio::posix::stream_descriptor::wait_read, asio::as_tuple(asio::deferred));
      if (failure == asio::error::operation_aborted) co_return http::cancelled();
    }
    auto [failure, count] =
        co_await stream_->async_read_some(asio::buffer(piece_.get(), piece_size), asio::as_tuple(asio::deferred));
    if (failure == asio::error::operation_aborted) co_return http::cancelled();
    if (failure && failure != asio::error::eof) co_return bad_file(path_, failure.message());
    co_return std::string_view{piece_.get(), count};
  }

 private:
  result<std::string_view> read_now() {
    for (;;) {
      const auto count = ::read(file_.get(), piece_.get(), piece_size);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return bad_file(path_, std::strerror(errno));
      return std::string_view{piece_.get(), static_cast<std::size_t>(count)};
    }
  }

  descriptor file_;
  const std::string path_;
  const bool waits_;  // devices like /dev/zero cannot be waited for
  std::optional<asio::posix::stream_descriptor> stream_;
  std::unique_ptr<char[]> piece_;
};

}  // namespace

result<std::shared_ptr<http::body_source>> open_file_source(const std::string& path, std::uint64_t offset,
                                                            std::optional<std::uint64_t> length) {
  // Without O_NONBLOCK a FIFO would be opened when somebody else has opened it for writing, if ever.
  descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat about {};
  if (file.get() < 0 || ::fstat(file.get(), &about) != 0)
    return bad_file(path, std::string{"cannot be read: "} + std::strerror(errno));
  if (S_ISDIR(about.st_mode)) return bad_file(path, "is a folder");
  if (S_ISREG(about.st_mode)) {
    const auto size = static_cast<std::uint64_t>(about.st_size);
    if (offset > size || length.value_or(0) > size - offset)
      return bad_file(path, "has only " + std::to_string(size) + " bytes; asked for are " +
                                (length ? std::to_string(*length) : "those") + " from " + std::to_string(offset) +
                                " on");
    return std::make_shared<regular_file>(std::move(file), path, offset, length.value_or(size - offset));
  }
  if (offset != 0 || length) return bad_file(path, "is no regular file: no part of it can be asked for");
  const bool waits = S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode) || ::isatty(file.get()) == 1;
  return std::make_shared<pipe_source>(std::move(file), path, waits);
}

}  // namespace aloft::runtime
