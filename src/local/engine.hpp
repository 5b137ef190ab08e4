#pragma once
// The embedded AWS without its sockets: a request goes in, an answer comes out. Routes by the signature's scope,
// verifies, reads the operation's input, runs it, and writes the output, all by the models. Does no I/O and asks no
// clock.

#include <aloft/http_message.hpp>
#include "aloft/local.hpp"
#include "local/account.hpp"
#include "local/api_error.hpp"
#include "local/faults.hpp"
#include "local/keys.hpp"
#include "local/operation.hpp"
#include "local/verifier.hpp"
#include "model/catalog.hpp"
#include "protocol/server.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local {

/// An answer, and what is to go wrong with it on its way.
struct answer {
  http_response response;
  fault_decision fault;  ///< refusals (throttle, error, unavailable) and garbage are in `response` already
};

/// Thread-safe.
class engine {
 public:
  /// Fails with a usage error ("InvalidOption") for options that cannot be, or with the catalog's error when it lacks a
  /// service.
  static result<std::unique_ptr<engine>> make(const server_options& options,
                                              std::shared_ptr<const model::catalog> catalog);

  answer handle(const http_request& request, std::chrono::system_clock::time_point now);

  /// Replaces the faults.
  void inject(fault_plan faults);
  /// "ec2.DescribeRegions" → requests whose signature was accepted.
  std::map<std::string, std::uint64_t> operations() const;

 private:
  struct served {
    std::shared_ptr<const model::service> model;
    std::unique_ptr<service_backend> backend;
  };
  struct exchange;

  explicit engine(const server_options& options, std::shared_ptr<const model::catalog> catalog);
  result<void> add(std::unique_ptr<service_backend> backend);

  // The steps of handle(), in order. Each throws api_error.
  void route(exchange& x) const;
  void authenticate(exchange& x);
  void parse(exchange& x);
  void apply_faults(exchange& x);
  void authorize(const exchange& x) const;
  void check_input(const exchange& x) const;
  void run(exchange& x) const;

  const served* find_by_signing_name(std::string_view name) const noexcept;
  const served* find_by_version(const http_request& request) const;
  http_response refuse(const exchange& x, const api_error& failure) const;

  std::shared_ptr<const model::catalog> catalog_;
  account account_;
  key_store keys_;
  std::vector<served> services_;
  mutable std::mutex mutex_;  ///< of what follows
  verifier verifier_;
  fault_plan faults_;
  std::map<std::string, std::uint64_t> operations_;
};

}  // namespace aloft::local
