#pragma once
// Some services tell each account where they want its calls, and for how many minutes (Timestream's cells): the
// operation DescribeEndpoints says it. The rules are those of botocore's discovery.py; no service has places that
// differ by an operation's parameters.

#include "aloft/error.hpp"
#include "core/random_source.hpp"
#include "flow/single_flight.hpp"
#include "model/service.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

namespace aloft::runtime {

struct call_context;

/// The setting endpoint_discovery_enabled: false, auto, true.
enum class discovery_use { never, where_required, wherever_possible };

/// The place of one client's calls. Thread-safe. Always held by a shared_ptr.
class endpoint_discovery : public std::enable_shared_from_this<endpoint_discovery> {
 public:
  /// A URL; null: it is not known.
  using place = std::shared_ptr<const std::string>;

  /// `calls` makes the call of DescribeEndpoints, on `executor`.
  endpoint_discovery(std::weak_ptr<const call_context> calls, boost::asio::any_io_executor executor, const clock& time,
                     discovery_use use);

  /// A call of the operation has to go where its service says.
  bool concerns(const model::operation& operation) const noexcept;
  place at_hand();
  /// Asks for the place, once for all who wait. Null: it could not be found, and the operation does without.
  /// Cancellation: total; the question goes on.
  /// Errors: config "EndpointDiscoveryRequired"; those of DescribeEndpoints; timeout when `limit` passes; cancelled.
  boost::asio::awaitable<result<place>> find(const model::operation& operation,
                                             flow::steady_time limit = flow::steady_time::max());
  /// A service says that the place is wrong.
  void forget();

 private:
  using flights = flow::single_flight<place>;

  flights::load asking();
  boost::asio::awaitable<result<place>> ask();
  boost::asio::awaitable<result<void>> load(std::chrono::minutes& valid_for, std::string& url) const;
  result<place> failed(const error& why);

  const std::weak_ptr<const call_context> calls_;
  const clock& clock_;
  const discovery_use use_;
  const flights flights_;

  std::mutex mutex_;
  place place_;
  std::chrono::steady_clock::time_point until_{};
};

}  // namespace aloft::runtime
