#pragma once
// Which way to sign a call: what the operation and its service take, what the endpoint's rules want, what the caller
// prefers, and what identity there is.

#include "runtime/endpoint_resolver.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace aloft::runtime {

/// A client's part in the choice.
struct auth_policy {
  std::vector<auth_scheme> preferred;  ///< first of all, where they are offered (auth_scheme_preference)
  bool has_keys = false;               ///< there is a provider of keys; without keys and token nothing is signed
  bool has_token = false;              ///< there is a provider of bearer tokens
};

/// The schemes of a preference ("sigv4a, sigv4"): sigv4, sigv4a, httpBearerAuth, noAuth. Unknown names are passed over,
/// as AWS's tools do.
std::vector<auth_scheme> parse_auth_preference(std::string_view text);

/// What an operation may be signed with by the model, best first.
class auth_options {
 public:
  explicit auth_options(const model::operation& operation) noexcept;

  const auth_scheme* begin() const noexcept { return all_.data(); }
  const auth_scheme* end() const noexcept { return all_.data() + count_; }
  bool has(auth_scheme wanted) const noexcept;
  /// Keys can sign it.
  bool takes_keys() const noexcept { return has(auth_scheme::sigv4) || has(auth_scheme::sigv4a); }

 private:
  void add(auth_scheme scheme) noexcept;
  void add_trait(std::string_view smithy_id) noexcept;

  std::array<auth_scheme, 4> all_{};
  std::size_t count_ = 0;
};

/// A scheme with the region and name to sign for, which live as long as the endpoint.
struct chosen_auth {
  auth_scheme scheme = auth_scheme::none;
  const signing_scheme* scope = nullptr;
};

/// Errors: credentials "NoBearerToken" where only a token would do and there is none; config "UnsupportedAuthScheme"
/// where the model names nothing that aloft knows.
result<chosen_auth> choose_auth(const model::operation& operation, const endpoint& to, const auth_policy& policy);

}  // namespace aloft::runtime
