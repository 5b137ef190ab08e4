#pragma once
// A session: one identity, one set of settings, one pool of connections. Making one does no I/O and cannot fail;
// whatever is wrong with the configuration is an error of the first call that needs it.

#include <aloft/client.hpp>
#include <aloft/credentials.hpp>
#include <aloft/error.hpp>
#include <aloft/option_text.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft {

class log_sink;
class clock;

/// Settings given in code win over the environment, and that over the profile.
struct session_options {
  option_text profile = {};                            ///< AWS_PROFILE, else "default"
  option_text region = {};                             ///< AWS_REGION, AWS_DEFAULT_REGION, profile's region
  std::optional<aloft::credentials> credentials = {};  ///< explicit keys; nothing: the provider chain
  option_text endpoint_url = {};                       ///< for all services
  option_text ca_bundle = {};                          ///< PEM file; AWS_CA_BUNDLE, else the system's store
  bool verify_peer = true;
  bool pooled = true;  ///< keep connections for further calls
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds idle_timeout{60000};
  std::size_t max_connections_per_origin = 4096;
  int max_attempts = 0;                 ///< 0: AWS_MAX_ATTEMPTS, profile, else 3
  log_sink* log = nullptr;              ///< must outlive the session
  const aloft::clock* clock = nullptr;  ///< for tests; null: the system's
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

  boost::asio::any_io_executor get_executor() const noexcept;
  session_counters counters() const;

  struct state;

 private:
  std::shared_ptr<state> state_;
};

}  // namespace aloft
