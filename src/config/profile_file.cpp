#include <aloft/config/profile_file.hpp>

#include "core/ascii.hpp"

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

bool is_blank(char c) noexcept { return blanks.find(c) != std::string_view::npos; }

// In property lines a comment needs a blank before it, so that values may hold '#' and ';', and a word in quotes may
// hold both.
std::string_view without_comment(std::string_view line) noexcept {
  bool word_starts = true;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (at > 0 && (c == '#' || c == ';') && is_blank(line[at - 1])) return line.substr(0, at);
    if (word_starts && (c == '"' || c == '\''))
      if (const auto closing = line.find(c, at + 1); closing != std::string_view::npos) at = closing;
    word_starts = is_blank(line[at]) || line[at] == '=';
  }
  return line;
}

// Where a property's name ends: at '=', or at ':', which Python's tools take too. Names may hold a ':' themselves, so
// it ends one only before a blank, or where there is no '='.
std::size_t separator(std::string_view line) noexcept {
  const auto equals = line.find('=');
  for (auto colon = line.find(':'); colon < equals; colon = line.find(':', colon + 1))
    if (equals == std::string_view::npos || is_blank(line[colon + 1])) return colon;
  return equals;
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
  header = ascii::trim(header.substr(word.size()));
  return true;
}

/// What a line is, by what stands above it. Indentation decides as in Python's configparser: what stands further in
/// than the property above it continues that one; blank lines and comments count nowhere.
class line_kinds {
 public:
  enum kind { nothing, header, property, continuation };

  kind next(std::string_view line) noexcept {
    const auto indent = line.find_first_not_of(blanks);
    if (indent == std::string_view::npos || line[indent] == '#' || line[indent] == ';') return nothing;
    if (below_property_ && indent > indent_) return continuation;
    indent_ = indent;
    below_property_ = line[indent] != '[' || line.find(']') == std::string_view::npos;
    return below_property_ ? property : header;
  }

 private:
  bool below_property_ = false;
  std::size_t indent_ = 0;  // of the property above
};

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
      const char* wrong = nullptr;
      switch (kinds_.next(line)) {
        case line_kinds::nothing: break;
        case line_kinds::header: header(ascii::trim(line), start, at); break;
        case line_kinds::property: wrong = definition(ascii::trim(line)); break;
        case line_kinds::continuation: wrong = continuation(ascii::trim(line)); break;
      }
      if (wrong != nullptr)
        return error{error_kind::config, "ConfigParseError", file_.path_ + ':' + std::to_string(line_) + ": " + wrong};
    }
    close(text.size());
    return {};
  }

 private:
  void header(std::string_view line, std::size_t start, std::size_t body) {
    close(start);
    std::string_view name = ascii::trim(line.substr(1, line.find(']') - 1));  // what comes after it is nobody's
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
    in_section_ = true;
    ignoring_ =
        !known || (!quoted && !valid_name(name));  // other programs' sections: their lines are not ours to judge
    if (ignoring_) return;
    if (prefixed && name == "default") file_.has_prefixed_default_ = true;
    const auto offset = static_cast<std::size_t>(name.data() - file_.text_.data());
    file_.sections_.push_back({kind, prefixed, line_, offset, name.size(), body, body});
    open_ = true;
  }

  const char* definition(std::string_view line) {
    if (ignoring_) return nullptr;
    if (line.front() == '[') return "Profile definition must end with ']'";
    if (!in_section_) return "Expected a profile definition, a line like [default] or [profile NAME]";
    line = without_comment(line);
    const auto equals = separator(line);
    if (equals == std::string_view::npos) return "Expected an '=' sign defining a property";
    if (ascii::trim(line.substr(0, equals)).empty()) return "Property did not have a name";
    nested_ = ascii::trim(line.substr(equals + 1)).empty();
    return nullptr;
  }

  const char* continuation(std::string_view line) const {
    if (ignoring_ || !nested_) return nullptr;
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return "Expected an '=' sign defining a property in sub-property";
    return equals == 0 ? "Sub-property did not have a name" : nullptr;
  }

  void close(std::size_t end) {
    if (open_) file_.sections_.back().end = end;
    open_ = false;
  }

  profile_file& file_;
  const file_kind kind_;
  line_kinds kinds_;
  unsigned line_ = 0;
  bool in_section_ = false;
  bool nested_ = false;  // the property above has no value of its own
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
    line_kinds kinds;
    for (std::size_t from = 0; from < body.size();) {
      std::string_view line = next_line(body, from);
      ++number;
      const auto kind = kinds.next(line);
      line = ascii::trim(line);
      if (kind == line_kinds::continuation && current != nullptr) current->value.append("\n").append(line);
      if (kind != line_kinds::property) continue;
      line = without_comment(line);
      const auto equals = separator(line);
      const std::string_view key = ascii::trim(line.substr(0, equals));
      current = nullptr;
      if (!valid_name(key)) continue;
      property& slot = into[ascii::lower(key)];
      slot = {std::string{ascii::trim(line.substr(equals + 1))}, path_, number};
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
    out[ascii::lower(ascii::trim(line.substr(0, equals)))] = ascii::trim(line.substr(equals + 1));
  }
  return out;
}

}  // namespace aloft::config
