#pragma once
// The models of STS, SSO, SSO OIDC and sign-in, part of the library.

namespace aloft::credentials_detail {

/// Where no model pack is installed, these are what the catalog holds. Any number of times, from any thread.
void offer_embedded_models() noexcept;

}  // namespace aloft::credentials_detail
