#include "cli/command/s3/transfer_flags.hpp"

#include "cli/command/s3/mime_type.hpp"
#include "cli/command/s3/option_scan.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using enum option_value;

constexpr std::array kinds{
    // The AWS CLI's.
    scanned_option_kind{"--recursive"},
    scanned_option_kind{"--dryrun"},
    scanned_option_kind{"--quiet"},
    scanned_option_kind{"--only-show-errors"},
    scanned_option_kind{"--no-progress"},
    scanned_option_kind{"--progress-frequency", one},
    scanned_option_kind{"--progress-multiline"},
    scanned_option_kind{"--include", one},
    scanned_option_kind{"--exclude", one},
    scanned_option_kind{"--acl", one},
    scanned_option_kind{"--follow-symlinks"},
    scanned_option_kind{"--no-follow-symlinks"},
    scanned_option_kind{"--no-guess-mime-type"},
    scanned_option_kind{"--sse", optional, "AES256"},
    scanned_option_kind{"--sse-c", optional, "AES256"},
    scanned_option_kind{"--sse-c-key", one},
    scanned_option_kind{"--sse-kms-key-id", one},
    scanned_option_kind{"--sse-c-copy-source", optional, "AES256"},
    scanned_option_kind{"--sse-c-copy-source-key", one},
    scanned_option_kind{"--storage-class", one},
    scanned_option_kind{"--grants", many},
    scanned_option_kind{"--website-redirect", one},
    scanned_option_kind{"--content-type", one},
    scanned_option_kind{"--cache-control", one},
    scanned_option_kind{"--content-disposition", one},
    scanned_option_kind{"--content-encoding", one},
    scanned_option_kind{"--content-language", one},
    scanned_option_kind{"--expires", one},
    scanned_option_kind{"--metadata", one},
    scanned_option_kind{"--metadata-directive", one},
    scanned_option_kind{"--copy-props", one},
    scanned_option_kind{"--request-payer", optional, "requester"},
    scanned_option_kind{"--checksum-algorithm", one},
    scanned_option_kind{"--checksum-mode", one},
    scanned_option_kind{"--expected-size", one},
    scanned_option_kind{"--source-region", one},
    scanned_option_kind{"--ignore-glacier-warnings"},
    scanned_option_kind{"--force-glacier-transfer"},
    scanned_option_kind{"--delete"},
    scanned_option_kind{"--size-only"},
    scanned_option_kind{"--exact-timestamps"},
    scanned_option_kind{"--page-size", one},
    // Ours.
    scanned_option_kind{"--compare", one},
    scanned_option_kind{"--max-delete", one},
    scanned_option_kind{"--allow-empty"},
    scanned_option_kind{"--links", one},
    scanned_option_kind{"--report", one},
    scanned_option_kind{"--bandwidth", one},
    scanned_option_kind{"--part-size", one},
    scanned_option_kind{"--memory", one},
    scanned_option_kind{"--resume"},
    scanned_option_kind{"--fsync"},
    scanned_option_kind{"--no-verify"},
    scanned_option_kind{"--source-profile", one},
};

error bad_option(std::string message) { return error{error_kind::usage, "BadOption", std::move(message)}; }

std::uint64_t read_count(std::string_view text, std::string_view option) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc{} && end == text.data() + text.size()) return number;
  throw bad_option(std::string{option} + ": expected a whole number, got '" + std::string{text} + '\'');
}

/// JSON, or "key=value,key=value".
json::object read_metadata(const std::string& text) {
  boost::system::error_code failure;
  if (text.starts_with('{')) {
    auto parsed = json::parse(text, failure);
    if (!failure && parsed.is_object()) return std::move(parsed.as_object());
    throw bad_option("--metadata: expected a JSON object of texts, or key=value pairs with commas");
  }
  json::object out;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    const auto pair = std::string_view{text}.substr(begin, end - begin);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0)
      throw bad_option("--metadata: expected key=value pairs with commas, got '" + text + '\'');
    out[pair.substr(0, equals)] = pair.substr(equals + 1);
    begin = end + 1;
  }
  return out;
}

void read_grant(json::object& members, const std::string& text) {
  constexpr std::array names{std::pair{"read", "GrantRead"}, std::pair{"full", "GrantFullControl"},
                             std::pair{"readacl", "GrantReadACP"}, std::pair{"writeacl", "GrantWriteACP"}};
  const auto equals = text.find('=');
  for (const auto& [typed, member] : names)
    if (std::string_view{text}.substr(0, equals) == typed && equals != std::string::npos) {
      members[member] = text.substr(equals + 1);
      return;
    }
  throw bad_option("--grants: expected read=…, readacl=…, writeacl=… or full=…, got '" + text + '\'');
}

s3::comparison read_comparison(const std::string& text) {
  constexpr std::array names{std::pair{"size", s3::comparison::size}, std::pair{"time", s3::comparison::size_time},
                             std::pair{"etag", s3::comparison::etag}, std::pair{"checksum", s3::comparison::checksum}};
  for (const auto& [name, meant] : names)
    if (text == name) return meant;
  throw bad_option("--compare: expected size, time, etag or checksum, got '" + text + '\'');
}

/// Where the state of programs belongs (XDG).
std::string resume_folder() {
  const char *state = std::getenv("XDG_STATE_HOME"), *home = std::getenv("HOME");
  if (state != nullptr && *state == '/') return std::string{state} + "/aloft/transfers";
  if (home != nullptr && *home != '\0') return std::string{home} + "/.local/state/aloft/transfers";
  throw bad_option("--resume: neither XDG_STATE_HOME nor HOME says where to keep how far transfers are");
}

class flag_reader {
 public:
  explicit flag_reader(transfer_flags& to) : to_{to} {}

  void read(const scanned_words& words) {
    for (const auto& one : words.options) read(one);
    // What the copy of an object would otherwise take from the source.
    auto& members = to_.tree.settings.members;
    if (members.contains("Metadata") && !members.contains("MetadataDirective"))
      members["MetadataDirective"] = "REPLACE";
  }

 private:
  void read(const scanned_option& one) {
    const std::string_view name = one.name;
    const std::string& value = one.value;
    auto& tree = to_.tree;
    if (read_member(name, value)) return;
    if (name == "--include" || name == "--exclude") tree.filters.push_back({name == "--include", value});
    if (name == "--recursive") to_.recursive = true;
    if (name == "--dryrun") tree.dry_run = true;
    if (name == "--quiet") to_.quiet = true;
    if (name == "--only-show-errors") to_.only_errors = true;
    if (name == "--no-progress") to_.progress = false;
    if (name == "--follow-symlinks") tree.links = s3::link_choice::follow;
    if (name == "--no-follow-symlinks") tree.links = s3::link_choice::skip;
    if (name == "--no-guess-mime-type") to_.guess_type = false;
    if (name == "--ignore-glacier-warnings") to_.glacier_warnings = false;
    if (name == "--force-glacier-transfer") tree.glacier = true;
    if (name == "--delete") tree.delete_extra = true;
    if (name == "--size-only") tree.compare = s3::comparison::size;
    if (name == "--exact-timestamps") tree.compare = s3::comparison::exact_time;
    if (name == "--compare") tree.compare = read_comparison(value);
    if (name == "--max-delete") read_most_deletions(value);
    if (name == "--allow-empty") tree.allow_empty = true;
    if (name == "--links") read_links(value);
    if (name == "--report") to_.report = value;
    if (name == "--bandwidth") to_.transfers.bandwidth = read_byte_count(value, name);
    if (name == "--part-size") to_.transfers.part_size = read_byte_count(value, name);
    if (name == "--memory") to_.transfers.memory = read_byte_count(value, name);
    if (name == "--resume") to_.transfers.resume_folder = resume_folder();
    if (name == "--fsync") to_.transfers.sync_files = true;
    if (name == "--no-verify") to_.transfers.verify = false;
    if (name == "--source-region") to_.source_region = value;
    if (name == "--source-profile") to_.source_profile = value;
    if (name == "--checksum-algorithm") read_checksum(value);
    if (name == "--copy-props") read_properties(value);
    if (name == "--expected-size") (void)read_byte_count(value, name);
  }

  /// Those that are members of S3's operations.
  bool read_member(std::string_view name, const std::string& value) {
    constexpr std::array names{std::pair{"--acl", "ACL"},
                               std::pair{"--storage-class", "StorageClass"},
                               std::pair{"--sse", "ServerSideEncryption"},
                               std::pair{"--sse-kms-key-id", "SSEKMSKeyId"},
                               std::pair{"--sse-c", "SSECustomerAlgorithm"},
                               std::pair{"--sse-c-key", "SSECustomerKey"},
                               std::pair{"--sse-c-copy-source", "CopySourceSSECustomerAlgorithm"},
                               std::pair{"--sse-c-copy-source-key", "CopySourceSSECustomerKey"},
                               std::pair{"--website-redirect", "WebsiteRedirectLocation"},
                               std::pair{"--content-type", "ContentType"},
                               std::pair{"--cache-control", "CacheControl"},
                               std::pair{"--content-disposition", "ContentDisposition"},
                               std::pair{"--content-encoding", "ContentEncoding"},
                               std::pair{"--content-language", "ContentLanguage"},
                               std::pair{"--expires", "Expires"},
                               std::pair{"--metadata-directive", "MetadataDirective"},
                               std::pair{"--request-payer", "RequestPayer"}};
    auto& settings = to_.tree.settings;
    if (name == "--metadata") settings.members["Metadata"] = read_metadata(value);
    if (name == "--grants") read_grant(settings.members, value);
    for (const auto& [typed, member] : names) {
      if (name != typed) continue;
      settings.members[member] = value;
      // A copy's source is asked for with keys of its own.
      if (name == "--request-payer") settings.source_members[member] = value;
      if (name == "--sse-c-copy-source") settings.source_members["SSECustomerAlgorithm"] = value;
      if (name == "--sse-c-copy-source-key") settings.source_members["SSECustomerKey"] = value;
      return true;
    }
    return name == "--metadata" || name == "--grants";
  }

  void read_most_deletions(const std::string& text) {
    if (!text.ends_with('%')) {
      to_.tree.max_delete = read_count(text, "--max-delete");
      return;
    }
    const auto percent = read_count(std::string_view{text}.substr(0, text.size() - 1), "--max-delete");
    if (percent > 100) throw bad_option("--max-delete: expected at most 100%, got '" + text + '\'');
    to_.tree.max_delete_percent = static_cast<double>(percent);
  }

  void read_links(const std::string& text) {
    if (text != "follow" && text != "skip") throw bad_option("--links: expected follow or skip, got '" + text + '\'');
    to_.tree.links = text == "skip" ? s3::link_choice::skip : s3::link_choice::follow;
  }

  void read_checksum(const std::string& text) {
    if (const auto kind = crc_named(text)) {
      to_.transfers.checksum = kind;
      return;
    }
    if (text != "SHA1" && text != "SHA256")
      throw bad_option("--checksum-algorithm: expected CRC64NVME, CRC32, CRC32C, SHA1 or SHA256, got '" + text + '\'');
    to_.transfers.checksum.reset();
    to_.tree.settings.members["ChecksumAlgorithm"] = text;
  }

  void read_properties(const std::string& text) {
    if (text != "none" && text != "metadata-directive" && text != "default")
      throw bad_option("--copy-props: expected none, metadata-directive or default, got '" + text + '\'');
    auto& members = to_.tree.settings.members;
    if (text != "none") return;
    members["MetadataDirective"] = "REPLACE";
    members["TaggingDirective"] = "REPLACE";
  }

  transfer_flags& to_;
};

}  // namespace

std::uint64_t read_byte_count(std::string_view text, std::string_view option) {
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
  if (unit.ends_with("/s")) unit.remove_suffix(2);
  constexpr std::string_view powers = "kKmMgGtT";
  double factor = unit.empty() || unit == "B" ? 1 : 0;
  if (factor == 0 && powers.find(unit[0]) != std::string_view::npos) {
    const auto rest = unit.substr(1);
    if (rest.empty() || rest == "B" || rest == "iB")
      factor = std::pow(1024.0, 1.0 + static_cast<double>(powers.find(unit[0]) / 2));
  }
  constexpr double most = 9e18;
  if (failure == std::errc{} && factor != 0 && number >= 0 && number * factor < most)
    return static_cast<std::uint64_t>(number * factor);
  throw bad_option(std::string{option} + ": expected a number of bytes such as 16MB, got '" + std::string{text} + '\'');
}

transfer_flags read_transfer_flags(const global_options& options) {
  transfer_flags out;
  const auto words = scan_options(options.words, kinds);
  for (const auto& one : words.plain) out.places.push_back(read_place(one));
  out.transfers.requests = options.parallel;
  out.tree.page_size = options.page_size;
  flag_reader{out}.read(words);
  if (out.guess_type && !out.tree.settings.members.contains("ContentType"))
    out.tree.settings_of = [](const s3::object_entry& one, json::object& members) {
      if (const auto type = mime_type_of(one.key); !type.empty()) members["ContentType"] = type;
    };
  return out;
}

}  // namespace aloft::cli
