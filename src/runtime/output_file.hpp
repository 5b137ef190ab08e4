#pragma once
// A file that is there whole or not at all.

#include "aloft/error.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace aloft::runtime {

/// Written under another name beside its own, which it takes once all of it is on the disk; destroyed before, it is
/// removed. What is no regular file (a pipe, a device) is written in place, and waited for where it has no room or, as
/// a named pipe, no reader yet: then nothing blocks. Writing a regular file, and having it written out to the disk by
/// keep(), blocks the thread.
///
/// Errors: usage error "OutputFile"; cancelled.
class output_file {
 public:
  static boost::asio::awaitable<result<output_file>> open(std::string path);
  output_file(output_file&& other) noexcept;
  output_file& operator=(output_file&&) = delete;
  ~output_file();

  boost::asio::awaitable<result<void>> write(std::string_view bytes);
  result<void> keep();

 private:
  output_file(std::string path, std::string temporary, int descriptor) noexcept;
  output_file(std::string path, boost::asio::posix::stream_descriptor in_place) noexcept;

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;                                            // of the temporary file
  std::optional<boost::asio::posix::stream_descriptor> in_place_;  // what is no regular file
};

}  // namespace aloft::runtime
