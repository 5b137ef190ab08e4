#pragma once
// Who this machine is to AWS, for programs that make their own HTTP calls: AWS's chain of providers, kept fresh.
// Together with <aloft/sigv4.hpp> this is all they need of aloft (target aloft::credentials). The few models of AWS
// that it takes to assume roles and to ask SSO are part of the library: no model pack is needed beside it.

#include <aloft/completion.hpp>
#include <aloft/credentials.hpp>
#include <aloft/error.hpp>
#include <aloft/option_text.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace aloft {

class log_sink;
class clock;

/// Settings given in code win over the environment, and that over the profile.
struct credential_options {
  option_text profile = {};    ///< AWS_PROFILE, else "default"; named here, the environment's keys do not apply
  option_text region = {};     ///< where STS is asked: AWS_REGION, AWS_DEFAULT_REGION, profile's region
  option_text ca_bundle = {};  ///< PEM file; AWS_CA_BUNDLE, else the system's store
  bool cache_role_credentials = false;  ///< keep keys of roles on disk, as the AWS CLI does and reads them
  std::chrono::seconds timeout{60};     ///< of finding or renewing them, all calls together
  /// Asked for the code of an MFA device, by its serial number, when a role wants one; may block.
  std::function<std::string(const std::string& serial)> mfa_code = {};
  log_sink* log = nullptr;              ///< <aloft/log.hpp>; must outlive the chain
  const aloft::clock* clock = nullptr;  ///< for tests; null: the system's
};

/// A cheap handle; copies share the keys. Thread-safe. Making one does no I/O and cannot fail.
class credential_chain {
 public:
  explicit credential_chain(boost::asio::any_io_executor executor, credential_options options = {});

  /// The keys: those at hand while they are good, renewed ahead of their expiry by one caller for all. Three forms: the
  /// first throws, the second gives errors as values, the third takes any completion token.
  /// Cancellation: terminal and partial; a renewal that others wait for goes on.
  /// Ends with: see completion.hpp.
  /// Errors: config, credentials ("NoCredentials" lists where was looked), cancelled.
  /// Lifetime: goes on without the chain; the executor's context must outlive it.
  /// Thread: safe.
  boost::asio::awaitable<credentials> find() const { return detail::or_throw(try_find()); }
  boost::asio::awaitable<result<credentials>> try_find() const { return found_by(state_); }
  template <class CompletionToken = default_token>
  auto async_find(CompletionToken&& token = CompletionToken{}) const {
    return detail::initiate<credentials>(
        executor_, [of = state_] { return found_by(of); }, std::forward<CompletionToken>(token));
  }
  /// The region that configuration names; empty: none. Errors: config.
  result<std::string> region() const;

  struct state;

 private:
  // The awaitable may outlive the chain.
  static boost::asio::awaitable<result<credentials>> found_by(std::shared_ptr<state> of);
  boost::asio::any_io_executor executor_;
  std::shared_ptr<state> state_;
};

/// The keys once, found in the calling thread. Throws aloft::error.
credentials find_credentials(credential_options options = {});

}  // namespace aloft
