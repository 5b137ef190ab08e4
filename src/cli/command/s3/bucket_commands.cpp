// `aloft s3 mb` and `rb`: a bucket made, a bucket removed.
#include "cli/command/s3/option_scan.hpp"
#include "cli/command/s3/s3_commands.hpp"
#include "cli/command/s3/s3_place.hpp"
#include "cli/command/s3/transfer_printer.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/s3_sync.hpp>

#include <boost/json/object.hpp>

#include <array>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr int bucket_failed = 1;
constexpr std::array mb_kinds{scanned_option_kind{"--tags", option_value::many}};
constexpr std::array rb_kinds{scanned_option_kind{"--force"}};

std::string bucket_of(const scanned_words& words, const std::string& command) {
  const std::string expected = "expected one bucket; usage: aloft s3 " + command + " s3://BUCKET";
  if (words.plain.size() != 1) throw error{error_kind::usage, "BadOption", expected};
  const auto place = read_place(words.plain[0]);
  if (place.local || !place.key.empty())
    throw error{error_kind::usage, "BadOption", '\'' + words.plain[0] + "' is no bucket: " + expected};
  return place.bucket;
}

int tell_failure(console& out, std::string_view what, const std::string& bucket, const error& why) {
  if (why.kind() == error_kind::cancelled) return exit_status::interrupted;
  out.report(std::string{what} + " failed: s3://" + bucket + ' ' + failure_text(why));
  return bucket_failed;
}

}  // namespace

int run_s3_mb(const global_options& options, console& out) {
  const auto words = scan_options(options.words, mb_kinds);
  const std::string bucket = bucket_of(words, "mb");
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const client s3 = opened.client("s3", client_settings(options, {}));
    json::object settings, parameters{{"Bucket", bucket}};
    const std::string region{s3.region()};
    if (!region.empty() && region != "us-east-1") settings["LocationConstraint"] = region;
    json::array tags;
    for (std::size_t at = 0; at + 1 < words.options.size(); at += 2)  // name and value by turns
      tags.push_back(json::object{{"Key", words.options[at].value}, {"Value", words.options[at + 1].value}});
    if (!tags.empty()) settings["Tags"] = std::move(tags);
    if (!settings.empty()) parameters["CreateBucketConfiguration"] = std::move(settings);
    const input asked(json::value(std::move(parameters)));
    const auto made = co_await s3.try_call("create_bucket", asked);
    if (!made) co_return tell_failure(out, "make_bucket", bucket, made.error());
    out.write("make_bucket: " + bucket + '\n');
    co_return exit_status::success;
  });
}

int run_s3_rb(const global_options& options, console& out) {
  const auto words = scan_options(options.words, rb_kinds);
  const std::string bucket = bucket_of(words, "rb");
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const client s3 = opened.client("s3", client_settings(options, {}));
    if (words.has("--force")) {
      const s3::transfers by{s3};
      transfer_flags flags;
      transfer_printer print{out, flags, false};
      s3::tree_options how;
      how.on_event = [&print](const s3::tree_event& event) { print(event); };
      s3::tree_place what;
      what.bucket = bucket;
      const auto removed = co_await s3::try_remove_tree(by, what, how);
      print.flush();
      if (!removed || removed->failed > 0) {
        if (!removed) co_return tell_failure(out, "remove_bucket", bucket, removed.error());
        out.report("remove_bucket failed: s3://" + bucket + " not every object could be deleted");
        co_return bucket_failed;
      }
    }
    const input asked(json::value(json::object{{"Bucket", bucket}}));
    const auto removed = co_await s3.try_call("delete_bucket", asked);
    if (!removed) co_return tell_failure(out, "remove_bucket", bucket, removed.error());
    out.write("remove_bucket: " + bucket + '\n');
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
