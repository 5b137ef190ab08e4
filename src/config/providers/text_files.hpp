#pragma once
// Small files that hold tokens: read whole, and replaced so that no reader ever sees half of one.

#include "aloft/clock.hpp"
#include "aloft/error.hpp"
#include "aloft/timestamp.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::config {

/// The file's bytes, at most 1 MB. `what` says in messages whose file it is. Credentials error "FileUnreadable".
result<std::string> read_token_file(const std::string& path, std::string_view what);

/// The same, parsed. Errors never show what the file holds.
result<boost::json::object> read_json_file(const std::string& path, std::string_view what);

/// Replaces the file at once, readable by its owner only; folders are made. False when the disk refuses.
bool replace_file(const std::string& path, std::string_view content);

/// Held while a shared file is read, changed and written. Advisory (flock on PATH.lock, which is there only while it is
/// held or waited for), so that programs of different kinds may meet.
class file_lock {
 public:
  explicit file_lock(const std::string& path);
  ~file_lock();
  file_lock(const file_lock&) = delete;
  file_lock& operator=(const file_lock&) = delete;
  bool held() const noexcept { return held_; }
  bool try_again() noexcept;

 private:
  void open() noexcept;

  const std::string path_;
  int descriptor_ = -1;
  bool held_ = false;
};

/// Waits until the lock is held, at most as long as a refresh takes elsewhere (5 s): then on without it. Whoever comes
/// second finds what the first has written.
boost::asio::awaitable<void> wait_for(const clock& time, file_lock& lock);

/// Member that is text, or "".
std::string text_of(const boost::json::object& from, std::string_view name);

/// When something ends, as a point in time from 1970 on, so that whoever subtracts from it stays in the clock's range.
std::chrono::system_clock::time_point end_of(timestamp when) noexcept;
/// The same, `seconds` from now on (OAuth's expires_in): nothing below 0, at most a century.
std::chrono::system_clock::time_point end_in(std::chrono::system_clock::time_point now, std::int64_t seconds) noexcept;

/// A point in time as token files and answers write it: ISO 8601, also with "UTC" for "Z". As end_of() has it.
std::optional<std::chrono::system_clock::time_point> time_of(std::string_view text);

/// "2025-11-19T00:15:00Z"
std::string iso_time(std::chrono::system_clock::time_point when);

}  // namespace aloft::config
