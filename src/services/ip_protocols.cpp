#include "services/ip_protocols.hpp"

#include <array>

namespace aloft::ec2 {
namespace {

// IANA, "Assigned Internet Protocol Numbers", in order of the number. 58 is called as EC2 calls it.
// clang-format off
constexpr std::array<std::string_view, 148> names{
    "hopopt", "icmp", "igmp", "ggp", "ipv4", "st", "tcp", "cbt", "egp", "igp", "bbn-rcc-mon", "nvp-ii", "pup",
    "argus", "emcon", "xnet", "chaos", "udp", "mux", "dcn-meas", "hmp", "prm", "xns-idp", "trunk-1",
    "trunk-2", "leaf-1", "leaf-2", "rdp", "irtp", "iso-tp4", "netblt", "mfe-nsp", "merit-inp", "dccp", "3pc",
    "idpr", "xtp", "ddp", "idpr-cmtp", "tp++", "il", "ipv6", "sdrp", "ipv6-route", "ipv6-frag", "idrp",
    "rsvp", "gre", "dsr", "bna", "esp", "ah", "i-nlsp", "swipe", "narp", "min-ipv4", "tlsp", "skip", "icmpv6",
    "ipv6-nonxt", "ipv6-opts", "", "cftp", "", "sat-expak", "kryptolan", "rvd", "ippc", "", "sat-mon", "visa",
    "ipcv", "cpnx", "cphb", "wsn", "pvp", "br-sat-mon", "sun-nd", "wb-mon", "wb-expak", "iso-ip", "vmtp",
    "secure-vmtp", "vines", "ttp", "nsfnet-igp", "dgp", "tcf", "eigrp", "ospf", "sprite-rpc", "larp", "mtp",
    "ax.25", "ipip", "micp", "scc-sp", "etherip", "encap", "", "gmtp", "ifmp", "pnni", "pim", "aris", "scps",
    "qnx", "a/n", "ipcomp", "snp", "compaq-peer", "ipx-in-ip", "vrrp", "pgm", "", "l2tp", "ddx", "iatp",
    "stp", "srp", "uti", "smp", "sm", "ptp", "isis", "fire", "crtp", "crudp", "sscopmce", "iplt", "sps",
    "pipe", "sctp", "fc", "rsvp-e2e-ignore", "mobility-header", "udplite", "mpls-in-ip", "manet", "hip",
    "shim6", "wesp", "rohc", "ethernet", "aggfrag", "nsh", "homa", "bit-emu"};
// clang-format on

static_assert(names[6] == "tcp" && names[17] == "udp" && names[47] == "gre" && names[50] == "esp" &&
              names[51] == "ah" && names[58] == "icmpv6" && names[89] == "ospf" && names[112] == "vrrp" &&
              names[115] == "l2tp" && names[132] == "sctp" && names[145] == "nsh");

}  // namespace

std::string_view ip_protocol_name(int number) noexcept {
  return number < 0 || static_cast<std::size_t>(number) >= names.size() ? std::string_view{}
                                                                        : names[static_cast<std::size_t>(number)];
}

}  // namespace aloft::ec2
