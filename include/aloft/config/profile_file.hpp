#pragma once
// The grammar of AWS's shared files (~/.aws/config and ~/.aws/credentials). A file is read in one linear pass that
// checks every line and notes where sections stand; only a section that is asked for is taken apart. Grammar and quirks
// are those of the AWS SDKs' common specification: comments, continuation lines, duplicates, prefixes.

#include "aloft/error.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::config {

/// Which grammar a file has: they differ in how sections are named.
enum class file_kind {
  config,       ///< "[profile x]", "[default]", "[sso-session x]", "[services x]"
  credentials,  ///< "[x]"
};

enum class section_kind {
  profile,
  sso_session,
  services,
};

/// A value and where it stands.
struct property {
  std::string value;  ///< continuation lines joined by '\n'; nested properties: a '\n' before each
  std::string file;
  unsigned line = 0;

  /// "FILE:LINE", for messages.
  std::string place() const { return file + ':' + std::to_string(line); }
};

/// Properties by name, lower case.
using properties = std::map<std::string, property, std::less<>>;

class profile_file {
 public:
  /// An empty file.
  profile_file() = default;
  /// Checks the whole text. A line that breaks the grammar: config error "ConfigParseError" with file and line.
  static result<profile_file> parse(std::string text, std::string path, file_kind kind);
  /// Reads and parses; a file that is not there is an empty one. Unreadable files and folders: config error
  /// "ConfigUnreadable".
  static result<profile_file> load(const std::string& path, file_kind kind);

  const std::string& path() const noexcept { return path_; }
  bool contains(section_kind kind, std::string_view name) const noexcept;
  /// Names of all sections of a kind, in order of appearance, without repetition.
  std::vector<std::string> names(section_kind kind) const;
  /// Adds the section's properties to `into`, replacing those that are there. Duplicates in the file: the last one
  /// wins.
  void collect(section_kind kind, std::string_view name, properties& into) const;

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct section {
    section_kind kind;
    bool prefixed;  // "[profile default]" hides "[default]"
    unsigned line;  // of the header
    std::size_t name, name_size;
    std::size_t begin, end;     // of the lines below the header
    std::uint32_t next = none;  // of the same bucket
  };
  class reader;

  std::string_view name_of(const section& of) const noexcept {
    return std::string_view{text_}.substr(of.name, of.name_size);
  }
  bool hidden(const section& candidate) const noexcept;
  void build_index();
  std::size_t bucket_of(std::string_view name) const noexcept;

  std::string text_;
  std::string path_;
  std::vector<section> sections_;
  std::vector<std::uint32_t> buckets_;  // by hash of the name: the first section; in order of appearance from there
  bool has_prefixed_default_ = false;
};

/// Takes apart a property whose value consists of nested properties ("s3 =" followed by indented lines).
std::map<std::string, std::string, std::less<>> nested_properties(std::string_view value);

}  // namespace aloft::config
