#include "config/profile_file.hpp"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <unordered_set>
#include <utility>

namespace aloft::config {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::uintmax_t max_file_size = 512ull * 1024 * 1024;

std::string_view trim(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// In property lines a comment needs a blank before it, so that values may hold '#' and ';'.
std::string_view without_comment(std::string_view line) noexcept {
  for (std::size_t at = line.find_first_of("#;"); at != std::string_view::npos; at = line.find_first_of("#;", at + 1))
    if (at > 0 && blanks.find(line[at - 1]) != std::string_view::npos) return line.substr(0, at);
  return line;
}

bool valid_name(std::string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80 ||
           std::string_view{"-/.%@_:+"}.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

// "[profile "my team"]": AWS's Python tools take quoted names apart as a shell does.
std::string_view unquoted(std::string_view name, bool& quoted) noexcept {
  quoted = name.size() > 2 && (name.front() == '"' || name.front() == '\'') && name.back() == name.front();
  return quoted ? name.substr(1, name.size() - 2) : name;
}

// The rest of a header after its prefix word and at least one blank; nothing when the word does not stand there.
bool take_prefix(std::string_view& header, std::string_view word) noexcept {
  if (!header.starts_with(word) || header.size() == word.size() ||
      blanks.find(header[word.size()]) == std::string_view::npos)
    return false;
  header = trim(header.substr(word.size()));
  return true;
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

std::string_view next_line(std::string_view text, std::size_t& at) noexcept {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  const std::string_view line = text.substr(at, end - at);
  at = end == text.size() ? end : end + 1;
  return line;
}

}  // namespace

// The linear pass: line by line, with only the state that the grammar needs.
class profile_file::reader {
 public:
  explicit reader(profile_file& file, file_kind kind) : file_{file}, kind_{kind} {}

  result<void> run() {
    const std::string_view text = file_.text_;
    std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (at < text.size()) {
      const std::size_t start = at;
      const std::string_view line = next_line(text, at);
      ++line_;
      if (line.empty() || line.front() == '#' || line.front() == ';') continue;
      const char* wrong = line.front() == '['                                   ? header(line, start, at)
                          : blanks.find(line.front()) != std::string_view::npos ? continuation(line)
                                                                                : definition(line);
      if (wrong != nullptr)
        return error{error_kind::config, "ConfigParseError", file_.path_ + ':' + std::to_string(line_) + ": " + wrong};
    }
    close(text.size());
    return {};
  }

 private:
  enum class below { nothing, header, property, nested, ignored };  // what the next line stands below

  const char* header(std::string_view line, std::size_t start, std::size_t body) {
    close(start);
    line = trim(line.substr(0, line.find_first_of("#;")));
    if (line.back() != ']') return "Profile definition must end with ']'";
    std::string_view name = trim(line.substr(1, line.size() - 2));
    section_kind kind = section_kind::profile;
    bool prefixed = false;
    bool known = true;
    if (kind_ == file_kind::config) {
      if (take_prefix(name, "profile"))
        prefixed = true;
      else if (take_prefix(name, "sso-session"))
        kind = section_kind::sso_session;
      else if (take_prefix(name, "services"))
        kind = section_kind::services;
      else
        known = name == "default";
    }
    bool quoted = false;
    name = unquoted(name, quoted);
    below_ = below::header;
    in_section_ = true;
    if (!known || (!quoted && !valid_name(name))) {
      ignoring_ = true;  // other programs' sections: their lines are not ours to judge
      return nullptr;
    }
    ignoring_ = false;
    if (prefixed && name == "default") file_.has_prefixed_default_ = true;
    const auto offset = static_cast<std::size_t>(name.data() - file_.text_.data());
    file_.sections_.push_back({kind, prefixed, line_, offset, name.size(), body, body});
    open_ = true;
    return nullptr;
  }

  const char* definition(std::string_view line) {
    if (!in_section_) return "Expected a profile definition, a line like [default] or [profile NAME]";
    if (ignoring_) return nullptr;
    line = without_comment(line);
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return "Expected an '=' sign defining a property";
    if (trim(line.substr(0, equals)).empty()) return "Property did not have a name";
    below_ = trim(line.substr(equals + 1)).empty() ? below::nested : below::property;
    return nullptr;
  }

  const char* continuation(std::string_view line) {
    const std::string_view content = trim(line);
    if (content.empty()) return nullptr;
    if (!in_section_) return "Expected a profile definition, a line like [default] or [profile NAME]";
    if (ignoring_) return nullptr;
    if (below_ == below::header) return "Expected a property definition, found a continuation line";
    if (below_ == below::nested) {
      const auto equals = content.find('=');
      if (equals == std::string_view::npos) return "Expected an '=' sign defining a property in sub-property";
      if (equals == 0) return "Sub-property did not have a name";
    }
    return nullptr;
  }

  void close(std::size_t end) {
    if (open_) file_.sections_.back().end = end;
    open_ = false;
  }

  profile_file& file_;
  const file_kind kind_;
  unsigned line_ = 0;
  below below_ = below::nothing;
  bool in_section_ = false;
  bool ignoring_ = false;
  bool open_ = false;
};

result<profile_file> profile_file::parse(std::string text, std::string path, file_kind kind) {
  profile_file file;
  file.text_ = std::move(text);
  file.path_ = std::move(path);
  if (auto checked = reader{file, kind}.run(); !checked) return checked.error();
  file.build_index();
  return file;
}

result<profile_file> profile_file::load(const std::string& path, file_kind kind) {
  namespace fs = std::filesystem;
  auto unreadable = [&](const std::string& why) {
    return error{error_kind::config, "ConfigUnreadable", path + " cannot be read: " + why};
  };
  std::error_code ignored;
  const auto status = fs::status(path, ignored);
  if (!fs::exists(status)) {
    if (status.type() == fs::file_type::not_found) return parse({}, path, kind);
    return unreadable(ignored.message());
  }
  if (fs::is_directory(status)) return unreadable("it is a folder, expected a file");
  if (fs::is_regular_file(status) && fs::file_size(path, ignored) > max_file_size)
    return unreadable("it is larger than " + std::to_string(max_file_size >> 20) + " MB");
  std::ifstream in{path, std::ios::binary};
  if (!in) return unreadable(std::strerror(errno));
  std::string text;
  if (fs::is_regular_file(status)) text.reserve(static_cast<std::size_t>(fs::file_size(path, ignored)));
  char piece[16 * 1024];
  while (in.read(piece, sizeof piece) || in.gcount() > 0) {
    text.append(piece, static_cast<std::size_t>(in.gcount()));
    if (text.size() > max_file_size)
      return unreadable("it is larger than " + std::to_string(max_file_size >> 20) + " MB");
  }
  if (in.bad()) return unreadable(std::strerror(errno));
  return parse(std::move(text), path, kind);
}

bool profile_file::hidden(const section& candidate) const noexcept {
  return has_prefixed_default_ && candidate.kind == section_kind::profile && !candidate.prefixed &&
         name_of(candidate) == "default";
}

void profile_file::build_index() {
  buckets_.assign(std::bit_ceil(sections_.size()), none);
  for (std::size_t at = sections_.size(); at-- > 0;) {
    auto& first = buckets_[bucket_of(name_of(sections_[at]))];
    sections_[at].next = std::exchange(first, static_cast<std::uint32_t>(at));
  }
}

std::size_t profile_file::bucket_of(std::string_view name) const noexcept {
  return std::hash<std::string_view>{}(name) & (buckets_.size() - 1);
}

bool profile_file::contains(section_kind kind, std::string_view name) const noexcept {
  if (buckets_.empty()) return false;
  for (auto at = buckets_[bucket_of(name)]; at != none; at = sections_[at].next)
    if (sections_[at].kind == kind && name_of(sections_[at]) == name) return true;
  return false;
}

std::vector<std::string> profile_file::names(section_kind kind) const {
  std::vector<std::string> out;
  std::unordered_set<std::string_view> seen;
  for (const section& s : sections_)
    if (s.kind == kind && seen.insert(name_of(s)).second) out.emplace_back(name_of(s));
  return out;
}

void profile_file::collect(section_kind kind, std::string_view name, properties& into) const {
  if (buckets_.empty()) return;
  for (auto at = buckets_[bucket_of(name)]; at != none; at = sections_[at].next) {
    const section& s = sections_[at];
    if (s.kind != kind || name_of(s) != name || hidden(s)) continue;
    const std::string_view body = std::string_view{text_}.substr(s.begin, s.end - s.begin);
    property* current = nullptr;
    unsigned number = s.line;
    for (std::size_t from = 0; from < body.size();) {
      std::string_view line = next_line(body, from);
      ++number;
      if (line.empty() || line.front() == '#' || line.front() == ';') continue;
      if (blanks.find(line.front()) != std::string_view::npos) {
        const std::string_view content = trim(line);
        if (current != nullptr && !content.empty()) current->value.append("\n").append(content);
        continue;
      }
      line = without_comment(line);
      const auto equals = line.find('=');
      const std::string_view key = trim(line.substr(0, equals));
      current = nullptr;
      if (!valid_name(key)) continue;
      property& slot = into[lower(key)];
      slot = {std::string{trim(line.substr(equals + 1))}, path_, number};
      current = &slot;
    }
  }
}

std::map<std::string, std::string, std::less<>> nested_properties(std::string_view value) {
  std::map<std::string, std::string, std::less<>> out;
  for (std::size_t at = 0; at < value.size();) {
    const std::string_view line = without_comment(next_line(value, at));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    out[lower(trim(line.substr(0, equals)))] = trim(line.substr(equals + 1));
  }
  return out;
}

}  // namespace aloft::config
