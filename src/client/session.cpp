#include "aloft/session.hpp"

#include "client/client_state.hpp"
#include "client/session_state.hpp"
#include "core/region_name.hpp"
#include "model/catalog.hpp"

namespace aloft {
namespace {

error bad_option(const char* name, const std::string& value, const char* expected) {
  return error{error_kind::usage, "InvalidOption",
               std::string{"client_options::"} + name + " is \"" + value + "\"; expected " + expected};
}

result<void> check(const client_options& options) {
  if (!options.region.empty() && !is_region_name(options.region.str()))
    return bad_option("region", options.region, "a name like eu-west-1");
  if (options.max_attempts && *options.max_attempts < 1)
    return bad_option("max_attempts", std::to_string(*options.max_attempts), "at least 1");
  for (const auto& [name, limit] : {std::pair{"attempt_timeout", options.attempt_timeout},
                                    std::pair{"operation_timeout", options.operation_timeout}})
    if (limit && limit->count() < 0)
      return bad_option(name, std::to_string(limit->count()) + " ms", "no negative time");
  if (!options.endpoint_url.empty())
    if (auto url = runtime::parse_endpoint_url(options.endpoint_url, "client_options::endpoint_url"); !url)
      return url.error();
  return {};
}

}  // namespace

session::session(boost::asio::any_io_executor executor) : session{std::move(executor), session_options{}} {}
session::session() : session{session_options{}} {}

session::session(boost::asio::any_io_executor executor, session_options options)
    : state_{std::make_shared<state>(std::move(executor), std::move(options))} {}

session::session(session_options options) : state_{std::make_shared<state>(std::move(options))} {}

client session::client(std::string_view service) const { return client(service, {}); }

client session::client(std::string_view service, client_options options) const {
  return try_client(service, std::move(options)).value();
}

result<client> session::try_client(std::string_view service) const { return try_client(service, {}); }

result<client> session::try_client(std::string_view service, client_options options) const {
  if (auto checked = check(options); !checked) return checked.error();
  auto services = model::catalog::standard();
  if (!services) return services.error();
  auto found = (*services)->find_service(service);
  if (!found) return found.error();
  return aloft::client{std::make_shared<const aloft::client::state>(state_, std::move(*found), std::move(options))};
}

session session::assume_role(std::string role_arn, assume_role_options options) const {
  config::role_source role;
  role.role_arn = std::move(role_arn);
  role.session_name = std::move(options.session_name);
  role.external_id = std::move(options.external_id);
  if (options.duration) role.duration_seconds = static_cast<int>(options.duration->count());
  role.mfa_serial = std::move(options.mfa_serial);
  role.policy = std::move(options.policy);
  role.policy_arns = std::move(options.policy_arns);
  role.tags = std::move(options.tags);
  role.transitive_tag_keys = std::move(options.transitive_tag_keys);
  role.source_identity = std::move(options.source_identity);
  return session{std::make_shared<state>(state_, std::move(role))};
}

session session::with_profile(std::string profile) const {
  return session{std::make_shared<state>(*state_, std::move(profile))};
}

// The awaitable may outlive this handle.
boost::asio::awaitable<credentials> session::credentials() const { return find_credentials(state_); }

boost::asio::awaitable<credentials> session::find_credentials(std::shared_ptr<state> of) {
  auto identity = of->identity();
  if (!identity) throw identity.error();
  auto keys = co_await (*identity)->get();
  if (!keys) throw keys.error();
  co_return **keys;
}

boost::asio::any_io_executor session::get_executor() const noexcept { return state_->executor; }

session_counters session::counters() const { return state_->counters(); }

}  // namespace aloft
