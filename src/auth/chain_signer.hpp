#pragma once
// Signatures that follow from one another: of the chunks of a streaming body, and of event-stream messages. The first
// follows from the request's own ("seed").

#include "auth/string_to_sign.hpp"
#include "crypto/hmac.hpp"

#include "aloft/sigv4.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace aloft::auth {

/// Signs the pieces of one stream, in order. SigV4 only. Not for two threads at once; the cache must outlive it.
class chain_signer {
 public:
  /// `identity` and `options` are those that the request was signed with, `seed` the signature that gave.
  chain_signer(const credentials& identity, const signing_options& options, const signature& seed,
               signing_key_cache& cache);

  /// The chunk's signature, in hexadecimal. Valid until the next call.
  std::string_view sign_chunk(std::string_view chunk);
  /// The same of a chunk of that digest.
  std::string_view sign_chunk(const crypto::sha256_value& digest);

  /// The signature of the trailer, whose fields are given as "name:value\n" each.
  std::string_view sign_trailer(std::string_view fields);

  /// The raw 32 bytes that a message's ":chunk-signature" header holds, for a payload whose ":date" header, the only
  /// other one, holds `time` (to the millisecond).
  crypto::sha256_value sign_event(std::string_view payload, std::chrono::system_clock::time_point time);

 private:
  crypto::sha256_value sign(std::string_view kind, std::string_view digests);

  credentials identity_;
  signing_options options_;
  signing_key_cache& cache_;
  date_text date_;
  std::shared_ptr<const crypto::hmac_key> key_;
  std::string previous_;
  std::string text_;
  std::string digests_;
};

}  // namespace aloft::auth
