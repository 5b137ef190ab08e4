// Whole chains: a machine with files, variables and recorded traffic, and the credentials (or token, or error) it has.

#include "conformance/credentials_cases.hpp"
#include "conformance/credentials_world.hpp"
#include "conformance/suite.hpp"

#include "aloft/timestamp.hpp"
#include "config/default_chain.hpp"
#include "config/providers/profile_plan.hpp"
#include "config/providers/sso.hpp"

#include <boost/json/parse.hpp>

namespace aloft::conformance {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::string seconds_of(std::chrono::system_clock::time_point when) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count());
}

json::object as_case(const credentials& keys) {
  json::object out;
  out["access_key_id"] = keys.access_key_id;
  out["secret_access_key"] = keys.secret_access_key;
  out["session_token"] = keys.session_token;
  out["account_id"] = keys.account_id;
  out["expiry"] = keys.expiration ? seconds_of(*keys.expiration) : "";
  return out;
}

result<json::object> load_token(world& machine) {
  auto with = machine.providers();
  if (!with) return with.error();
  const auto& known = *with->configuration;
  auto source = config::sso_of_profile(*known.files(), known.profile.value);
  if (!source) return source.error();
  if (!*source) return error{error_kind::credentials, "NoToken", "the profile has no SSO session"};
  auto token = machine.run(config::sso_token(*with, **source));
  if (!token) return token.error();
  const auto expiration = format_timestamp(timestamp::from(token->expiration), timestamp_format::date_time);
  return json::object{{"token", token->text}, {"expiration", expiration}};
}

result<json::object> load_keys(world& machine, chain_kind kind) {
  auto with = machine.providers();
  if (!with) return with.error();
  const auto provider =
      kind == chain_kind::default_chain ? config::default_chain(*with) : config::profile_credentials(*with);
  auto keys = machine.run(provider->load());
  if (!keys) return keys.error();
  return as_case(*keys);
}

void compare(const json::object& expected, const json::object& actual, report& out) {
  for (const auto& [name, wanted] : expected) {
    const std::string text =
        wanted.is_string() ? std::string{wanted.get_string()} : std::to_string(wanted.to_number<std::int64_t>());
    out.expect_equal(std::string_view{name.data(), name.size()}, text,
                     member_text(actual, std::string_view{name.data(), name.size()}));
  }
}

}  // namespace

void run_chain_case(const fs::path& folder, chain_kind kind, report& out) {
  const auto wanted = json::parse(read_text(folder / "test-case.json")).at("result").as_object();
  std::vector<exchange> traffic;
  if (fs::exists(folder / "http-traffic.json"))
    traffic = read_traffic(json::parse(read_text(folder / "http-traffic.json")));
  // A second before the recordings' own time: none of what they give out is old then.
  world machine{std::move(traffic), std::chrono::system_clock::time_point{std::chrono::seconds{1234567889}}};
  machine.copy(folder / "fs");
  world::variables variables;
  const json::value environment = json::parse(read_text(folder / "env.json"));
  for (const auto& [name, value] : environment.as_object()) variables[std::string{name}] = value.as_string();
  machine.set(std::move(variables));

  const auto outcome = kind == chain_kind::bearer_token ? load_token(machine) : load_keys(machine, kind);
  if (const std::string wrong = machine.network().mismatch(); !wrong.empty()) out.fail("traffic: " + wrong);
  if (const auto unused = machine.network().left())
    out.fail(std::to_string(unused) + " recorded requests were not made");
  if (const auto* fine = wanted.if_contains("Ok")) {
    if (!outcome) return out.fail(outcome.error().what());
    return compare(fine->as_object(), *outcome, out);
  }
  if (outcome) return out.fail("expected an error, got credentials of " + member_text(*outcome, "access_key_id"));
  const auto failure = outcome.error().kind();
  if (failure != error_kind::credentials && failure != error_kind::config && failure != error_kind::service)
    out.fail(std::string{"an error of another kind: "} + outcome.error().what());
}

}  // namespace aloft::conformance
