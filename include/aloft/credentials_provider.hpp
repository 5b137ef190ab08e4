#pragma once
// Where keys come from: a seam for programs that have a source of their own (session_options::credentials_provider).

#include <aloft/credentials.hpp>
#include <aloft/error.hpp>

#include <boost/asio/awaitable.hpp>

#include <string_view>

namespace aloft {

/// Loads an identity: from memory, a file, a process, a service. Needs no cache of its own: a session keeps what it
/// gives until shortly before its expiration, and sees to it that one load runs at a time.
/// Lifetime: held by whoever uses it, beyond a load in progress.
/// Thread: loads run on a strand of the session's executor; name() is called from any thread.
class credentials_provider {
 public:
  virtual ~credentials_provider() = default;
  /// For messages: "env", "shared-credentials-file", …
  virtual std::string_view name() const noexcept = 0;
  /// Cancellation: terminal; a load that takes longer than session_options::credentials_timeout is cancelled.
  /// Ends with: the keys or the token.
  /// Errors: credentials (none found, refused, incomplete), config (files that cannot be read), or those of a call.
  virtual boost::asio::awaitable<result<credentials>> load() = 0;
};

}  // namespace aloft
