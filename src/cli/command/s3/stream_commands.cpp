// `aloft s3 cat` and `pipe`: objects to the standard output, the standard input to an object.
#include "cli/command/s3/mime_type.hpp"
#include "cli/command/s3/s3_commands.hpp"
#include "cli/command/s3/transfer_flags.hpp"
#include "cli/command/s3/transfer_printer.hpp"
#include "cli/command/s3/transfer_session.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/service_call.hpp"

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr int stream_failed = 1;

transfer_flags read_objects(const global_options& options, bool many) {
  transfer_flags flags = read_transfer_flags(options);
  if (flags.places.empty() || (!many && flags.places.size() > 1))
    throw error{error_kind::usage, "BadOption",
                "expected " + std::string{many ? "objects" : "one object"} + "; usage: aloft s3 " + options.words[1] +
                    " s3://BUCKET/KEY"};
  for (const auto& place : flags.places)
    if (place.local || place.key.empty())
      throw error{
          error_kind::usage, "BadOption",
          (place.local ? '\'' + place.path : "'s3://" + place.bucket) + "' names no object; expected s3://BUCKET/KEY"};
  return flags;
}

}  // namespace

int run_s3_cat(const global_options& options, console& out) {
  const auto flags = read_objects(options, true);
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const auto by = open_transfers(opened, options, flags).by;
    int status = exit_status::success;
    for (const auto& place : flags.places) {
      const auto read = co_await read_to_output(by, place.object(), flags.tree.settings, out);
      if (read) continue;
      if (read.error().kind() == error_kind::cancelled) co_return exit_status::interrupted;
      out.report("cat failed: " + s3::to_uri(place.object()) + ' ' + failure_text(read.error()));
      status = stream_failed;
    }
    co_return status;
  });
}

int run_s3_pipe(const global_options& options, console& out) {
  const auto flags = read_objects(options, false);
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const auto by = open_transfers(opened, options, flags).by;
    const auto to = flags.places[0].object();
    s3::object_settings what = flags.tree.settings;
    s3::object_entry named;
    named.key = to.key;
    if (flags.tree.settings_of) flags.tree.settings_of(named, what.members);
    const auto sent = co_await by.try_upload("/dev/stdin", to, what);
    if (sent) co_return exit_status::success;
    if (sent.error().kind() == error_kind::cancelled) co_return exit_status::interrupted;
    out.report("upload failed: - to " + s3::to_uri(to) + ' ' + failure_text(sent.error()));
    co_return stream_failed;
  });
}

}  // namespace aloft::cli
