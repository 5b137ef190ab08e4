// What one call costs, counted: run under strace and callgrind by bench/count/run, which takes differences.
//
//   aloft-count serve                            answers GetItem and DescribeInstances on loopback; prints its port
//   aloft-count get|describe PORT N IN_FLIGHT    N calls of the one or the other after a hundred warm ones
//   aloft-count nothing | client | first PORT    a process that does no more, makes a client, calls once
//
// Each but `serve` prints the heap allocations of its own thread and their bytes: after the warm calls, or from main
// on.

#include "heap.hpp"

#include <aloft/session.hpp>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace asio = boost::asio;

namespace {

constexpr std::string_view item =
    R"({"Item":{"pk":{"S":"user#0000012345"},"sk":{"S":"profile#main"},"name":{"S":"Ada Lovelace"},"age":{"N":"36"},)"
    R"("active":{"BOOL":true},"tags":{"SS":["math","poetry","engine"]},"address":{"M":{"city":{"S":"London"},)"
    R"("zip":{"S":"W1J 7NT"}}},"score":{"N":"98.6"}}})";
constexpr const char* key = R"({"TableName":"bench","Key":{"pk":{"S":"user#0000012345"},"sk":{"S":"profile#main"}}})";

/// 50 instances, a reservation each.
std::string instances() {
  std::string xml =
      R"(<?xml version="1.0" encoding="UTF-8"?><DescribeInstancesResponse )"
      R"(xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>8f7724cf</requestId><reservationSet>)";
  for (int n = 0; n < 50; ++n) {
    const std::string number = std::to_string(10000 + n);
    xml +=
        "<item><reservationId>r-0a1b2c3d4e5f" + number + "</reservationId><ownerId>123456789012</ownerId><groupSet/>" +
        "<instancesSet><item><instanceId>i-0a1b2c3d4e5f" + number +
        "</instanceId><imageId>ami-0abcdef1234567890</imageId>" +
        "<instanceState><code>16</code><name>running</name></instanceState><privateDnsName>ip-10-0-0-1.internal" +
        "</privateDnsName><dnsName/><reason/><amiLaunchIndex>0</amiLaunchIndex><productCodes/>" +
        "<instanceType>m5.large</instanceType><launchTime>2024-01-15T10:30:00.000Z</launchTime>" +
        "<placement><availabilityZone>us-east-1a</availabilityZone><groupName/><tenancy>default</tenancy></placement>" +
        "<monitoring><state>disabled</state></monitoring><subnetId>subnet-0123456789abcdef0</subnetId>" +
        "<vpcId>vpc-0123456789abcdef0</vpcId><privateIpAddress>10.0.0.1</privateIpAddress>" +
        "<sourceDestCheck>true</sourceDestCheck><architecture>x86_64</architecture><rootDeviceType>ebs</"
        "rootDeviceType>" +
        "<tagSet><item><key>Name</key><value>worker-" + number + "</value></item><item><key>Team</key><value>R&amp;D" +
        "</value></item></tagSet><hypervisor>nitro</hypervisor><ebsOptimized>false</ebsOptimized></item></"
        "instancesSet>" +
        "</item>";
  }
  return xml + "</reservationSet></DescribeInstancesResponse>";
}

std::string whole(const char* type, std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + std::string{type} + "\r\nx-amzn-RequestId: 0123456789ABCDEF\r\n" +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

void answer_all(int peer) {
  const std::string one_item = whole("application/x-amz-json-1.0", item),
                    all_instances = whole("text/xml", instances());
  std::string held;
  char piece[8192];
  for (ssize_t size = 0; (size = ::read(peer, piece, sizeof piece)) > 0;) {
    held.append(piece, static_cast<std::size_t>(size));
    for (;;) {
      const auto head = held.find("\r\n\r\n");
      const auto length = held.find("Content-Length: ");
      if (head == held.npos || length > head) break;
      const std::size_t whole = head + 4 + std::strtoul(held.c_str() + length + 16, nullptr, 10);
      if (held.size() < whole) break;
      const std::string& answer = held.find("Action=DescribeInstances") < whole ? all_instances : one_item;
      held.erase(0, whole);
      if (::write(peer, answer.data(), answer.size()) < 0) break;
    }
  }
  ::close(peer);
}

int serve() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener, 512) != 0) return 1;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  for (;;) {
    const int peer = ::accept(listener, nullptr, nullptr);
    if (peer < 0) return 1;
    const int on = 1;
    ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::thread{answer_all, peer}.detach();
  }
}

aloft::session make_session(asio::io_context& context, const std::string& port) {
  aloft::session_options options;
  options.region = "us-east-1";
  options.endpoint_url = "http://127.0.0.1:" + port;
  options.credentials.emplace();
  options.credentials->access_key_id = "AKIAIOSFODNN7EXAMPLE";
  options.credentials->secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  return aloft::session{context.get_executor(), options};
}

asio::awaitable<void> get_items(const aloft::client& client, const boost::json::value& parameters, int calls) {
  for (int n = 0; n < calls; ++n) {
    const aloft::response answer = co_await client.call("get_item", parameters);
    if (answer["Item"]["age"]["N"].as_text() != "36") throw std::runtime_error{"unexpected answer"};
  }
}

asio::awaitable<void> describe(const aloft::client& client, int calls) {
  for (int n = 0; n < calls; ++n) {
    const aloft::response answer = co_await client.call("describe_instances");
    if (answer["Reservations"].size() != 50) throw std::runtime_error{"unexpected answer"};
  }
}

void run(asio::io_context& context, const aloft::client& client, int calls, int in_flight) {
  const boost::json::value parameters = boost::json::parse(key);
  std::exception_ptr failure;
  for (int n = 0; n < in_flight; ++n)
    asio::co_spawn(context,
                   client.service_name() == "ec2" ? describe(client, calls / in_flight)
                                                  : get_items(client, parameters, calls / in_flight),
                   [&](std::exception_ptr thrown) {
                     if (thrown && !failure) failure = thrown;
                   });
  context.run();
  context.restart();
  if (failure) std::rethrow_exception(failure);
}

int print(const count::heap_use& from) {
  const count::heap_use now = count::used();
  std::printf("%zu %zu\n", now.allocations - from.allocations, now.bytes - from.bytes);
  return 0;
}

int explain() {
  std::fputs("usage: aloft-count serve | get|describe PORT N IN_FLIGHT | nothing | client | first PORT\n", stderr);
  return 2;
}

int main_of(int count, char** arguments) {
  const std::string_view mode = count > 1 ? arguments[1] : "";
  if (mode == "serve") return serve();
  const count::heap_use begin = count::used();
  if (mode == "nothing") return print(begin);
  asio::io_context context{1};
  const aloft::session session = make_session(context, count > 2 ? arguments[2] : "1");
  const aloft::client client = session.client(mode == "describe" ? "ec2" : "dynamodb");
  if (mode == "client") return print(begin);
  if (mode == "first" && count == 3) {
    run(context, client, 1, 1);
    return print(begin);
  }
  if ((mode != "get" && mode != "describe") || count != 5) return explain();
  const int calls = std::atoi(arguments[3]), in_flight = std::atoi(arguments[4]);
  run(context, client, 100 * in_flight, in_flight);
  const count::heap_use warm = count::used();
  run(context, client, calls, in_flight);
  return print(warm);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return main_of(count, arguments);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "aloft-count: %s\n", fault.what());
    return 1;
  }
}
