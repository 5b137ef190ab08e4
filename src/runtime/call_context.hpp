#pragma once
// What the calls of one client share.

#include "aloft/http2.hpp"
#include "aloft/sigv4.hpp"
#include "core/random_source.hpp"
#include "http/transport.hpp"
#include "model/service.hpp"
#include "protocol/protocol.hpp"
#include "runtime/auth_choice.hpp"
#include "runtime/bucket_regions.hpp"
#include "runtime/bucket_sessions.hpp"
#include "runtime/call_observers.hpp"
#include "runtime/endpoint_resolver.hpp"
#include "runtime/identity_cache.hpp"
#include "runtime/integrity.hpp"
#include "runtime/rate_queue.hpp"
#include "runtime/request_steps.hpp"
#include "runtime/retry.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace aloft::runtime {

class endpoint_discovery;

/// Time limits of a call. Nothing: not stated, so that somebody else's word counts; zero: there is none.
struct call_limits {
  std::optional<std::chrono::milliseconds> attempt = {};
  std::optional<std::chrono::milliseconds> operation = {};  ///< retries and the waiting between them included
  std::optional<std::chrono::milliseconds> idle = {};       ///< no byte in either direction while bytes are due

  /// These, and what they leave open as others have it.
  call_limits over(const call_limits& others) const noexcept {
    return {attempt ? attempt : others.attempt, operation ? operation : others.operation, idle ? idle : others.idle};
  }
};

/// Where calls go.
struct call_addressing {
  std::shared_ptr<const endpoint_resolver> endpoints;
  std::shared_ptr<endpoint_discovery> discovery;            ///< null: the endpoint was given
  std::shared_ptr<runtime::bucket_regions> bucket_regions;  ///< of S3; null elsewhere
  bool inject_host_prefix = true;  ///< false: an operation's labels are not put before the endpoint's host
};

/// Who signs them.
struct call_signing {
  auth_policy policy;
  std::shared_ptr<identity_cache> keys;                       ///< of policy.has_keys
  std::shared_ptr<identity_cache> tokens;                     ///< of policy.has_token
  std::shared_ptr<runtime::bucket_sessions> bucket_sessions;  ///< of S3; null elsewhere
  std::optional<bool> sign_payload;  ///< S3's payload_signing_enabled; nothing: as the operation needs it
  std::shared_ptr<signing_key_cache> derived_keys;
  std::shared_ptr<std::atomic<std::int64_t>> clock_skew;  ///< seconds that the endpoint's clock is ahead of ours
};

/// What requests and answers look like.
struct call_messages {
  const protocol::protocol* wire = nullptr;
  protocol::serialize_options serialize;
  protocol::limits limits;
  std::string user_agent = make_user_agent({});
  std::function<void(http_request&)> edit = {};  ///< adds headers before each signature; not set: nothing is added
  checksum_use request_checksums = checksum_use::when_supported;
  checksum_use response_checksums = checksum_use::when_supported;
};

/// When they are tried again.
struct call_retries {
  retry_policy policy;
  std::shared_ptr<retry_quota> quota;
  std::shared_ptr<rate_queue> pace;  ///< of the adaptive mode; null: attempts go out as they come
};

/// Made once per client; immutable but for what is thread-safe by itself.
struct call_context {
  std::shared_ptr<const model::service> service;
  std::string region;
  call_addressing addressing;
  call_signing signing;
  call_messages messages;
  call_retries retries;
  call_limits deadlines;
  std::shared_ptr<http::transport> transport;
  http2_policy http2 = http2_policy::where_needed;
  const clock* time = nullptr;
  random_source* random = nullptr;
  aloft::runtime::observers observers;

  /// By the endpoint's clock, for signatures.
  std::chrono::system_clock::time_point signing_time() const noexcept {
    return time->now() + std::chrono::seconds{signing.clock_skew->load(std::memory_order_relaxed)};
  }
};

}  // namespace aloft::runtime
