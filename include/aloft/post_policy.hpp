#pragma once
// S3's browser uploads: a form that lets its holder upload one object within limits ("POST policy", S3 API Reference,
// "Browser-Based Uploads Using POST").

#include "aloft/credentials.hpp"
#include "aloft/error.hpp"
#include "aloft/sigv4.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft {

/// What an upload must satisfy.
struct post_policy {
  std::string bucket;
  std::string key;             ///< the object's name; "${filename}" in it is replaced by S3
  std::string key_prefix;      ///< not empty: any name that starts so, instead of `key`
  std::uint64_t min_size = 0;  ///< bytes
  std::uint64_t max_size = 0;  ///< bytes; 0: no limit is stated
  std::chrono::seconds lifetime{3600};
  std::vector<std::pair<std::string, std::string>> fields;    ///< form fields that must have exactly this value
  std::vector<std::pair<std::string, std::string>> prefixes;  ///< form fields whose value must start so
};

/// The fields of the form, in order; the file itself must come last, as field "file".
using post_form = std::vector<std::pair<std::string, std::string>>;

/// Signs the policy by SigV4. `options` needs region, service ("s3") and time. Errors as those of sign(), and
/// InvalidSigningOption for a policy without bucket or key, or with a lifetime that is not 1 s to 7 days.
result<post_form> sign_post_policy(const post_policy& policy, const credentials& identity,
                                   const signing_options& options, signing_key_cache& cache);

/// Signature of a policy document that is made already, as base64.
result<signature> sign_policy_text(std::string_view base64_policy, const credentials& identity,
                                   const signing_options& options, signing_key_cache& cache);

}  // namespace aloft
