#include "cli/command/s3/listing_text.hpp"
#include "cli/command/s3/option_scan.hpp"
#include "cli/command/s3/s3_commands.hpp"
#include "cli/command/s3/s3_place.hpp"
#include "cli/command/s3/transfer_printer.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/pages.hpp>

#include <array>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
using enum option_value;

constexpr std::string_view ls_usage =
    "aloft s3 ls [s3://BUCKET[/PREFIX]] [--recursive] [--human-readable] [--summarize] [--page-size N]";
constexpr int found_nothing = 1;

constexpr std::array ls_kinds{scanned_option_kind{"--recursive"},
                              scanned_option_kind{"--human-readable"},
                              scanned_option_kind{"--summarize"},
                              scanned_option_kind{"--request-payer", optional, "requester"},
                              scanned_option_kind{"--bucket-name-prefix", one},
                              scanned_option_kind{"--bucket-region", one}};

std::string_view last_component(std::string_view key) noexcept {
  if (key.ends_with('/')) {
    const auto before = key.rfind('/', key.size() - 2);
    return key.size() < 2 || before == std::string_view::npos ? key : key.substr(before + 1);
  }
  return key.substr(key.rfind('/') + 1);
}

asio::awaitable<int> list_buckets(const client& s3, const scanned_words& words, console& out) {
  param::map with;
  if (const auto* prefix = words.find("--bucket-name-prefix")) with.emplace_back("Prefix", param{*prefix});
  if (const auto* region = words.find("--bucket-region")) with.emplace_back("BucketRegion", param{*region});
  pages all = s3.pages("list_buckets", input(param{std::move(with)}));
  while (auto page = co_await all.next()) {
    std::string text;
    for (const value bucket : (*page)["Buckets"]) {
      append_local_time(text, bucket["CreationDate"].as_timestamp());
      text.append(1, ' ').append(bucket["Name"].as_text()).append(1, '\n');
    }
    out.write(text);
  }
  co_return exit_status::success;
}

asio::awaitable<int> list_objects(const client& s3, const s3_place& place, const scanned_words& words,
                                  const global_options& options, console& out) {
  const bool recursive = words.has("--recursive"), human = words.has("--human-readable");
  param::map with;
  with.emplace_back("Bucket", param{place.bucket});
  with.emplace_back("Prefix", param{place.key});
  if (!recursive) with.emplace_back("Delimiter", param{"/"});
  if (const auto* payer = words.find("--request-payer")) with.emplace_back("RequestPayer", param{*payer});
  pages_options how;
  how.page_size = options.page_size;
  pages all = s3.pages("list_objects_v2", input(param{std::move(with)}), how);
  std::uint64_t objects = 0, bytes = 0, prefixes = 0;
  while (auto page = co_await all.next()) {
    std::string text;
    for (const value prefix : (*page)["CommonPrefixes"]) {
      ++prefixes;
      append_prefix_line(text, last_component(prefix["Prefix"].as_text()));
    }
    for (const value one : (*page)["Contents"]) {
      const auto key = one["Key"].as_text();
      const auto size = one["Size"].as<std::uint64_t>();
      ++objects;
      bytes += size;
      // A folder's own marker has no name below it.
      append_object_line(text, one["LastModified"].as_timestamp(), size,
                         recursive ? key : key.substr(key.rfind('/') + 1), human);
    }
    out.write(text);
  }
  if (words.has("--summarize"))
    out.write("\nTotal Objects: " + std::to_string(objects) +
              "\n   Total Size: " + (human ? human_size(bytes) : std::to_string(bytes)) + '\n');
  co_return !place.key.empty() && objects + prefixes == 0 ? found_nothing : exit_status::success;
}

}  // namespace

int run_s3_ls(const global_options& options, console& out) {
  const auto words = scan_options(options.words, ls_kinds);
  if (words.plain.size() > 1)
    throw error{error_kind::usage, "BadOption", "expected at most one place; usage: " + std::string{ls_usage}};
  // The AWS CLI takes a bucket's bare name, too.
  std::string word = words.plain.empty() ? "s3://" : words.plain[0];
  if (!word.starts_with("s3://")) word.insert(0, "s3://");
  const bool buckets = word == "s3://";
  const s3_place place = buckets ? s3_place{} : read_place(word);
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const client s3 = opened.client("s3", client_settings(options, {}));
    if (buckets) co_return co_await list_buckets(s3, words, out);
    co_return co_await list_objects(s3, place, words, options, out);
  });
}

}  // namespace aloft::cli
