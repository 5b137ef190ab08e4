#include "cli/command/s3/s3_place.hpp"

#include "cli/grammar/s3_uri.hpp"
#include "cli/text/terminal_text.hpp"

#include <filesystem>

namespace aloft::cli {

s3::tree_place s3_place::tree() const {
  if (local) return {.folder = path};
  std::string prefix = key;
  if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
  return {.bucket = bucket, .prefix = std::move(prefix)};
}

std::string s3_place::name() const {
  const std::string& whole = local ? path : key;
  const auto slash = whole.rfind('/');
  return slash == std::string::npos ? whole : whole.substr(slash + 1);
}

s3_place read_place(const std::string& word) {
  s3_place place;
  if (!word.starts_with("s3://")) {
    place.path = word;
    place.standard = word == "-";
    return place;
  }
  auto uri = parse_s3_uri(word).value();
  place.local = false;
  place.bucket = std::move(uri.bucket);
  place.key = std::move(uri.key);
  return place;
}

std::string shown_path(std::string_view path) {
  namespace fs = std::filesystem;
  if (path == "-") return "-";
  static const fs::path here = [] {
    std::error_code failure;
    return fs::current_path(failure);
  }();
  if (here.empty()) return printable(path);
  const auto whole = (here / fs::path{path}).lexically_normal();
  const auto folder = whole.parent_path().lexically_relative(here);
  if (folder.empty()) return printable(whole.string());
  return printable((folder / whole.filename()).string());
}

}  // namespace aloft::cli
