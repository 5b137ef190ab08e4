#pragma once
// The embedded AWS without its sockets: a request goes in, an answer comes out. Routes by the signature's scope,
// verifies, reads the operation's input, runs it, and writes the output, all by the models. Does no I/O and asks no
// clock: an operation that has to wait says until when and for what, and is resumed.

#include <aloft/http_message.hpp>
#include "aloft/local.hpp"
#include "local/account.hpp"
#include "local/api_error.hpp"
#include "local/faults.hpp"
#include "local/keys.hpp"
#include "local/operation.hpp"
#include "local/s3/routes.hpp"
#include "local/sns/delivery_paths.hpp"
#include "local/synthetic/service_index.hpp"
#include "local/verifier.hpp"
#include "model/catalog.hpp"
#include "protocol/server.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local {

/// One request on its way.
struct exchange;

/// An answer, and what is to go wrong with it on its way.
struct answer {
  http_response response;
  std::shared_ptr<body_source> body;  ///< instead of the response's
  bool head_only = false;             ///< the body is not sent, its size is
  fault_decision fault;               ///< refusals (throttle, error, unavailable) and garbage are in `response` already
  std::shared_ptr<exchange> pending;  ///< set: there is no response yet; engine::resume() goes on
  suspension wait;                    ///< what for
};

/// A request's body that goes past the request.
struct diversion {
  std::shared_ptr<body_intake> to;   ///< null: refused, its bytes are dropped
  std::optional<known_key> key;      ///< that signed the head
  std::optional<api_error> refusal;  ///< what the request is answered with, however its body ends
};

/// Thread-safe.
class engine {
 public:
  /// Fails with a usage error ("InvalidOption") for options that cannot be, or with the catalog's error when it lacks a
  /// service.
  static result<std::unique_ptr<engine>> make(const server_options& options,
                                              std::shared_ptr<const model::catalog> catalog);

  /// Asked once the head of a request is there: where its body goes; null: into the request.
  std::shared_ptr<diversion> divert(const http_request& head, std::chrono::system_clock::time_point now);
  answer handle(http_request request, std::chrono::system_clock::time_point now,
                std::shared_ptr<diversion> body = nullptr);
  /// Goes on with a pending answer; at any time, which may be too early and give a pending one again.
  answer resume(answer pending, std::chrono::system_clock::time_point now);

  /// Who takes SNS's deliveries over HTTP; without, they are dropped.
  void deliver_by(sns::outbox carrier);
  /// PEM of the root that certifies the key of SNS's signatures.
  std::string notification_authority() const { return paths_.signer().authority(); }

  /// Replaces the faults.
  void inject(fault_plan faults);
  /// "ec2.DescribeRegions" → requests whose signature was accepted.
  std::map<std::string, std::uint64_t> operations() const;

 private:
  struct served {
    std::shared_ptr<const model::service> model;
    std::unique_ptr<service_backend> backend;
    bool judges = true;  ///< false: synthetic, takes any input
    bool s3 = false;     ///< S3's manners: paths and hosts name what is asked, errors have no wrapper
  };
  friend struct exchange;
  class request_item_faults;

  engine(const server_options& options, std::shared_ptr<const model::catalog> catalog, sqs::backend& queues);
  result<void> add(std::unique_ptr<service_backend> backend);

  // The steps of handle(), in order. Each throws api_error.
  void route(exchange& x);
  void authenticate(exchange& x);
  void parse(exchange& x);
  void apply_faults(exchange& x);
  void authorize(const exchange& x) const;
  void check_input(const exchange& x) const;
  void run(exchange& x);

  /// Runs some of the steps; what they throw becomes the answer.
  template <class Steps>
  answer finish(const std::shared_ptr<exchange>& x, const Steps& steps);

  /// What lies at a path for everybody: certificates.
  std::optional<http_response> find_file(const http_request& request) const;
  const served* find_by_signing_name(std::string_view name) const noexcept;
  /// The one that makes up its answers; null without synthesis, for STS, and for names that no service signs for.
  const served* find_synthetic(std::string_view signing_name, const http_request& request);
  const served* find_by_version(const http_request& request) const;
  void carry(http_request request);
  known_key verify(const http_request& request, const auth::signature_claim& claim, const served& service,
                   std::chrono::system_clock::time_point now, bool body_is_later);
  http_response refuse(const exchange& x, const api_error& failure) const;

  std::shared_ptr<const model::catalog> catalog_;
  account account_;
  key_store keys_;
  sns::delivery_paths paths_;
  std::vector<served> services_;
  std::optional<s3::routes> s3_routes_;
  std::optional<synthesis> synthesis_;
  mutable std::mutex mutex_;  ///< of what follows
  sns::outbox carrier_;
  std::unique_ptr<synthetic::service_index> index_;                     ///< made when first needed
  std::map<const model::service*, std::unique_ptr<served>> synthetic_;  ///< those that were asked
  verifier verifier_;
  fault_plan faults_;
  std::map<std::string, std::uint64_t> operations_;
};

}  // namespace aloft::local
