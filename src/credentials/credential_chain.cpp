#include "aloft/credential_chain.hpp"

#include "client/session_state.hpp"
#include "credentials/embedded_models.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <optional>

namespace aloft {
namespace asio = boost::asio;
namespace {

session_options for_session(credential_options given) {
  session_options out;
  out.profile = std::move(given.profile);
  out.region = std::move(given.region);
  out.ca_bundle = std::move(given.ca_bundle);
  out.cache_role_credentials = given.cache_role_credentials;
  out.credentials_timeout = given.timeout;
  out.mfa_code = std::move(given.mfa_code);
  out.log = given.log;
  out.clock = given.clock;
  return out;
}

}  // namespace

// A session that never makes calls of its user's.
struct credential_chain::state : session::state {
  using session::state::state;
};

credential_chain::credential_chain(asio::any_io_executor executor, credential_options options) : executor_{executor} {
  credentials_detail::offer_embedded_models();
  state_ = std::make_shared<state>(std::move(executor), for_session(std::move(options)));
}

asio::awaitable<result<credentials>> credential_chain::found_by(std::shared_ptr<state> of) {
  auto identity = of->identity();
  if (!identity) co_return identity.error();
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  auto keys = co_await (*identity)->get();
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (!keys) co_return keys.error();
  co_return **keys;
}

result<std::string> credential_chain::region() const {
  auto known = state_->settings();
  if (!known) return known.error();
  return (*known)->region.value;
}

credentials find_credentials(credential_options options) {
  asio::io_context loop;
  const credential_chain chain{loop.get_executor(), std::move(options)};
  std::exception_ptr thrown;
  std::optional<result<credentials>> outcome;
  asio::co_spawn(loop, chain.try_find(), [&](std::exception_ptr failure, result<credentials> found) {
    thrown = std::move(failure);
    outcome = std::move(found);
    loop.stop();  // connections that are kept for further calls would keep it busy
  });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*outcome).value();
}

}  // namespace aloft
