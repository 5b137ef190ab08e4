#pragma once
// Lines of a file or of the standard input, one after another, in bounded memory and without holding up the event loop.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::cli {

struct text_line {
  std::uint64_t number = 0;  ///< 1 for the first
  std::string text;          ///< without its end ("\n" or "\r\n"); empty where the line was too long
  std::uint64_t size = 0;    ///< bytes that it has, also those that were dropped
};

/// For one coroutine. The descriptor stays as it was: it is not made non-blocking, since others may share it.
class line_reader {
 public:
  /// `path`: a file, or "-" for the standard input. Throws a usage error ("BadOption") for one that cannot be opened.
  /// Of lines longer than `longest` only the size is kept.
  line_reader(boost::asio::any_io_executor executor, const std::string& path, std::size_t longest);
  ~line_reader();
  line_reader(const line_reader&) = delete;
  line_reader& operator=(const line_reader&) = delete;

  /// The next line; nothing at the end. Throws std::system_error when reading fails, boost::system::system_error when
  /// cancelled.
  boost::asio::awaitable<std::optional<text_line>> next();
  /// Whether next() may wait for somebody: regular files are there.
  bool waits() const noexcept { return waiting_.has_value(); }

 private:
  /// False: there is nothing more.
  boost::asio::awaitable<bool> fill();
  std::optional<text_line> take(std::size_t end, std::size_t next);

  int file_ = -1;
  bool owned_ = false;
  const std::size_t longest_;
  std::optional<boost::asio::posix::stream_descriptor> waiting_;  // of pipes, terminals, sockets
  std::string bytes_;                                             // read and not taken
  std::size_t begin_ = 0;                                         // of the line in bytes_
  std::size_t looked_ = 0;                                        // there is no end of a line before
  std::uint64_t dropped_ = 0;                                     // bytes of a line that is too long
  std::uint64_t number_ = 0;
  bool ended_ = false;
};

}  // namespace aloft::cli
