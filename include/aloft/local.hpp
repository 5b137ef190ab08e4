#pragma once
// An AWS of your own on loopback, in memory: for tests and demos that need no account. It speaks AWS's protocols,
// checks every signature, and keeps a state per region, each with a default VPC and its default security group, as a
// new account has. It has EC2 (regions, VPCs, subnets, security groups and their rules, instances, tags), SQS, SNS,
// S3, Lambda (functions that echo, sleep, fail or run a command) and STS (docs/local.md); any other service or
// operation answers NotImplemented or UnsupportedOperation with the names of those that are there.
//
//   aloft::local::server aws;                                        // runs in a thread of its own, on a free port
//   aloft::session session{executor, {.region = "eu-west-1",
//                                     .credentials = aloft::local::demo_credentials(),
//                                     .endpoint_url = aws.endpoint_url()}};
//
// The service and region of a request are those of its signature. Resource ids depend only on account, region and the
// order of calls, so that runs repeat exactly.

#include <aloft/credentials.hpp>
#include <aloft/error.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft {

class clock;

namespace local {

/// A key pair that requests may be signed with; it stands for an IAM user of the server's account.
struct access_key {
  std::string id;
  std::string secret;
  std::string session_token = {};  ///< when set, requests must carry it
  std::string user_name = "demo";
  std::vector<std::string> denied = {};  ///< "ec2:RunInstances", "ec2:Delete*": answered UnauthorizedOperation
};

/// The key pair that a server knows when it is given none: AKIDLOCALEXAMPLE with "local-secret-for-tests-only".
credentials demo_credentials();

/// How a function of the embedded Lambda fails: X-Amz-Function-Error.
enum class function_failure {
  none,       ///< it does not
  handled,    ///< it gave an error
  unhandled,  ///< it threw
};

/// A function of the embedded Lambda. It gives its payload back, unless something else is said. No code is run but a
/// command of the options: what CreateFunction is given says by its Handler what the function does ("echo",
/// "sleep=80ms,fail=handled").
struct function_options {
  std::string name;
  std::chrono::milliseconds sleep{0};  ///< it answers after that, by the server's clock
  function_failure fails = function_failure::none;
  std::optional<std::size_t> concurrency = {};  ///< so many at once; further ones are answered 429
  std::chrono::milliseconds timeout{3000};      ///< whoever takes longer has failed: "Sandbox.Timedout"
  /// Run by /bin/sh -c for each invocation: the payload on its standard input, the answer on its standard output, what
  /// it writes to its standard error is the log. An exit status but 0 is a fault. Empty: none.
  std::string command = {};
};

/// "NAME[,sleep=80ms][,fail=handled|unhandled][,concurrency=N][,timeout=3s][,command=…]"; a command goes on to the end.
/// Usage error "InvalidOption" for anything else.
result<function_options> parse_function(std::string_view text);

/// How answers of services that the embedded AWS does not have are made up.
struct synthesis {
  std::size_t rows = 20;   ///< of a page, unless the request asks for fewer
  std::size_t pages = 1;   ///< of operations that have pages
  std::uint64_t seed = 1;  ///< the same seed gives the same answers
};

struct server_options {
  std::string address = "127.0.0.1";     ///< loopback addresses only: 127.0.0.0/8 or ::1
  std::uint16_t port = 0;                ///< 0: a free one
  std::chrono::milliseconds latency{0};  ///< every answer waits this long; no thread is kept for it

  /// Faults to inject: rules separated by commas, each
  ///
  ///     [REGION/][SERVICE[.OPERATION]:]KIND=SHARE[:DURATION]
  ///
  /// REGION, SERVICE and OPERATION may hold * and ?. KIND is
  ///   throttle     RequestLimitExceeded (EC2, 503), SlowDown (S3, 503), Throttling (others, 400)
  ///   error        InternalError (500)
  ///   unavailable  Unavailable (503)
  ///   delay        answers DURATION later (default 1s)
  ///   stall        never answers; the connection stays open
  ///   close        closes the connection without an answer
  ///   truncate     closes the connection after half of the answer
  ///   garbage      answers 200 with a body that is no document
  ///   corrupt      a bit in the middle of the answer's body is another
  ///   error200     the document of a 200 is an error (S3's CompleteMultipartUpload, CopyObject and UploadPartCopy)
  ///   partial      an entry of a batch fails by InternalError (SQS, SNS, S3's DeleteObjects); SHARE is of entries
  ///   duplicate    a message that is received stays visible (SQS, standard queues); SHARE is of messages
  /// SHARE is a probability from 0 to 1; Nx: the first N requests that the rule applies to, exactly; #N: the Nth alone.
  /// DURATION is a number with us, ms or s. All rules are looked at; delays add up, the first other fault wins.
  ///
  ///     throttle=0.1,ec2.DescribeRegions:error=2x,eu-*/ec2:delay=0.5:300ms
  std::string faults = {};
  std::uint64_t fault_seed = 1;  ///< the same seed and the same order of requests give the same faults

  std::vector<access_key> keys = {};  ///< none: that of demo_credentials()
  bool verify_signatures = true;      ///< false: any signature by any key passes, for the first key's user
  std::string account_id = "123456789012";
  std::vector<std::string> opted_in = {};  ///< opt-in regions that are enabled; requests to the others are refused
  /// Set: every operation of every service but STS, the embedded ones included, answers rows made from the shape of its
  /// output, whatever it is asked; only the signature is checked. Faults are injected as everywhere. For load, timing
  /// and demos.
  std::optional<synthesis> synthesize = {};
  std::vector<function_options> functions = {};  ///< of Lambda, in every account and region from the start
  bool seed = false;                             ///< fill every region with VPCs, security groups and instances

  /// Folder for S3's objects, made if it is not there; it holds the buckets for the next server. Empty: in memory.
  std::string data = {};

  bool check_queue_policies = true;  ///< SNS sends only to queues whose policy allows it; false: to any

  std::size_t max_header_bytes = std::size_t{64} << 10;  ///< 64 KiB; longer heads are refused by 431
  std::size_t max_body_bytes = std::size_t{16} << 20;    ///< 16 MiB; longer bodies are refused by 413
  const aloft::clock* clock = nullptr;                   ///< for tests; null: the system's. Must outlive the server.
};

/// What a server has seen so far.
struct server_counters {
  std::uint64_t connections_opened = 0;
  std::uint64_t connections_open = 0;               ///< now
  std::uint64_t requests = 0;                       ///< complete ones, refused ones included
  std::map<std::string, std::uint64_t> operations;  ///< "ec2.DescribeRegions" → requests whose signature was accepted
};

/// A running server. Members may be called from any thread.
class server {
 public:
  /// Listens and serves in a thread of its own until destroyed. Throws aloft::error: usage for options that cannot be
  /// ("InvalidOption", naming the field), config when the model pack cannot be opened, connect when the port is taken.
  explicit server(server_options options = {});
  /// The same on the caller's executor, whose context must outlive the server. Destroying the server closes its
  /// sockets; handlers that are still queued end by themselves when the executor runs on.
  explicit server(boost::asio::any_io_executor executor, server_options options = {});
  server(server&&) noexcept;
  server& operator=(server&&) noexcept;
  ~server();

  std::uint16_t port() const noexcept;
  /// "http://127.0.0.1:4711"
  std::string endpoint_url() const;
  server_counters counters() const;
  /// Replaces the faults from the next request on. Usage error "InvalidOption" when the text is not of the grammar.
  void inject(const std::string& faults);
  /// PEM of the root certificate behind the signatures of SNS's notifications, which nobody trusts unless told to. The
  /// server gives it at /notification-authority.pem, and the signing certificate at the path of SigningCertURL.
  std::string notification_authority() const;
  /// Replaces the latency from the next request on.
  void set_latency(std::chrono::milliseconds latency);
  /// Closes all sockets. Returns when the server's own thread has ended. Calling it again does nothing.
  void stop();

 private:
  class impl;
  std::shared_ptr<impl> impl_;
};

}  // namespace local
}  // namespace aloft
