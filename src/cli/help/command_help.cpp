#include "cli/help/help.hpp"

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

}  // namespace

std::string_view command_help(std::span<const std::string> words) noexcept {
  if (words.empty()) return {};
  if (words[0] == "compare") return compare_help;
  if (words[0] == "local") return local_help;
  if (words[0] == "services") return services_help;
  if (const auto text = identity_help(words[0]); !text.empty()) return text;
  if (const auto text = signing_help(words); !text.empty()) return text;
  if (words.size() > 1 && words[0] == "lambda" && words[1] == "batch") return lambda_batch_help;
  return words.size() > 1 && words[0] == "ec2" && words[1] == "rules" ? rules_help : std::string_view{};
}

}  // namespace aloft::cli
