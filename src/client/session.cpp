#include "aloft/session.hpp"

#include <aloft/start_operation.hpp>
#include "client/client_state.hpp"
#include "client/session_state.hpp"
#include "core/region_name.hpp"
#include "model/catalog.hpp"

namespace aloft {
namespace {

error bad_option(const std::string& name, const std::string& value, const char* expected) {
  return error{error_kind::usage, "InvalidOption", name + " is \"" + value + "\"; expected " + expected};
}

// What sessions and clients both have.
template <class Options>
result<void> check_common(const Options& options, const std::string& of) {
  if (options.max_attempts && *options.max_attempts < 1)
    return bad_option(of + "max_attempts", std::to_string(*options.max_attempts), "at least 1");
  for (const auto& [name, limit] :
       {std::pair{"attempt_timeout", options.attempt_timeout},
        std::pair{"operation_timeout", options.operation_timeout}, std::pair{"idle_timeout", options.idle_timeout}})
    if (limit && limit->count() < 0)
      return bad_option(of + name, std::to_string(limit->count()) + " ms", "no negative time");
  return {};
}

result<void> check(const client_options& options) {
  const std::string of = "client_options::";
  if (!options.region.empty() && !is_region_name(options.region.str()))
    return bad_option(of + "region", options.region, "a name like eu-west-1");
  if (!options.endpoint_url.empty())
    if (auto url = runtime::parse_endpoint_url(options.endpoint_url, of + "endpoint_url"); !url) return url.error();
  return check_common(options, of);
}

result<void> check(const session_options& options) {
  const std::string of = "session_options::";
  for (const auto& [name, limit] :
       {std::pair{"connect_timeout", options.connect_timeout},
        std::pair{"max_idle_age", std::chrono::milliseconds{options.max_idle_age}},
        std::pair{"credentials_timeout", std::chrono::milliseconds{options.credentials_timeout}}})
    if (limit.count() < 0) return bad_option(of + name, std::to_string(limit.count()) + " ms", "no negative time");
  for (const auto& one : options.observers)
    if (one == nullptr) return bad_option(of + "observers", "null", "an observer each");
  return check_common(options, of);
}

}  // namespace

session::session(boost::asio::any_io_executor executor) : session{std::move(executor), session_options{}} {}
session::session() : session{session_options{}} {}

session::session(boost::asio::any_io_executor executor, session_options options)
    : state_{std::make_shared<state>(std::move(executor), std::move(options))} {}

session::session(session_options options) {
  auto loop = std::make_shared<client_detail::event_loop>(options.log);
  auto made = std::make_shared<state>(loop, std::move(options));
  state_ = client_detail::held_with(std::move(loop), std::move(made));
}

client session::client(std::string_view service) const { return client(service, {}); }

client session::client(std::string_view service, client_options options) const {
  return try_client(service, std::move(options)).value();
}

result<client> session::try_client(std::string_view service) const { return try_client(service, {}); }

result<client> session::try_client(std::string_view service, client_options options) const {
  if (auto checked = check(state_->options); !checked) return checked.error();
  if (auto checked = check(options); !checked) return checked.error();
  auto services = model::catalog::standard();
  if (!services) return services.error();
  auto found = (*services)->find_service(service);
  if (!found) return found.error();
  auto made =
      std::make_shared<const aloft::client::state>(state_->shared_from_this(), std::move(*found), std::move(options));
  return aloft::client{client_detail::held_with(state_->loop.lock(), std::move(made))};
}

session session::assume_role(std::string role_arn, assume_role_options options) const {
  config::role_source role;
  role.role_arn = std::move(role_arn);
  role.session_name = options.session_name.str();
  role.external_id = options.external_id.str();
  if (options.duration) role.duration_seconds = static_cast<int>(options.duration->count());
  role.mfa_serial = options.mfa_serial.str();
  role.policy = options.policy.str();
  role.policy_arns = std::move(options.policy_arns);
  role.tags = std::move(options.tags);
  role.transitive_tag_keys = std::move(options.transitive_tag_keys);
  role.source_identity = options.source_identity.str();
  auto made = std::make_shared<state>(state_->shared_from_this(), std::move(role));
  return session{client_detail::held_with(state_->loop.lock(), std::move(made))};
}

session session::with_profile(std::string profile) const {
  auto made = std::make_shared<state>(*state_, std::move(profile));
  return session{client_detail::held_with(state_->loop.lock(), std::move(made))};
}

// The awaitable may outlive this handle.
boost::asio::awaitable<result<credentials>> session::try_credentials() const {
  return find_credentials(state_->shared_from_this());
}
boost::asio::awaitable<credentials> session::credentials() const { return detail::or_throw(try_credentials()); }

boost::asio::awaitable<result<credentials>> session::find_credentials(std::shared_ptr<state> of) {
  auto identity = of->identity();
  if (!identity) co_return identity.error();
  auto keys = co_await (*identity)->get();
  if (!keys) co_return keys.error();
  co_return **keys;
}

template void detail::start(boost::asio::any_io_executor, boost::asio::any_io_executor,
                            boost::asio::awaitable<result<credentials>>, completion_handler<credentials>);

boost::asio::any_io_executor session::get_executor() const noexcept { return state_->executor; }

session_counters session::counters() const { return state_->counters(); }

}  // namespace aloft
