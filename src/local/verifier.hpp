#pragma once
// Whether a request was signed by a key that the embedded AWS knows. Refusals are worded as the service that was asked
// words them.

#include <aloft/http_message.hpp>
#include "auth/verify.hpp"
#include "local/api_error.hpp"
#include "local/keys.hpp"

#include <chrono>
#include <string_view>

namespace aloft::local {

/// What the request says about its signature. Throws api_error: MissingAuthenticationToken where there is none,
/// IncompleteSignature where a part is missing or another algorithm than SigV4 is named.
auth::signature_claim read_claim(const http_request& request);

class verifier {
 public:
  /// Without `check`, any signature passes and unknown keys stand for `fallback`.
  verifier(const key_store& keys, known_key fallback, bool check) noexcept
      : keys_{keys}, fallback_{std::move(fallback)}, check_{check} {}

  /// The key that signed `request`. `signing_name` is that of the service the request is for. Throws api_error.
  /// Not thread-safe: derived keys are kept.
  known_key verify(const http_request& request, const auth::signature_claim& claim, std::string_view signing_name,
                   std::chrono::system_clock::time_point now, bool body_is_later = false);

 private:
  const key_store& keys_;
  known_key fallback_;
  bool check_;
  signing_key_cache derived_;
};

}  // namespace aloft::local
