#pragma once
// The server's half of SigV4: reads the signature of a received request and says whether it is right. Errors carry the
// codes AWS answers with, in kind `service`.

#include "aloft/sigv4.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace aloft::auth {

/// What a request says about its signature. Nothing of it is trustworthy until verify() has agreed.
struct signature_claim {
  signing_algorithm algorithm = signing_algorithm::sigv4;
  std::string access_key_id;
  std::string day;      ///< of the scope, YYYYMMDD
  std::string region;   ///< of the scope; SigV4a: the region set
  std::string service;  ///< of the scope
  std::string signed_headers;
  std::string signature;
  std::string session_token;  ///< "" when there is none
  std::string time_text;      ///< "20150830T123600Z"
  std::chrono::system_clock::time_point time{};
  std::chrono::seconds lifetime{0};  ///< of a presigned request; 0: signed by header
};

/// Reads Authorization or the X-Amz-… parameters. Errors: MissingAuthenticationToken when there is no signature,
/// IncompleteSignature when a part of it is missing or malformed, UnsupportedSignature for another scheme.
result<signature_claim> read_signature(const http_request& request);

struct verify_options {
  std::chrono::system_clock::time_point now{};
  std::chrono::seconds tolerance{300};   ///< how far the clock of the sender may be off; S3 allows 900
  bool double_encode_path = true;        ///< false for S3, as when signing
  bool normalize_path = true;            ///< false for S3
  bool presigned_body_is_signed = true;  ///< false for S3: presigned requests may carry any body
  bool body_is_later = false;            ///< the stated hash is believed: who takes in the body compares it
};

/// Errors: RequestExpired, RequestTimeTooSkewed (from the future), SignatureDoesNotMatch, XAmzContentSHA256Mismatch
/// (the body is not the one that was signed), IncompleteSignature. Messages are worded as AWS's, with the canonical
/// request and the string to sign where the signature is another. The caller has looked up the secret of
/// claim.access_key_id and checked region and service of the scope. Chunks of a streaming body are verified by its
/// decoder.
result<void> verify(const http_request& request, const signature_claim& claim, std::string_view secret_access_key,
                    const verify_options& options, signing_key_cache& cache);

}  // namespace aloft::auth
