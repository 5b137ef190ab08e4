#pragma once
// A session: one identity, one set of settings, one pool of connections. Making one does no I/O and cannot fail;
// whatever is wrong with the configuration is an error of the first call that needs it.

#include <aloft/client.hpp>
#include <aloft/credentials.hpp>
#include <aloft/endpoint_options.hpp>
#include <aloft/error.hpp>
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
namespace client_detail {
struct session_parts;
}

/// Settings given in code win over the environment, and that over the profile.
struct session_options {
  option_text profile = {};                            ///< AWS_PROFILE, else "default"
  option_text region = {};                             ///< AWS_REGION, AWS_DEFAULT_REGION, profile's region
  std::optional<aloft::credentials> credentials = {};  ///< explicit keys; nothing: the provider chain
  option_text endpoint_url = {};                       ///< for all services
  endpoint_options endpoint = {};                      ///< FIPS, dual-stack, S3's settings, …
  option_text ca_bundle = {};                          ///< PEM file; AWS_CA_BUNDLE, else the system's store
  bool verify_peer = true;
  bool pooled = true;  ///< keep connections for further calls
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds idle_timeout{60000};
  std::size_t max_connections_per_origin = 4096;
  response_limits limits = {};
  int max_attempts = 0;         ///< 0: AWS_MAX_ATTEMPTS, profile, else 3
  option_text retry_mode = {};  ///< "standard", "adaptive" (slows down where servers throttle), "legacy" (as standard)
  log_sink* log = nullptr;      ///< <aloft/log.hpp>; must outlive the session
  /// Asked for the code of an MFA device, by its serial number, when a role wants one; called in the event loop, may
  /// block it. Empty text: none is known. Not set: such a role is a credentials error ("MfaRequired").
  std::function<std::string(const std::string& serial)> mfa_code = {};
  /// Keys of the profile's roles and SSO roles are kept in ~/.aws/cli/cache, for the next program: as the AWS CLI keeps
  /// them, which reads them too. Long-term keys are never written.
  bool cache_role_credentials = false;
  std::chrono::seconds credentials_timeout{60};  ///< of finding or renewing credentials, all its calls together
  const aloft::clock* clock = nullptr;           ///< for tests; null: the system's
};

/// How a role is assumed (STS AssumeRole). Empty fields are not sent.
struct assume_role_options {
  std::string session_name = {};                      ///< empty: one is made up
  std::string external_id = {};                       ///< a secret that the role's owner has agreed on
  std::optional<std::chrono::seconds> duration = {};  ///< of each set of keys, 15 minutes to 12 hours; AWS: 1 h
  std::string mfa_serial = {};                        ///< the code comes from session_options::mfa_code
  std::string policy = {};                            ///< JSON text that narrows what the role may do
  std::vector<std::string> policy_arns = {};          ///< managed policies that narrow it
  std::vector<std::pair<std::string, std::string>> tags = {};  ///< of the session: key and value
  std::vector<std::string> transitive_tag_keys = {};
  std::string source_identity = {};
};

/// What the session's transport has done.
struct session_counters {
  std::uint64_t connections_opened = 0;
  std::uint64_t connections_reused = 0;
  std::uint64_t lookups = 0;
};

class session {
 public:
  /// Runs on the caller's executor.
  explicit session(boost::asio::any_io_executor executor);
  /// In GCC 12 options that hold `credentials` must be a variable where the expression has a co_await in it.
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
  /// Who this session is: its keys, loaded or renewed where needed. Throws aloft::error.
  boost::asio::awaitable<aloft::credentials> credentials() const;

  boost::asio::any_io_executor get_executor() const noexcept;
  session_counters counters() const;

  struct state;

 private:
  friend client_detail::session_parts;
  static boost::asio::awaitable<aloft::credentials> find_credentials(std::shared_ptr<state> of);
  explicit session(std::shared_ptr<state> state) noexcept : state_{std::move(state)} {}
  std::shared_ptr<state> state_;
};

}  // namespace aloft
