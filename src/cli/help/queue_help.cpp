#include "cli/help/command_page.hpp"

#include <array>

namespace aloft::cli {
namespace {

constexpr std::string_view listen_help = R"(aloft sqs listen

  The messages of a queue as they come: each to a command, or as a line of JSON. A message stays invisible to others for as
  long as its command runs; it is deleted when the command succeeds. SIGINT and SIGTERM drain: commands that run are
  waited for, the rest is given back at once.

Usage
  aloft sqs listen --queue NAME|URL|ARN [--exec CMD | --exec-loop CMD | --delete] [OPTION ...]

Options
  --exec CMD                 sh -c CMD for each: the body on its standard input; SQS_MESSAGE_ID, SQS_RECEIVE_COUNT,
                             SQS_MESSAGE_GROUP_ID, SQS_QUEUE_URL and SQS_ATTRIBUTE_... in its environment. Exit status 0
                             deletes the message, 75 tries it again later, anything else leaves it alone and says so
  --exec-loop CMD            One command for all: a line in for each message, a line out for each outcome:
                             {"MessageId": ..., "Outcome": "done"|"retry"|"keep", "After": seconds}
  --delete                   Without a command: a message is deleted once its line is written
  --in-flight N              Messages at once (100)
  --max N                    End after so many
  --idle-exit TIME           End when nothing has come for so long, as 30s; otherwise it goes on
  --grace TIME               How long commands may go on after a signal (30s)
  --visibility-timeout TIME  Instead of the queue's own
  --wait-time TIME           Of a long poll, at most 20s (20s)
  --no-heartbeat             Do not keep messages invisible while commands run
  --unwrap-sns               The message of a notification, instead of the envelope

Examples
  aloft sqs listen --queue orders --exec './ship-one' --in-flight 20
  aloft sqs listen --queue orders --delete --idle-exit 10s >orders.jsonl
)";

constexpr std::string_view drain_help = R"(aloft sqs drain

  Every message of a queue, as a line of JSON or to a command, and deleted. Ends when nothing has come for a while.

Usage
  aloft sqs drain --queue NAME|URL|ARN [--exec CMD | --exec-loop CMD] [--in-flight N] [--max N] [--idle-exit 5s]

Example
  aloft sqs drain --queue orders-dlq >dead.jsonl
)";

constexpr std::string_view send_help = R"(aloft sqs send

  A message for each line, sent in batches as full as SQS takes them, and a line of JSON for what became of each, in order.
  A line that is broken or refused is named and the others go on; of a FIFO queue's group nothing is sent behind it.

Usage
  aloft sqs send --queue NAME|URL|ARN [FILE|-] [OPTION ...]

Options
  --ndjson       Lines are objects: entries of SendMessageBatch, or what listen and drain have printed
  --group ID     The group, on FIFO queues
  --delay TIME   Delivered so much later, at most 15m
  --parallel N   Requests at once

Exit status
  0 all were sent; 1 some were not

Example
  seq 1000 | aloft sqs send --queue orders
)";

constexpr std::string_view redrive_help = R"(aloft sqs redrive

  The messages of a dead-letter queue moved back, or to another queue: by SQS itself where it can, and followed until it is
  done; otherwise received, sent and deleted by this program. Ctrl-C calls it off; no message is lost.

Usage
  aloft sqs redrive --queue DLQ [--to QUEUE] [--rate N] [--copy [--idle-exit 5s]]

Options
  --to QUEUE         Another queue than the one they came from
  --rate N           Messages a second
  --copy             By this program, even where SQS could
  --idle-exit TIME   End when nothing has come for so long (5s)
)";

constexpr std::string_view topic_help = R"(aloft sqs allow-topic, disallow-topic

  Lets a topic send to a queue: one statement is merged into the queue's policy, other statements keep their bytes, twice
  is once, and what was written is read back. disallow-topic undoes it.

Usage
  aloft sqs allow-topic QUEUE TOPIC-ARN [--dry-run] [--principal sns.REGION.amazonaws.com]
  aloft sqs disallow-topic QUEUE TOPIC-ARN [--dry-run]
      --dry-run     Say what would be done, and write nothing
      --principal   The topic's own service, for topics of opt-in regions
)";

constexpr std::string_view verify_help = R"(aloft sns verify

  Whether a notification that came over HTTP is from SNS: signature (versions 1 and 2), the certificate's host, chain and
  name, and its age. Prints what it says; anything doubtful is an error and nothing is printed.

Usage
  aloft sns verify FILE|- [--topic ARN ...] [--allow-sha1] [--max-age 1h]
      --topic ARN      Only of this topic; may be repeated
      --allow-sha1     Version 1 of signatures, too
      --max-age TIME   Older ones may have been sent again by somebody (1h)
)";

constexpr std::string_view publish_help = R"(aloft sns publish-lines

  A notification for each line, published in batches, and a line of JSON for what became of each, in order.

Usage
  aloft sns publish-lines --topic-arn ARN [FILE|-] [OPTION ...]

Options
  --ndjson         Lines are objects: Message, Subject, MessageAttributes, MessageStructure, MessageGroupId, ...
  --subject TEXT   For e-mail
  --per-protocol   Each line is an object with a text per protocol, and "default"

Exit status
  0 all were published; 1 some were not
)";

constexpr std::string_view subscribe_help = R"(aloft sns subscribe-queue

  A queue that gets what a topic publishes: subscribed, and allowed by the queue's policy.

Usage
  aloft sns subscribe-queue TOPIC-ARN QUEUE [--raw] [--filter-policy JSON [--filter-body]] [--no-policy]
      --raw                  The message alone, without SNS's envelope
      --filter-policy JSON   Only what it matches: attributes, or with --filter-body members of the message
      --no-policy            Leave the queue's policy as it is
)";

constexpr std::string_view listen_topic_help = R"(aloft sns listen

  What a topic publishes from now on, each to a command or as a line, by a queue that is made for it and removed at the
  end, also after Ctrl-C.

Usage
  aloft sns listen TOPIC-ARN [--exec CMD | --exec-loop CMD] [OPTION ...]

Options
  --filter-policy JSON   Only what it matches: attributes, or with --filter-body members of the message
  --in-flight N, --max N, --idle-exit TIME, --grace TIME   As of aloft sqs listen
)";

constexpr std::array queue_commands{
    command_page{"sqs listen", listen_help},
    command_page{"sqs drain", drain_help},
    command_page{"sqs send", send_help},
    command_page{"sqs redrive", redrive_help},
    command_page{"sqs allow-topic", topic_help},
    command_page{"sqs disallow-topic", topic_help},
    command_page{"sns verify", verify_help},
    command_page{"sns publish-lines", publish_help},
    command_page{"sns subscribe-queue", subscribe_help},
    command_page{"sns listen", listen_topic_help},
};

}  // namespace

std::span<const command_page> queue_pages() noexcept { return queue_commands; }

}  // namespace aloft::cli
