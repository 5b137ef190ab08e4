#include "cli/command/s3/s3_commands.hpp"
#include "cli/command/s3/transfer_flags.hpp"
#include "cli/command/s3/transfer_printer.hpp"
#include "cli/command/s3/transfer_session.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/service_call.hpp"
#include "cli/text/terminal_text.hpp"

#include <limits>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr int not_alike = 1;

}  // namespace

int run_s3_verify(const global_options& options, console& out) {
  transfer_flags flags = read_transfer_flags(options);
  if (flags.places.size() != 2 || (flags.places[0].local && flags.places[1].local))
    throw error{
        error_kind::usage, "BadOption",
        "expected two places, one of them in S3; usage: aloft s3 verify PLACE PLACE [--compare size|etag|checksum]"};
  // A synchronization that only says what it would do.
  auto& how = flags.tree;
  if (how.compare == s3::comparison::none) how.compare = s3::comparison::checksum;
  how.dry_run = how.delete_extra = how.allow_empty = true;
  how.max_delete = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t different = 0;
  how.on_event = [&](const s3::tree_event& what) {
    ++different;
    if (flags.quiet) return;
    const std::string source = printable(what.source);
    if (what.skipped || what.failure)
      out.report("aloft: " + source + ": " + failure_text(*what.failure));
    else if (what.action == s3::tree_action::remove)
      out.write("only in the second: " + source + '\n');
    else if (what.replaces)
      out.write("different: " + source + ' ' + printable(what.destination) + '\n');
    else
      out.write("only in the first: " + source + '\n');
  };
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const auto by = open_transfers(opened, options, flags);
    const auto compared =
        co_await s3::try_transfer_tree(by.by, by.source, flags.places[0].tree(), flags.places[1].tree(), how);
    if (!compared) throw compared.error();
    if (!flags.quiet) out.write(std::to_string(compared->same) + " alike, " + std::to_string(different) + " not\n");
    co_return different == 0 ? exit_status::success : not_alike;
  });
}

}  // namespace aloft::cli
