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

}  // namespace

std::string_view command_help(std::span<const std::string> words) noexcept {
  if (words.empty()) return {};
  if (words[0] == "compare") return compare_help;
  if (words[0] == "services") return services_help;
  if (const auto text = identity_help(words[0]); !text.empty()) return text;
  if (const auto text = signing_help(words); !text.empty()) return text;
  return words.size() > 1 && words[0] == "ec2" && words[1] == "rules" ? rules_help : std::string_view{};
}

}  // namespace aloft::cli
