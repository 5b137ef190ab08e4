#pragma once
// Small files that hold tokens: read whole, and replaced so that no reader ever sees half of one.

#include "aloft/clock.hpp"
#include "aloft/error.hpp"

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

/// Held while a shared file is read, changed and written. Advisory (flock), so that programs of different kinds may
/// meet.
class file_lock {
 public:
  explicit file_lock(const std::string& path);
  ~file_lock();
  file_lock(const file_lock&) = delete;
  bool held() const noexcept { return held_; }
  bool try_again() noexcept;

 private:
  int descriptor_ = -1;
  bool held_ = false;
};

/// Waits until the lock is held, at most as long as a refresh takes elsewhere (5 s): then on without it. Whoever comes
/// second finds what the first has written.
boost::asio::awaitable<void> wait_for(const clock& time, file_lock& lock);

/// Member that is text, or "".
std::string text_of(const boost::json::object& from, std::string_view name);

/// A point in time as token files and answers write it: ISO 8601, also with "UTC" for "Z".
std::optional<std::chrono::system_clock::time_point> time_of(std::string_view text);

/// "2025-11-19T00:15:00Z"
std::string iso_time(std::chrono::system_clock::time_point when);

}  // namespace aloft::config
