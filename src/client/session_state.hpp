#pragma once
// What a session's handles share. Everything is made when first needed, once, under one mutex that is never held across
// a suspension.

#include <aloft/config/settings.hpp>
#include "aloft/session.hpp"
#include "aloft/sigv4.hpp"
#include "client/call_parts.hpp"
#include "client/event_loop.hpp"
#include "client/session_family.hpp"
#include "config/providers/context.hpp"
#include "config/providers/source.hpp"
#include "core/random_source.hpp"
#include "http/transport.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace aloft {

struct session::state : std::enable_shared_from_this<session::state> {
  state(boost::asio::any_io_executor on, session_options given);
  /// With an event loop of its own, which its handles keep.
  state(const std::shared_ptr<client_detail::event_loop>& of, session_options given);
  /// A child that assumes a role with what its parent has, and shares everything but the identity.
  state(std::shared_ptr<state> of, config::role_source role);
  /// A sibling that is another profile; shares what the family does.
  state(const state& of, std::string profile);

  /// Configuration as code, environment and files give it; read at the first call. An error stays for the session's
  /// life.
  result<std::shared_ptr<const config::settings>> settings();
  /// What calls have from their session. Errors: config.
  result<client_detail::call_parts> parts();
  result<std::shared_ptr<http::transport>> transport();
  result<std::shared_ptr<runtime::identity_cache>> identity();
  /// Code has said who this is: by keys, by a provider of its own, or by a role.
  bool identity_is_chosen() const noexcept { return is_role() || options.credentials || options.credentials_provider; }
  bool is_role() const noexcept { return parent_ != nullptr; }
  session_counters counters();
  /// The bearer token of the profile's SSO session; null: it has none. Errors: config.
  result<std::shared_ptr<runtime::identity_cache>> profile_token();

  const clock& time() const noexcept { return options.clock != nullptr ? *options.clock : system_clock_source(); }

  const session_options options;
  const std::weak_ptr<client_detail::event_loop> loop;  ///< null: the caller's executor
  const boost::asio::any_io_executor executor;
  const std::shared_ptr<client_detail::session_family> family;
  const runtime::observers observers;

 private:
  using known_settings = result<std::shared_ptr<const config::settings>>;
  known_settings settings_locked();
  known_settings resolve_settings();
  result<std::shared_ptr<http::transport>> transport_locked();
  client_detail::call_parts parts_of(std::shared_ptr<const config::settings> settings,
                                     std::shared_ptr<http::transport> transport) const;
  /// What providers of credentials work with.
  result<config::provider_context> providers();
  result<config::provider_context> providers_locked();

  const std::shared_ptr<client_detail::retry_budgets> budgets_ =
      std::make_shared<client_detail::retry_budgets>(flow::watchdog::of(executor, time()));
  const std::shared_ptr<state> parent_;  // null: none
  const config::role_source role_;       // assumed with the parent's identity

  std::mutex mutex_;
  std::optional<known_settings> settings_;
  std::shared_ptr<http::transport> transport_;
  std::optional<config::provider_context> providers_;
  std::shared_ptr<runtime::identity_cache> identity_;
  std::shared_ptr<runtime::identity_cache> token_;
};

namespace client_detail {

/// What a user's handle holds where the session has an event loop of its own: the state and the loop. What runs in that
/// loop holds no more than the state (shared_from_this), so calls under way go with the last handle, whose loop nobody
/// could drive any more, instead of keeping it for good.
template <class State>
std::shared_ptr<State> held_with(std::shared_ptr<event_loop> loop, std::shared_ptr<State> state) {
  if (!loop) return state;
  struct both {
    std::shared_ptr<event_loop> loop;
    std::shared_ptr<State> state;
  };
  auto held = std::make_shared<both>(both{std::move(loop), std::move(state)});
  State* const what = held->state.get();
  return {std::move(held), what};
}

}  // namespace client_detail
}  // namespace aloft
