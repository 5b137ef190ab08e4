#include "cli/command/s3/s3_commands.hpp"
#include "cli/command/s3/transfer_command.hpp"
#include "cli/command/s3/transfer_printer.hpp"
#include "cli/command/s3/transfer_session.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/service_call.hpp"

#include <boost/asio/this_coro.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view rm_usage =
    "aloft s3 rm s3://BUCKET/KEY [--recursive] [--dryrun] [--include|--exclude PATTERN]";

}  // namespace

asio::awaitable<int> remove_objects(const session& opened, const global_options& options, console& out) {
  transfer_flags flags = read_transfer_flags(options);
  if (flags.places.size() != 1 || flags.places[0].local)
    throw error{error_kind::usage, "BadOption", "expected one s3:// URI; usage: " + std::string{rm_usage}};
  const s3_place& what = flags.places[0];
  if (!flags.recursive && what.key.empty())
    throw error{error_kind::usage, "BadOption", "no object is named: a key is missing, or --recursive"};
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto by = open_transfers(opened, options, flags).by;
  transfer_printer print{out, flags, false};
  flags.tree.on_event = [&print](const s3::tree_event& event) { print(event); };
  if (flags.recursive) {
    // What begins like the key goes, as the AWS CLI has it: not only what is below it.
    s3::tree_place tree{.bucket = what.bucket, .prefix = what.key};
    const auto removed = co_await s3::try_remove_tree(by, tree, flags.tree);
    print.flush();
    if (!removed && removed.error().kind() == error_kind::cancelled) co_return exit_status::interrupted;
    if (!removed) {
      out.report("fatal error: " + failure_text(removed.error()));
      co_return exit_status::partial;
    }
    co_return print.status();
  }
  s3::tree_event event;
  const std::string name = s3::to_uri(what.object());
  event.action = s3::tree_action::remove;
  event.key = what.key;
  event.source = name;
  std::optional<error> failure;
  if (!s3::takes_key(flags.tree.filters, what.name())) co_return exit_status::success;
  if (!flags.tree.dry_run) {
    boost::json::object parameters{{"Bucket", what.bucket}, {"Key", what.key}};
    if (const auto* payer = flags.tree.settings.members.if_contains("RequestPayer"))
      parameters["RequestPayer"] = *payer;
    const input asked(boost::json::value(std::move(parameters)));
    const auto removed = co_await by.s3_client().try_call("delete_object", asked);
    if (!removed) failure = removed.error();
  }
  if (failure) event.failure = &*failure;
  print(event);
  print.flush();
  co_return print.status();
}

int run_s3_rm(const global_options& options, console& out) {
  return with_session(options, [&](const session& opened) { return remove_objects(opened, options, out); });
}

}  // namespace aloft::cli
