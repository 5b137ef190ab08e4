#pragma once
// Where a call goes and who signs it: first the caller's keys, then the endpoint, which may name their account, then
// the signer that the endpoint asks for.

#include "runtime/call_context.hpp"
#include "runtime/endpoint_discovery.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace aloft::runtime {

/// Lives in the frame of its call, beside the request.
class call_target {
 public:
  call_target(const call_context& context, const model::operation& operation);

  /// Takes host prefix and path off a request as the protocol made it; settle() puts them where the endpoint has them.
  void take_over(http_request& request);

  /// Finds endpoint and signer and addresses the request. Before each attempt: keys are renewed, and a bucket may have
  /// turned out to be elsewhere. Waits only where keys have to be loaded, until `limit`. What is passed must outlive
  /// the coroutine.
  boost::asio::awaitable<result<void>> settle(const serde::edited_input& input, http_request& request,
                                              flow::steady_time limit = flow::steady_time::max());

  /// The same where nothing has to be waited for, which is nearly always; nothing where settle() has to.
  std::optional<result<void>> settle_at_hand(const serde::edited_input& input, http_request& request);

  /// Keys may expire while their request stands in line for a connection.
  bool signer_expired() const noexcept;
  boost::asio::awaitable<result<void>> renew_signer(flow::steady_time limit);

  /// A failed attempt says that this is no longer the place which the service has named: true when there was one, and
  /// settle() will ask for it anew.
  bool leave(const error& failure, int status);

  /// Null before settle() has found it.
  const endpoint* where() const noexcept { return endpoint_.get(); }
  const http::origin& origin() const noexcept { return own_origin_ ? *own_origin_ : endpoint_->origin; }
  const chosen_auth& auth() const noexcept { return auth_; }
  /// Null: the request is not signed.
  const credentials* signer() const noexcept { return signer_.get(); }
  bool signed_by_keys() const noexcept { return signer_ && auth_.scheme != auth_scheme::bearer; }
  /// The bucket's, where that is known not to be the client's.
  const std::string& region() const noexcept { return region_.empty() ? context_.region : region_; }

 private:
  bool keys_at_hand();
  boost::asio::awaitable<result<void>> load_keys(flow::steady_time limit);
  boost::asio::awaitable<result<void>> ask_for_place(flow::steady_time limit);
  result<void> find_endpoint(const serde::edited_input& input, http_request& request);
  bool signer_at_hand(const serde::edited_input& input);
  boost::asio::awaitable<result<void>> load_signer(flow::steady_time limit);

  const call_context& context_;
  const model::operation& operation_;
  const bool wants_keys_;
  std::string prefix_, path_;  // of the request as the protocol made it
  std::string region_;
  endpoint_discovery::place place_;  // that the service has named
  std::shared_ptr<const endpoint> endpoint_;
  std::optional<http::origin> own_origin_;   // of a host with a prefix before the endpoint's
  chosen_auth auth_;                         // of the endpoint
  identity_cache::keys keys_;                // the caller's
  std::shared_ptr<identity_cache> signers_;  // of a token or a bucket's session
  identity_cache::keys signer_;
};

}  // namespace aloft::runtime
