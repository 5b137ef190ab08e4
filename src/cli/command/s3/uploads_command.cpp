#include "cli/command/s3/listing_text.hpp"
#include "cli/command/s3/option_scan.hpp"
#include "cli/command/s3/s3_commands.hpp"
#include "cli/command/s3/s3_place.hpp"
#include "cli/command/s3/transfer_printer.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/text/terminal_text.hpp"

#include <aloft/clock.hpp>
#include <aloft/pages.hpp>

#include <boost/json/object.hpp>

#include <array>
#include <chrono>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view uploads_usage =
    "aloft s3 uploads s3://BUCKET[/PREFIX] [--abort] [--abort-older 7d] [--dryrun]";
constexpr int some_left = 1;
constexpr std::array uploads_kinds{scanned_option_kind{"--abort"}, scanned_option_kind{"--dryrun"},
                                   scanned_option_kind{"--abort-older", option_value::one}};

}  // namespace

int run_s3_uploads(const global_options& options, console& out) {
  const auto words = scan_options(options.words, uploads_kinds);
  if (words.plain.size() != 1 || read_place(words.plain[0]).local)
    throw error{error_kind::usage, "BadOption", "which bucket? usage: " + std::string{uploads_usage}};
  const auto place = read_place(words.plain[0]);
  const auto* older = words.find("--abort-older");
  std::chrono::milliseconds age{0};
  if (older) {
    const auto read = read_duration(*older);
    if (!read)
      throw error{error_kind::usage, "BadOption",
                  "--abort-older: expected a duration such as 7d or 12h, got '" + *older + '\''};
    age = *read;
  }
  const bool aborts = words.has("--abort") || older != nullptr;
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const client s3 = opened.client("s3", client_settings(options, {}));
    param::map with;
    with.emplace_back("Bucket", param{place.bucket});
    with.emplace_back("Prefix", param{place.key});
    const auto oldest_kept = timestamp::from(s3.clock().now() - age);
    int status = exit_status::success;
    pages all = s3.pages("list_multipart_uploads", input(param{std::move(with)}));
    while (auto page = co_await all.next())
      for (const value one : (*page)["Uploads"]) {
        const std::string key{one["Key"].as_text()}, id{one["UploadId"].as_text()};
        const auto begun = one["Initiated"].as_timestamp();
        std::string line;
        append_local_time(line, begun);
        line += " s3://" + place.bucket + '/' + printable(key) + ' ' + id + '\n';
        if (!aborts) {
          out.write(line);
          continue;
        }
        if (begun > oldest_kept) continue;
        if (words.has("--dryrun")) {
          out.write("(dryrun) abort: " + line);
          continue;
        }
        const boost::json::object which{{"Bucket", place.bucket}, {"Key", key}, {"UploadId", id}};
        const input asked{boost::json::value(which)};
        const auto gone = co_await s3.try_call("abort_multipart_upload", asked);
        if (gone || gone.error().code() == "NoSuchUpload") {
          out.write("abort: " + line);
          continue;
        }
        if (gone.error().kind() == error_kind::cancelled) co_return exit_status::interrupted;
        out.report("abort failed: s3://" + place.bucket + '/' + printable(key) + ' ' + failure_text(gone.error()));
        status = some_left;
      }
    co_return status;
  });
}

}  // namespace aloft::cli
