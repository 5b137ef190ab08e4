#include "cli/files/line_reader.hpp"

#include <aloft/error.hpp>

#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace aloft::cli {
namespace asio = boost::asio;
namespace {

constexpr std::size_t piece = std::size_t{64} << 10;

}  // namespace

line_reader::line_reader(asio::any_io_executor executor, const std::string& path, std::size_t longest)
    : longest_{longest} {
  owned_ = path != "-";
  file_ = owned_ ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
  struct stat about {};
  if (file_ < 0 || ::fstat(file_, &about) != 0)
    throw error{error_kind::usage, "BadOption", "cannot read '" + path + "': " + std::strerror(errno)};
  if (S_ISDIR(about.st_mode)) {
    ::close(file_);
    throw error{error_kind::usage, "BadOption", "cannot read '" + path + "': it is a folder"};
  }
  // Everything else (files, /dev/null) cannot be waited for, and need not be.
  if (S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode) || ::isatty(file_) == 1)
    waiting_.emplace(executor, ::fcntl(file_, F_DUPFD_CLOEXEC, 0));
}

line_reader::~line_reader() {
  if (owned_ && file_ >= 0) ::close(file_);
}

asio::awaitable<bool> line_reader::fill() {
  if (ended_) co_return false;
  if (waiting_) co_await waiting_->async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
  bytes_.erase(0, begin_);
  looked_ -= begin_;
  begin_ = 0;
  const std::size_t held = bytes_.size();
  bytes_.resize(held + piece);
  const ssize_t got = ::read(file_, bytes_.data() + held, piece);
  bytes_.resize(held + static_cast<std::size_t>(got > 0 ? got : 0));
  if (got < 0 && errno != EINTR && errno != EAGAIN)
    throw std::system_error{errno, std::generic_category(), "cannot read the lines"};
  if (got == 0) ended_ = true;
  co_return true;
}

std::optional<text_line> line_reader::take(std::size_t end, std::size_t next) {
  text_line line{.number = ++number_, .text = {}, .size = 0};
  std::size_t size = end - begin_;
  if (size > 0 && bytes_[end - 1] == '\r') --size;
  line.size = dropped_ + size;
  if (line.size <= longest_) line.text.assign(bytes_, begin_, size);
  begin_ = looked_ = next;
  dropped_ = 0;
  return line;
}

asio::awaitable<std::optional<text_line>> line_reader::next() {
  for (;;) {
    if (const auto end = bytes_.find('\n', looked_); end != std::string::npos) co_return take(end, end + 1);
    looked_ = bytes_.size();
    if (looked_ - begin_ > longest_ + 1) {  // the last one may be the '\r' of an end
      dropped_ += looked_ - begin_ - 1;
      begin_ = looked_ - 1;
    }
    const bool more = co_await fill();
    if (more) continue;
    if (begin_ == bytes_.size() && dropped_ == 0) co_return std::nullopt;
    co_return take(bytes_.size(), bytes_.size());  // without an end
  }
}

}  // namespace aloft::cli
