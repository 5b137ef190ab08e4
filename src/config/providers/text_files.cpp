#include "config/providers/text_files.hpp"

#include "flow/sleep.hpp"

#include <boost/json/parse.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace aloft::config {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t most = 1 << 20;

error unreadable(std::string_view what, const std::string& path, std::string_view why) {
  return error{error_kind::credentials, "FileUnreadable",
               std::string{what} + ' ' + path + " cannot be used: " + std::string{why}};
}

bool write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(to, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

result<std::string> read_token_file(const std::string& path, std::string_view what) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return unreadable(what, path, "it is a folder");
  std::ifstream in{path, std::ios::binary};
  if (!in) return unreadable(what, path, std::strerror(errno));
  std::string text(most + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > most) return unreadable(what, path, "it is larger than 1 MB");
  return text;
}

result<boost::json::object> read_json_file(const std::string& path, std::string_view what) {
  auto text = read_token_file(path, what);
  if (!text) return text.error();
  boost::system::error_code bad;
  auto parsed = boost::json::parse(*text, bad);
  if (bad || !parsed.is_object()) return unreadable(what, path, "it does not hold a JSON object");
  return std::move(parsed.get_object());
}

bool replace_file(const std::string& path, std::string_view content) {
  std::error_code ignored;
  fs::create_directories(fs::path{path}.parent_path(), ignored);
  std::string scratch = path + ".XXXXXX";
  const int file = ::mkostemp(scratch.data(), O_CLOEXEC);  // made for the owner only
  if (file < 0) return false;
  const bool written = write_all(file, content) && ::fsync(file) == 0;
  if (::close(file) == 0 && written && ::rename(scratch.c_str(), path.c_str()) == 0) return true;
  ::unlink(scratch.c_str());
  return false;
}

file_lock::file_lock(const std::string& path) : path_{path + ".lock"} {
  std::error_code ignored;
  fs::create_directories(fs::path{path}.parent_path(), ignored);
  open();
  try_again();
}

void file_lock::open() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = ::open(path_.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
}

bool file_lock::try_again() noexcept {
  while (!held_) {
    // A folder that nobody can write to has no one to wait for.
    if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) return false;
    // Who held it before has removed the file: the lock is then that of a newer one.
    struct stat held {
    }, there{};
    held_ = descriptor_ < 0 || (::fstat(descriptor_, &held) == 0 && ::stat(path_.c_str(), &there) == 0 &&
                                held.st_ino == there.st_ino && held.st_dev == there.st_dev);
    if (!held_) open();
  }
  return true;
}

file_lock::~file_lock() {
  if (descriptor_ < 0) return;
  if (held_) ::unlink(path_.c_str());
  ::close(descriptor_);
}

boost::asio::awaitable<void> wait_for(const clock& time, file_lock& lock) {
  for (int turn = 0; turn < 100 && !lock.try_again(); ++turn) {
    const auto slept = co_await flow::sleep(time, std::chrono::milliseconds{50});
    if (slept != flow::wait_end::done) break;
  }
}

std::string text_of(const boost::json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

std::chrono::system_clock::time_point end_of(timestamp when) noexcept {
  // Go's zero time, the year 1, is as much over as 1970, and from 1970 on no subtraction leaves the clock's range.
  return std::max(when, timestamp{}).to_time_point();
}

std::chrono::system_clock::time_point end_in(std::chrono::system_clock::time_point now, std::int64_t seconds) noexcept {
  constexpr std::int64_t most = 100ll * 365 * 24 * 3600;
  return now + std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, most)};
}

std::optional<std::chrono::system_clock::time_point> time_of(std::string_view text) {
  std::string spelled{text};
  if (spelled.ends_with("UTC")) spelled.replace(spelled.size() - 3, 3, "Z");
  const auto parsed = parse_timestamp(spelled, timestamp_format::date_time);
  if (!parsed) return std::nullopt;
  return end_of(*parsed);
}

std::string iso_time(std::chrono::system_clock::time_point when) {
  return format_timestamp(timestamp{timestamp::from(when).seconds, 0}, timestamp_format::date_time);
}

}  // namespace aloft::config
