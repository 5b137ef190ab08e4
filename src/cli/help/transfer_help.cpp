#include "cli/help/command_page.hpp"

#include <array>

namespace aloft::cli {
namespace {

constexpr std::string_view transfers_text = R"(aloft s3 cp, mv, sync

  cp copies a file to an object, an object to a file, or an object to another place; with --recursive all that is in a
  folder, or below a key. mv removes each source once its object is there. sync transfers what is new or different.
  Keys are taken as they are. Lines and exit status are those of the AWS CLI: 1 when something failed, 2 when something
  was left out with a warning. docs/s3.md tells the rules.

Usage
  aloft s3 cp SOURCE DESTINATION [options]      one of them s3://BUCKET/KEY; '-' is the standard input or output
  aloft s3 mv SOURCE DESTINATION [options]
  aloft s3 sync SOURCE DESTINATION [options]

Which
  --recursive                     All that is in a folder, or below a key (cp, mv)
  --exclude, --include PATTERN    In their order, the last that matches decides: * any text, ? a character, [a-z] one
  --follow-symlinks, --no-follow-symlinks, --links follow|skip
  --force-glacier-transfer, --ignore-glacier-warnings

When (sync)
  --compare size|time|etag|checksum    What makes an object different; time is what sync does without
  --size-only, --exact-timestamps      As the AWS CLI has them
  --delete                             Removes what the source has not, last, and only when all else went well
  --max-delete N|P%                    More deletions than that: none (half of 100 or more)
  --allow-empty                        Lets an empty source delete everything

What is said of objects
  --acl, --storage-class, --sse, --sse-kms-key-id, --sse-c, --sse-c-key, --sse-c-copy-source, --sse-c-copy-source-key,
  --grants, --content-type, --cache-control, --content-disposition, --content-encoding, --content-language, --expires,
  --metadata k=v,k=v|JSON, --metadata-directive, --copy-props, --website-redirect, --request-payer,
  --no-guess-mime-type, --checksum-algorithm CRC64NVME|CRC32|CRC32C|SHA1|SHA256

How
  --dryrun, --quiet, --only-show-errors, --no-progress
  --concurrency N        Requests at once (64)
  --bandwidth BYTES      A second, up and down together, as in 10MB
  --part-size BYTES      Of large objects (8MB; larger where there would be more than 10,000)
  --memory BYTES         For parts that wait (256MB)
  --resume               Goes on with large files that an earlier command with --resume has left; leaves what it has
  --fsync                Files are on the disk before they appear
  --no-verify            Objects that come down are not held against their checksums
  --report FILE          A line of JSON about each object
  --source-profile NAME  Who reads the source: it is streamed through this machine
  --page-size N          Keys a page

Examples
  aloft s3 cp report.pdf s3://my-bucket/2024/
  aloft s3 sync site s3://my-bucket/www --delete --exclude '*.tmp'
  mysqldump shop | aloft s3 cp - s3://my-bucket/shop.sql
)";

constexpr std::string_view rm_text = R"(aloft s3 rm

  Removes an object; with --recursive all whose keys begin so, a thousand in a request.

Usage
  aloft s3 rm s3://BUCKET/KEY [--recursive] [--dryrun] [--exclude|--include PATTERN] [--quiet] [--only-show-errors]
      [--request-payer] [--report FILE]
)";

constexpr std::string_view ls_text = R"(aloft s3 ls

  Your buckets; the objects of one, and what looks like folders; with --recursive all objects below. Exit status 1 when
  a prefix is given and nothing has it.

Usage
  aloft s3 ls [--bucket-name-prefix TEXT] [--bucket-region REGION]
  aloft s3 ls s3://BUCKET[/PREFIX] [--recursive] [--human-readable] [--summarize] [--page-size N] [--request-payer]
)";

constexpr std::string_view mb_text = R"(aloft s3 mb

Usage
  aloft s3 mb s3://BUCKET [--region REGION] [--tags KEY VALUE ...]
)";

constexpr std::string_view rb_text = R"(aloft s3 rb

  Removes a bucket that is empty; with --force, its objects first (not their old versions).

Usage
  aloft s3 rb s3://BUCKET [--force]
)";

constexpr std::string_view du_text = R"(aloft s3 du

Usage
  aloft s3 du s3://BUCKET[/PREFIX] ... [--human-readable] [--by-class] [--request-payer]
)";

constexpr std::string_view cat_text = R"(aloft s3 cat

  Objects to the standard output, one after another; large ones are fetched in parts side by side and verified.

Usage
  aloft s3 cat s3://BUCKET/KEY ... [--no-verify] [--sse-c --sse-c-key KEY] [--request-payer]
)";

constexpr std::string_view pipe_text = R"(aloft s3 pipe

  The standard input, of any length, to an object, which appears when the input has ended.

Usage
  COMMAND | aloft s3 pipe s3://BUCKET/KEY [--part-size BYTES] [the options of cp that say something of objects]
)";

constexpr std::string_view verify_text = R"(aloft s3 verify

  Whether two trees hold the same objects: nothing is changed. Contents are compared by checksum: files are read, and
  buckets asked for what they have. Exit status 1 when they differ.

Usage
  aloft s3 verify PLACE PLACE [--compare checksum|size|etag] [--exclude|--include PATTERN] [--quiet]
)";

constexpr std::string_view uploads_text = R"(aloft s3 uploads

  Uploads in parts that were begun and neither finished nor given up: their parts are paid for until they are aborted.

Usage
  aloft s3 uploads s3://BUCKET[/PREFIX]
  aloft s3 uploads s3://BUCKET[/PREFIX] --abort | --abort-older 7d [--dryrun]
)";

constexpr std::string_view run_text = R"(aloft s3 run

  Commands of a file, one a line: cp, mv, sync or rm with their options, quoted as in a shell; # begins a comment. Some
  run at once. Region, profile and address are those of the command line. Exit status 1 when one of them failed.

Usage
  aloft s3 run FILE|- [--lines N]      N commands at once (8)
)";

constexpr std::array pages{
    command_page{"s3 cp", transfers_text},   command_page{"s3 mv", transfers_text},
    command_page{"s3 sync", transfers_text}, command_page{"s3 rm", rm_text},
    command_page{"s3 ls", ls_text},          command_page{"s3 mb", mb_text},
    command_page{"s3 rb", rb_text},          command_page{"s3 du", du_text},
    command_page{"s3 cat", cat_text},        command_page{"s3 pipe", pipe_text},
    command_page{"s3 verify", verify_text},  command_page{"s3 uploads", uploads_text},
    command_page{"s3 run", run_text},
};

}  // namespace

std::span<const command_page> transfer_pages() noexcept { return pages; }

}  // namespace aloft::cli
