#pragma once
// What the copies of a client share.

#include "aloft/client.hpp"
#include "client/session_state.hpp"

#include <memory>
#include <mutex>
#include <string_view>

namespace aloft {

struct client::state : std::enable_shared_from_this<client::state> {
  state(std::shared_ptr<session::state> of, std::shared_ptr<const model::service> described, client_options given)
      : owner{std::move(of)}, service{std::move(described)}, options{std::move(given)} {}

  using known_context = result<std::shared_ptr<const runtime::call_context>>;

  /// Everything that the client's calls share, put together at the first call.
  const known_context& context() const;
  std::string_view region() const;

  const std::shared_ptr<session::state> owner;
  const std::shared_ptr<const model::service> service;
  const client_options options;

 private:
  known_context make_context() const;
  result<void> identify(runtime::call_context& out, const config::settings& settings) const;

  mutable std::once_flag made_;
  mutable known_context context_{std::shared_ptr<const runtime::call_context>{}};
};

}  // namespace aloft
