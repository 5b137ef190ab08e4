#pragma once
// What sessions that were made from one another share, whoever they are: connections, files, caches, limits.

#include <aloft/config/profile.hpp>
#include "client/rules_endpoints.hpp"
#include "flow/semaphore.hpp"
#include "http/transport.hpp"
#include "runtime/call_context.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

namespace aloft::client_detail {

/// Thread-safe.
class session_family {
 public:
  session_family(const boost::asio::any_io_executor& executor, const clock& time)
      : identity_calls{flow::watchdog::of(executor, time), 32} {}

  /// One transport for all who ask for the same trust, proxies and time to connect; other options are the family's.
  std::shared_ptr<http::transport> transport(const boost::asio::any_io_executor& executor,
                                             http::transport_options options, std::shared_ptr<resolver> names);
  /// The shared files, read at the first call. Errors: config.
  result<std::shared_ptr<const config::profile_files>> files(const config::file_locations& from);
  /// The shared files as somebody has read them already; null: nobody has.
  void adopt(std::shared_ptr<const config::profile_files> files);
  /// How far the clock behind an endpoint is ahead of ours, in seconds. `url`: the custom endpoint, or empty.
  std::shared_ptr<std::atomic<std::int64_t>> clock_skew_of(const model::service& service, const std::string& region,
                                                           const std::string& url);

  const std::shared_ptr<signing_key_cache> signing_keys = std::make_shared<signing_key_cache>();
  const std::shared_ptr<rule_sets> endpoint_rules = std::make_shared<rule_sets>();
  /// STS, SSO and sign-in: thousands of identities that start together must not fall upon them at once.
  flow::semaphore identity_calls;

 private:
  using trust_and_proxies = std::tuple<std::string, std::string, std::string, std::string, std::chrono::milliseconds>;

  std::mutex mutex_;
  std::map<trust_and_proxies, std::shared_ptr<http::transport>> transports_;
  std::shared_ptr<const config::profile_files> files_;
  std::map<std::string, std::shared_ptr<std::atomic<std::int64_t>>> clock_skews_;
};

}  // namespace aloft::client_detail
