#pragma once
// What is done to a request between protocol and transport. Pure steps: values in, values out.

#include <aloft/http_message.hpp>
#include "aloft/credentials.hpp"
#include "aloft/error.hpp"
#include "aloft/sigv4.hpp"
#include "crypto/uuid.hpp"
#include "model/service.hpp"
#include "runtime/auth_choice.hpp"
#include "runtime/endpoint_resolver.hpp"
#include "serde/edited_input.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::runtime {

/// Takes out of the request what the service's endpoint rules put into the host or the path themselves, so that it does
/// not stand there twice: a first path segment or a host prefix that is a label bound to a parameter of the rules (the
/// bucket of S3, the account of S3 Control). The SDKs trim the models so, and AWS's rules rely on it.
void leave_to_rules(const model::operation& operation, std::string& prefix, std::string& path);

/// The input's member Bucket; empty where there is none.
std::string_view bucket_of(const serde::edited_input& input);

/// Puts the endpoint's scheme, host, port, path and headers into a serialized request. `prefix` and `path` are those
/// that the protocol made; the path may be empty.
void address(http_request& request, const endpoint& to, std::string_view prefix, std::string_view path);

/// A random UUID. Unlike those of the crypto layer it may be guessed: it only tells calls apart.
crypto::uuid_text make_invocation_id();

/// What goes into User-Agent. `app_id`: the application's own name, or empty; characters that a product's name cannot
/// have become '-'.
std::string make_user_agent(std::string_view app_id);
/// User-Agent and the headers by which AWS knows the attempts of one call: amz-sdk-invocation-id, amz-sdk-request.
void identify(http_request& request, std::string_view user_agent, std::string_view invocation_id);
void number_attempt(http_request& request, int attempt, int max_attempts);

/// How a request is signed where it was chosen to be signed with keys. `payload_hash` as in signing_options.
signing_options signing_for(const chosen_auth& how, std::chrono::system_clock::time_point now,
                            std::string payload_hash);

/// Signs with the keys that the scheme needs: the caller's, or those of a bucket's session.
result<signature> sign_with_keys(http_request& request, const chosen_auth& how, const credentials& signer,
                                 const signing_options& options, signing_key_cache& cache);
/// The same in the query.
result<signature> presign_with_keys(http_request& request, const chosen_auth& how, const credentials& signer,
                                    const signing_options& options, std::chrono::seconds lifetime,
                                    signing_key_cache& cache);

}  // namespace aloft::runtime
