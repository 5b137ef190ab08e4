#include "cli/help/command_page.hpp"

#include <array>

namespace aloft::cli {
namespace {

constexpr std::string_view rules_help = R"(aloft ec2 rules

  Every rule of every security group as one row: region, group, VPC, direction, protocol by its name, ports, and
  who is at the other end (addresses, a prefix list, or a group with its owner). Reads all pages of
  describe-security-groups in each region and takes that operation's parameters.

Usage
  aloft ec2 rules [--regions all|'eu-*'|A,B] [--output table|ndjson|json|csv|yaml|text]
      [--group-ids VALUE ...] [--group-names VALUE ...] [--filters VALUE ...]

Columns
  Region GroupId GroupName VpcId
  Direction    ingress or egress
  Protocol     tcp, udp, icmp, icmpv6, IANA's name of another, its number where it has none, or all
  From, To     ports, or ICMP's type and code; all where there is no limit. For programs: FromPort, ToPort, null for all
  Peer         CIDR block, prefix list, or group (its owner). For programs: PeerType (ipv4, ipv6, prefix-list, group),
               Peer, PeerOwner
  Description

Examples
  aloft ec2 rules --regions all
  aloft ec2 rules --regions all --output ndjson | jq 'select(.Peer == "0.0.0.0/0" and .FromPort == 22)'
)";

constexpr std::string_view lambda_batch_help = R"(aloft lambda batch

  Invokes a function once for each line of its input and prints a line for each, in order; memory is bounded however
  many there are. Each line is a payload of JSON; blank lines are none. When Lambda answers 429, fewer are sent at once
  until it serves again. What was sent whole and not answered may have run: it is not repeated, and its line says so
  ("lost"), unless --retry-lost or a durable_name allow it.

Usage
  aloft lambda batch --function NAME [OPTION ...] < lines

Options
  --function NAME   Name, NAME:ALIAS or ARN
  --qualifier NAME  Version or alias
  --input FILE      Lines to read (-, the standard input)
  --parallel N      Invocations at once (64)
  --window N        How far to go ahead of the oldest line without a result (four times --parallel)
  --unordered       Print results as they come
  --envelope        Each line is an object: payload, and function, qualifier, client_context, tenant_id, durable_name
                    where they differ
  --event           Queue the payloads, wait for no results
  --tail            Show the end of each log
  --timeout SECONDS Of one invocation
  --journal FILE    Keep each result as it comes ...
  --resume          ... and go on with that file: what it has is printed and not invoked
  --fail-fast       End at the first failure, and cancel what is under way
  --retry-lost      Repeat what was sent and not answered, though it may have run

Lines
  {"line":1,"ok":true,"version":"3","ms":81,"request_id":"...","payload":{...}}
  {"line":2,"ok":false,...,"fault":{"handled":false,"type":"KeyError","message":"'x'","trace":[...]}}
  {"line":3,"ok":false,"error":{"kind":"usage","code":"InvalidJson","message":"line 3: ..."}}

Exit status
  0 every line succeeded; 1 some failed; 130 after Ctrl-C, which prints what is finished

Example
  aloft lambda batch --function resize --parallel 500 --journal resize.journal <images.jsonl >done.jsonl
)";

constexpr std::string_view compare_help = R"(aloft compare

  Makes the same calls one after another, on a thread each, and all at once in one thread; each way with connections
  that are kept and with connections that are not. Checks that every way gets the same answers and prints what it
  cost. Each region is called once beforehand, so that no row pays for what is done only once.

Usage
  aloft compare SERVICE OPERATION [--parameter VALUE ...] --regions all|'eu-*'|A,B [--repeat N]
      --repeat N   every region N times (1)

Columns
  Wall ms, CPU ms   time that passed; CPU time of the process
  Threads           most threads at once
  Opened            connections opened
  Faster            the first row's wall time in terms of this row's

Example
  aloft compare ec2 describe-security-groups --regions all
)";

constexpr std::string_view services_help = R"(aloft services

  The services of this build, or the operations of one, a name a line; with --output as rows that say more.

Usage
  aloft services [SERVICE] [--output table|ndjson|json|csv|yaml|text]
)";

constexpr std::string_view local_help = R"(aloft local

  An AWS of your own on this machine, in memory: EC2 (regions, VPCs, security groups, instances, tags), SQS, SNS and
  STS. Signatures are checked as AWS does. It prints the environment that leads aloft, the AWS CLI and SDKs to it, and
  ends at Ctrl-C. A fault is [REGION/][SERVICE[.OPERATION]:]KIND=SHARE[:DURATION], KIND one of throttle, error,
  unavailable, delay, stall, close, truncate, garbage, partial (entries of batches) and duplicate (messages), SHARE a
  probability, Nx for the first N requests, or #N for the Nth alone.

Usage
  aloft local [OPTION ...]

Options
  --port N                  Port to listen on (4566); 0: a free one
  --address ADDRESS         Loopback address to listen on (127.0.0.1)
  --latency TIME            Every answer waits this long: 80ms, 1.5s
  --fault RULE              Faults to inject, as throttle=0.1 or eu-*/ec2:delay=0.5:300ms; may be repeated
  --fault-seed N            Other seeds give other faults (1)
  --key ID:SECRET[:TOKEN]   A key pair that may sign requests, instead of the demo's; may be repeated
  --account NUMBER          The account's number
  --opt-in REGION ...       Opt-in regions that are enabled
  --function NAME[,WHAT]    A Lambda function that gives its payload back; WHAT: sleep=80ms, fail=handled|unhandled,
                            concurrency=N (more are answered 429), timeout=3s, command=... (payload on its standard
                            input, answer on its standard output); may be repeated
  --seed                    Fill every region with VPCs, security groups and instances
  --no-verify-signatures    Take any signature
  --no-check-queue-policies SNS sends to queues whose policy does not allow it, too
  --synthesize              Make up the answers of all operations but those of STS, from the models
  --rows N, --pages N       Rows of such a page (20), and how many pages there are (1)
  --synthesis-seed N        Other seeds give other answers (1)
)";

constexpr std::string_view logs_tail_help = R"(aloft logs tail

  What log groups have had since a while ago, and with --follow what they get from then on, by CloudWatch's live tail. A
  stream that ends is opened again; no line comes twice or is left out where the two meet.

Usage
  aloft logs tail GROUP ... [OPTION ...]

Options
  --since TIME                    A duration (10m, 2h, 1d; 10m) or a time
  --follow                        Go on with what comes, until Ctrl-C; up to ten groups
  --filter-pattern TEXT           Only what matches a filter pattern of CloudWatch Logs
  --log-stream-name-prefix TEXT   Only streams whose names start so; with --follow of one group alone
  --format detailed|short|json    Time, stream and text (detailed); time and text; an event a line

Examples
  aloft logs tail /aws/lambda/orders --since 1h --filter-pattern ERROR
  aloft logs tail /aws/lambda/orders --follow --format short
)";

constexpr std::string_view docs_help = R"(aloft docs

  Writes the reference of services, made from their models: a page for each service and operation, as HTML that a browser
  reads without a server, or as manual pages for man.

Usage
  aloft docs [SERVICE ...] --format html|man --output DIR

Example
  aloft docs s3 sqs --format man --output ~/.local/share/man
)";

constexpr std::string_view completion_help = R"(aloft completion

  Completion of services, operations, parameters, values, regions, profiles and files by Tab.

Usage
  aloft completion bash|zsh|fish            prints the script
  aloft completion install bash|zsh|fish    puts it where the shell finds it, and says where that is

Environment
  ALOFT_COMPLETION_CALLS=1   values that only a call can tell (ids of instances, names of buckets) are asked for, and kept
                             for a while
)";

constexpr std::array tool_commands{
    command_page{"ec2 rules", rules_help},     command_page{"lambda batch", lambda_batch_help},
    command_page{"logs tail", logs_tail_help}, command_page{"compare", compare_help},
    command_page{"services", services_help},   command_page{"local", local_help},
    command_page{"docs", docs_help},           command_page{"completion", completion_help}};

}  // namespace

std::span<const command_page> tool_pages() noexcept { return tool_commands; }

}  // namespace aloft::cli
