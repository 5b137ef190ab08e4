#include "local/s3/journal.hpp"

#include "local/api_error.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace aloft::local::s3 {
namespace {

error unusable(std::string_view what, std::string_view path, std::string_view why) {
  return {error_kind::usage, "InvalidOption", join({"data: ", what, " ", path, ": ", why})};
}

}  // namespace

result<journal> journal::open(const std::string& folder) {
  journal made{folder + "/journal"};
  made.lock_ = file::create(folder + "/lock", true);
  if (!made.lock_.is_open()) return unusable("cannot open", folder + "/lock", std::strerror(errno));
  if (!made.lock_.lock()) return unusable("another server uses", folder, "give this one a folder of its own");
  if (auto opened = made.reopen(); !opened) return opened.error();
  return made;
}

result<void> journal::reopen() {
  to_ = file::create(path_, true);
  if (!to_.is_open()) return unusable("cannot write", path_, std::strerror(errno));
  return {};
}

result<void> journal::replay(const std::function<void(const boost::json::object&)>& take) const {
  std::ifstream from{path_, std::ios::binary};
  std::size_t number = 0;
  for (std::string line; std::getline(from, line);) {
    ++number;
    if (from.eof()) break;  // no end of line: cut short
    boost::system::error_code bad;
    const auto record = boost::json::parse(line, bad);
    if (bad || !record.is_object())
      return unusable("cannot read", path_, join({"line ", std::to_string(number), " is no record"}));
    try {
      take(record.get_object());
    } catch (const std::exception& failure) {
      return unusable("cannot read", path_, join({"line ", std::to_string(number), ": ", failure.what()}));
    }
  }
  return {};
}

result<void> journal::rewrite(const std::function<void(const std::function<void(const boost::json::object&)>&)>& give) {
  const auto fresh = path_ + ".new";
  std::remove(fresh.c_str());
  const auto to = file::create(fresh, false);
  if (!to.is_open()) return unusable("cannot write", fresh, std::strerror(errno));
  std::string text;
  int failed = 0;
  const auto flush = [&] {
    if (failed == 0) failed = to.write(text);
    text.clear();
  };
  give([&](const boost::json::object& record) {
    constexpr std::size_t enough = std::size_t{1} << 20;
    text += boost::json::serialize(record);
    text += '\n';
    if (text.size() > enough) flush();
  });
  flush();
  if (failed == 0 && std::rename(fresh.c_str(), path_.c_str()) != 0) failed = errno;
  if (failed != 0) return unusable("cannot write", fresh, std::strerror(failed));
  return reopen();
}

void journal::add(const boost::json::object& record) {
  auto line = boost::json::serialize(record);
  line += '\n';
  if (const int failed = to_.write(line); failed != 0)
    throw api_error{500, "InternalError",
                    join({"The change cannot be written to ", path_, ": ", std::strerror(failed)})};
}

}  // namespace aloft::local::s3
