#pragma once
// A session: one identity, one set of settings, one pool of connections. Making one does no I/O and cannot fail;
// whatever is wrong with the configuration is an error of the first call that needs it.

#include <aloft/client.hpp>
#include <aloft/credentials.hpp>
#include <aloft/credentials_provider.hpp>
#include <aloft/endpoint_options.hpp>
#include <aloft/error.hpp>
#include <aloft/observer.hpp>
#include <aloft/option_text.hpp>
#include <aloft/response_limits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft {

class log_sink;
class clock;
class message_transport;
class resolver;
namespace config {
class profile_files;
}

/// What happens after attempts that failed for a reason that may pass (docs/retries.md).
enum class retry_mode {
  standard,  ///< tried again with growing pauses, as far as a quota allows
  adaptive,  ///< and slows down where servers throttle
};

/// Settings given in code win over the environment, and that over the profile. Values that cannot be are usage errors
/// of session::client ("InvalidOption").
struct session_options {
  option_text profile = {};  ///< AWS_PROFILE, else "default"
  /// The shared files, <aloft/config/profile.hpp>, where somebody has read them already; null: they are read when the
  /// first call needs them.
  std::shared_ptr<const config::profile_files> profile_files = {};
  option_text region = {};  ///< AWS_REGION, AWS_DEFAULT_REGION, profile's region

  // Who calls: the first of these that is given, else the provider chain.
  std::optional<aloft::credentials> credentials = {};  ///< explicit keys
  std::shared_ptr<aloft::credentials_provider> credentials_provider = {};

  /// For all services: those that credentials come from (STS, SSO, sign-in) are asked there too, with the tokens and
  /// keys that they take. For one service: client_options::endpoint_url.
  option_text endpoint_url = {};
  endpoint_options endpoint = {};  ///< FIPS, dual-stack, S3's settings, …

  option_text ca_bundle = {};  ///< PEM file; AWS_CA_BUNDLE, else the system's store
  bool verify_peer = true;
  option_text http_proxy = {};   ///< of http endpoints; HTTP_PROXY
  option_text https_proxy = {};  ///< of https endpoints; HTTPS_PROXY
  option_text no_proxy = {};     ///< hosts that are asked directly, with commas, "*" for all; NO_PROXY

  http2_policy http2 = http2_policy::where_needed;  ///< <aloft/http2.hpp>
  bool pooled = true;                               ///< keep connections for further calls
  std::size_t max_connections_per_origin = 4096;
  std::size_t max_connections = 16384;    ///< of the session and those made from it
  std::chrono::seconds max_idle_age{50};  ///< connections unused for longer are closed

  // Time limits; zero: none. Clients and calls may have others.
  std::chrono::milliseconds connect_timeout{5000};
  /// No byte in either direction while bytes are due. Not set: 60 s, and as much more as operations need that are known
  /// to be silent for longer (Lambda's Invoke: 15 min; docs/retries.md has all). What a long poll asks its service to
  /// wait (WaitTimeSeconds) is added to either.
  std::optional<std::chrono::milliseconds> idle_timeout = {};
  std::optional<std::chrono::milliseconds> attempt_timeout = {};    ///< one attempt; not set: none
  std::optional<std::chrono::milliseconds> operation_timeout = {};  ///< the whole call, retries included; not set: none

  response_limits limits = {};
  std::optional<int> max_attempts = {};              ///< first attempt included; AWS_MAX_ATTEMPTS, profile, else 3
  std::optional<aloft::retry_mode> retry_mode = {};  ///< AWS_RETRY_MODE, profile, else standard

  log_sink* log = nullptr;                                ///< <aloft/log.hpp>; must outlive the session
  std::vector<std::shared_ptr<observer>> observers = {};  ///< told of each call; <aloft/observer.hpp>

  /// Asked for the code of an MFA device, by its serial number, when a role wants one; called in the event loop, may
  /// block it. Empty text: none is known. Not set: such a role is a credentials error ("MfaRequired").
  std::function<std::string(const std::string& serial)> mfa_code = {};
  /// Keys of the profile's roles and SSO roles are kept in ~/.aws/cli/cache, for the next program: as the AWS CLI keeps
  /// them, which reads them too. Long-term keys are never written.
  bool cache_role_credentials = false;
  std::chrono::seconds credentials_timeout{60};  ///< of finding or renewing credentials, all its calls together

  const aloft::clock* clock = nullptr;             ///< for tests; null: the system's
  std::shared_ptr<aloft::resolver> resolver = {};  ///< <aloft/resolver.hpp>; null: the system's
  /// What carries requests, <aloft/message_transport.hpp>; null: the network. Instance metadata is asked there too.
  std::shared_ptr<message_transport> transport = {};
};

/// How a role is assumed (STS AssumeRole). Empty fields are not sent. In GCC 12 options that hold lists must be a
/// variable where the expression has a co_await in it.
struct assume_role_options {
  option_text session_name = {};                      ///< empty: one is made up
  option_text external_id = {};                       ///< a secret that the role's owner has agreed on
  std::optional<std::chrono::seconds> duration = {};  ///< of each set of keys, 15 minutes to 12 hours; AWS: 1 h
  option_text mfa_serial = {};                        ///< the code comes from session_options::mfa_code
  option_text policy = {};                            ///< JSON text that narrows what the role may do
  std::vector<std::string> policy_arns = {};          ///< managed policies that narrow it
  std::vector<std::pair<std::string, std::string>> tags = {};  ///< of the session: key and value
  std::vector<std::string> transitive_tag_keys = {};
  option_text source_identity = {};
};

/// What the session's transport has done.
struct session_counters {
  std::uint64_t connections_opened = 0;
  std::uint64_t connections_reused = 0;
  std::uint64_t lookups = 0;
};

class session {
 public:
  using executor_type = boost::asio::any_io_executor;

  /// Runs on the caller's executor.
  explicit session(boost::asio::any_io_executor executor);
  /// In GCC 12 options that hold `credentials` or lists must be a variable where the expression has a co_await in it.
  session(boost::asio::any_io_executor executor, session_options options);
  /// Has an event loop of its own that blocking callers drive in their own threads.
  session();
  explicit session(session_options options);

  /// A client; throws a usage error for an unknown service (with suggestions) or bad options.
  aloft::client client(std::string_view service) const;
  aloft::client client(std::string_view service, client_options options) const;
  /// The same with the error as a value.
  result<aloft::client> try_client(std::string_view service) const;
  result<aloft::client> try_client(std::string_view service, client_options options) const;

  /// A session of the role. It renews its keys by itself, from this session's identity, and shares everything else:
  /// settings, connections, event loop. Nothing is asked before its first call; thousands of them cost no more than
  /// their keys.
  session assume_role(std::string role_arn, assume_role_options options = {}) const;
  /// A session of another profile, with the same options otherwise (explicit keys are not taken along). It shares
  /// connections, TLS contexts, parsed files, event loop, and the limits on calls that credentials need.
  session with_profile(std::string profile) const;
  /// Who this session is: its keys, loaded or renewed where needed. Three forms, as those of client::call.
  /// Cancellation: terminal and partial; a renewal that others wait for goes on.
  /// Ends with: see completion.hpp.
  /// Errors: config, credentials ("NoCredentials" lists where was looked), cancelled.
  /// Lifetime: goes on without the session; the executor's context must outlive it.
  /// Thread: safe.
  boost::asio::awaitable<aloft::credentials> credentials() const;
  boost::asio::awaitable<result<aloft::credentials>> try_credentials() const;
  template <class CompletionToken = default_token>
  auto async_credentials(CompletionToken&& token = CompletionToken{}) const {
    return detail::initiate<aloft::credentials>(
        get_executor(), [self = *this] { return self.try_credentials(); }, std::forward<CompletionToken>(token));
  }

  executor_type get_executor() const noexcept;
  session_counters counters() const;

  struct state;

 private:
  friend class blocking_session;
  static boost::asio::awaitable<result<aloft::credentials>> find_credentials(std::shared_ptr<state> of);
  explicit session(std::shared_ptr<state> state) noexcept : state_{std::move(state)} {}
  std::shared_ptr<state> state_;
};

}  // namespace aloft
