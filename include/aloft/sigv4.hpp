#pragma once
// Signature Version 4 and 4A: pure functions from a request, credentials and a time to a signed request. No I/O, no
// clock, no global state. The rules are AWS's "Signature Version 4 signing process" (IAM User Guide) and
// "Authenticating Requests" (S3 API Reference).

#include "aloft/credentials.hpp"
#include "aloft/error.hpp"
#include "aloft/http_message.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aloft {

enum class signing_algorithm : std::uint8_t {
  sigv4,   ///< AWS4-HMAC-SHA256: one region
  sigv4a,  ///< AWS4-ECDSA-P256-SHA256: a set of regions; signatures differ from call to call
};

/// Payload hashes that stand for something else than the body's SHA-256 (signing_options::payload_hash).
namespace payload {
inline constexpr std::string_view unsigned_body = "UNSIGNED-PAYLOAD";
inline constexpr std::string_view signed_chunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
inline constexpr std::string_view signed_chunks_trailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
inline constexpr std::string_view unsigned_chunks_trailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
inline constexpr std::string_view signed_events = "STREAMING-AWS4-HMAC-SHA256-EVENTS";
}  // namespace payload

/// How to sign. The defaults suit every service but S3, which wants double_encode_path and normalize_path off and
/// content_sha256_header on.
struct signing_options {
  std::string region;   ///< "eu-west-1"; for SigV4a the region set: one, several separated by ',', or "*"
  std::string service;  ///< signing name: "ec2", "s3", "execute-api", …
  std::chrono::system_clock::time_point time{};
  signing_algorithm algorithm = signing_algorithm::sigv4;
  bool double_encode_path = true;      ///< encode the path of the request line once more
  bool normalize_path = true;          ///< remove "." and ".." segments and doubled slashes before
  bool content_sha256_header = false;  ///< add x-amz-content-sha256 and sign it; not when presigning
  bool sign_session_token = true;      ///< false: the token is added beside the signature (IoT's rule)
  std::string payload_hash;            ///< "": SHA-256 of the body; else used as it is: lower-case hex or payload::…
  /// Headers to leave out, beside those that proxies change: connection, expect, keep-alive, proxy-*, te, trailer,
  /// transfer-encoding, upgrade, user-agent, x-amzn-trace-id, sec-websocket-*. Compared without regard to case.
  std::vector<std::string> unsigned_headers;
};

/// A signature as text: 64 lower-case hexadecimal digits, or up to 144 of a DER-encoded one (SigV4a).
class signature {
 public:
  std::string_view text() const noexcept { return {text_.data(), size_}; }
  explicit signature(std::string_view text = {}) noexcept;  ///< cut to the size of the longest signature

 private:
  std::array<char, 144> text_{};
  std::uint8_t size_ = 0;
};

/// Keeps derived keys, which depend on key pair, day, region and service only: signing with a kept one takes a fifth of
/// the time. Holds at most 256 SigV4 and 16 SigV4a keys (some 100 kB), wipes what it drops. Thread-safe; no call waits
/// for a derivation under way elsewhere.
class signing_key_cache {
 public:
  signing_key_cache();
  ~signing_key_cache();
  signing_key_cache(signing_key_cache&&) noexcept;
  signing_key_cache& operator=(signing_key_cache&&) noexcept;

  struct store;
  store& keys() noexcept { return *store_; }  ///< for the signer

 private:
  std::unique_ptr<store> store_;
};

/// Signs by the Authorization header. Sets X-Amz-Date, X-Amz-Security-Token (when there is one), X-Amz-Content-Sha256
/// (when asked for), X-Amz-Region-Set (SigV4a) and Authorization, replacing those of an earlier signature. The Host
/// header is signed whether or not it is among the headers; the transport must send request.authority().
/// Fails with a usage error (InvalidRequest, InvalidSigningOption) or a credentials error (InvalidCredentials) and an
/// untouched request; nothing that could split a header or the request line is ever signed.
result<signature> sign(http_request& request, const credentials& identity, const signing_options& options,
                       signing_key_cache& cache);

/// Signs by the query: a URL that anybody may use for `lifetime`, 1 s to 7 days. Adds X-Amz-Algorithm, -Credential,
/// -Date, -SignedHeaders, -Expires, -Security-Token, -Region-Set and -Signature, replacing those that are there.
/// Whoever uses the URL must send the signed headers: all that the request holds, but for the unsigned ones.
result<signature> presign(http_request& request, const credentials& identity, const signing_options& options,
                          std::chrono::seconds lifetime, signing_key_cache& cache);

/// Adds "Authorization: Bearer …". Fails with a credentials error for an empty token or one that no header can carry.
result<void> sign_with_token(http_request& request, std::string_view bearer_token);

/// The texts a signature is made of, for debugging and for comparison with what a server says it computed.
struct signing_stages {
  std::string canonical_request;
  std::string string_to_sign;
};

/// What sign() (lifetime 0) or presign() would sign. SigV4's texts are the same each time, and hold no secret but the
/// session token.
result<signing_stages> explain_signature(http_request request, const credentials& identity,
                                         const signing_options& options,
                                         std::chrono::seconds lifetime = std::chrono::seconds{0});

/// "scheme://authority/path?query" of a request, as for a presigned one.
std::string url_of(const http_request& request);

}  // namespace aloft
