#include "cli/sweep/sweep_state.hpp"

#include "aloft/error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace aloft::cli {
namespace {

namespace json = boost::json;

/// Of the standard output, where that is a file.
std::optional<struct stat> output_facts() {
  struct stat facts {};
  if (::fstat(STDOUT_FILENO, &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  return facts;
}

std::string text_of(const json::object& in, std::string_view name) {
  const auto* text = in.if_contains(name);
  return text && text->is_string() ? std::string{text->get_string()} : std::string{};
}

std::uint64_t number_of(const json::object& in, std::string_view name) {
  const auto* number = in.if_contains(name);
  if (!number) return 0;
  boost::system::error_code none;  // -1, 0.5, 1e300
  const auto exact = number->to_number<std::uint64_t>(none);
  return none ? 0 : exact;
}

std::string read_all(int file) {
  std::string text;
  char piece[65536];
  for (;;) {
    const auto size = ::read(file, piece, sizeof piece);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(piece, static_cast<std::size_t>(size));
  }
}

}  // namespace

sweep_state::sweep_state(std::string path, json::object command, console& out) : path_{std::move(path)}, out_{out} {
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
  if (file_ < 0) refuse(std::string{"cannot be opened: "} + std::strerror(errno));
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) refuse("is in use by another command");
  if (const auto facts = output_facts()) own_output_ = {facts->st_dev, facts->st_ino};
  const auto text = read_all(file_);
  if (text.empty()) {
    append({{"aloft_sweep", 1}, {"command", std::move(command)}});
    if (const auto facts = output_facts()) printed_to_ = static_cast<std::uint64_t>(facts->st_size);
  } else {
    load(text, command);
    settle_output();
  }
  append({{"output", {{"device", own_output_.device}, {"inode", own_output_.inode}}}});
}

sweep_state::~sweep_state() { ::close(file_); }

void sweep_state::refuse(const std::string& why) const {
  throw error{error_kind::usage, "StateFile", "--state: '" + path_ + "' " + why};
}

void sweep_state::load(const std::string& text, const json::object& command) {
  const auto asked = json::serialize(command);
  std::size_t at = 0, number = 0;
  while (at < text.size()) {
    const auto end = text.find('\n', at);
    if (end == std::string::npos && number > 0) break;  // the last line was being written when the program died
    boost::system::error_code failure;
    const auto line = json::parse(std::string_view{text}.substr(at, end == text.npos ? text.npos : end - at), failure);
    const auto* object = failure ? nullptr : line.if_object();
    if (!object || (number == 0 && !object->contains("aloft_sweep")))
      refuse(number == 0 ? "is no state of a sweep"
                         : "has a line that is none of a sweep: " + std::to_string(number + 1));
    if (number == 0) {
      const auto* whose = object->if_contains("command");
      if (const auto known = whose ? json::serialize(*whose) : std::string{}; known != asked)
        refuse("is the state of another command: " + known);
    } else {
      take(*object);
      if (!last_line_.empty()) last_line_at_ = at;
    }
    ++number;
    at = end == text.npos ? text.size() : end + 1;
  }
  if (::ftruncate(file_, static_cast<off_t>(at)) != 0 || ::lseek(file_, 0, SEEK_END) < 0)
    refuse(std::string{"cannot be written: "} + std::strerror(errno));
}

void sweep_state::take(const json::object& line) {
  // That there is another line says that the rows of the one before were printed.
  if (!last_line_.empty()) {
    printed_to_ = number_of(last_line_, "at") + number_of(last_line_, "bytes");
    if (const auto* names = last_line_.if_contains("finished"); names && names->is_array())
      for (const auto& name : names->get_array())
        if (name.is_string()) finished_.emplace(name.get_string());
    if (const auto target = text_of(last_line_, "target"); !target.empty())
      tokens_[target] = text_of(last_line_, "token");
    last_line_.clear();
  }
  if (const auto* output = line.if_contains("output"); output && output->is_object()) {
    last_output_ = {number_of(output->get_object(), "device"), number_of(output->get_object(), "inode")};
  } else if (line.contains("bytes")) {
    last_line_ = line;
  }
}

void sweep_state::settle_output() {
  const auto facts = output_facts();
  const bool same = facts && own_output_ == last_output_;
  const auto size = facts ? static_cast<std::uint64_t>(facts->st_size) : 0;
  goes_on_ = size > 0;
  if (same && size < printed_to_)
    refuse("says that " + std::to_string(printed_to_) + " bytes of rows are in the output file, which has " +
           std::to_string(size) + ": append to it (>>), or remove the state to begin anew");
  const auto at = number_of(last_line_, "at"), bytes = number_of(last_line_, "bytes");
  if (!last_line_.empty() && (bytes == 0 || (same && size >= at + bytes))) {
    take({});  // they got there
  } else if (!last_line_.empty()) {
    if (!same) {
      out_.report("aloft: the last run died while it printed: some rows of " + text_of(last_line_, "about") +
                  " may be there twice");
    } else if (size > at && ::ftruncate(STDOUT_FILENO, static_cast<off_t>(at)) != 0) {
      refuse(std::string{"names rows that were being printed, and they cannot be taken back: "} + std::strerror(errno));
    }
    if (same) ::lseek(STDOUT_FILENO, 0, SEEK_END), goes_on_ = at > 0;
    if (::ftruncate(file_, static_cast<off_t>(last_line_at_)) != 0 || ::lseek(file_, 0, SEEK_END) < 0)
      refuse(std::string{"cannot be written: "} + std::strerror(errno));
    last_line_.clear();
  }
  if (facts) printed_to_ = static_cast<std::uint64_t>(output_facts()->st_size);
}

std::string sweep_state::token_of(const std::string& target) const {
  const auto found = tokens_.find(target);
  return found == tokens_.end() ? std::string{} : found->second;
}

void sweep_state::append(const json::object& line) {
  const auto text = json::serialize(line) + "\n";
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto size = ::write(file_, rest.data(), rest.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) throw output_error{errno, std::generic_category(), "cannot write to " + path_};
    rest.remove_prefix(static_cast<std::size_t>(size));
  }
  if (::fdatasync(file_) != 0 && errno != EINVAL)
    throw output_error{errno, std::generic_category(), "cannot write to " + path_};
}

void sweep_state::print(const step& what, std::string_view rows) {
  json::object line{{"finished", json::array(what.finished.begin(), what.finished.end())}};
  if (!what.target.empty()) line["target"] = what.target, line["token"] = what.token;
  line["about"] = what.target.empty() && !what.finished.empty() ? what.finished.front() : what.target;
  line["at"] = printed_to_;
  line["bytes"] = rows.size();
  append(line);
  out_.write(rows);
  printed_to_ += rows.size();
  if (own_output_.inode != 0 && ::fdatasync(STDOUT_FILENO) != 0 && errno != EINVAL)
    throw output_error{errno, std::generic_category(), "cannot write to the standard output"};
}

void sweep_state::close() { append({{"ended", true}}); }

}  // namespace aloft::cli
