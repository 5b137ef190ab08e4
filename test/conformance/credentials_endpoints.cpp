// Where containers and instances ask for their credentials, and the login provider with its cache.

#include "conformance/credentials_cases.hpp"
#include "conformance/credentials_world.hpp"

#include "aloft/timestamp.hpp"
#include "config/default_chain.hpp"
#include "config/providers/container.hpp"
#include "config/providers/instance_metadata.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace aloft::conformance {
namespace {

namespace json = boost::json;
using time_point = std::chrono::system_clock::time_point;

world::variables variables_of(const json::object& test) {
  world::variables out;
  for (const auto& [name, value] : test.at("env").as_object()) out[std::string{name}] = value.as_string();
  return out;
}

void compare(const json::object& wanted, const result<std::string>& found, report& out) {
  if (wanted.contains("Ok"))
    out.expect_equal("endpoint", member_text(wanted, "Ok"), found ? *found : std::string{found.error().what()});
  else if (found)
    out.fail("expected an error, got " + *found);
}

result<std::string> container_url(const config::environment& variables) {
  const auto request = config::container_request(variables);
  if (!request) return request.error();
  if (!*request) return error{error_kind::credentials, "NotConfigured", "no variable asks for it"};
  const auto& asked = **request;
  return asked.scheme + "://" + asked.authority() + asked.path + (asked.query.empty() ? "" : '?' + asked.query);
}

// The call that the token of a login session is renewed by.
exchange renewal(const json::value& call) {
  exchange out;
  out.method = "POST";
  out.uri = "https://us-east-1.signin.aws.amazon.com/v1/token";
  static const json::object nothing;
  const auto* stated = call.as_object().if_contains("response");
  const auto& response = stated != nullptr ? stated->as_object() : nothing;
  out.answer_headers["content-type"] = "application/json";
  if (const auto* output = response.if_contains("tokenOutput")) {
    out.answer = json::serialize(*output);
    return out;
  }
  const auto* status = response.if_contains("responseCode");
  out.status = status != nullptr ? status->to_number<int>() : 400;
  out.answer_headers["x-amzn-errortype"] = "AccessDeniedException";
  out.answer = json::serialize(response);
  return out;
}

void check_keys(const json::object& wanted, const result<credentials>& keys, report& out) {
  if (!keys) return out.fail(keys.error().what());
  out.expect_equal("accessKeyId", member_text(wanted, "accessKeyId"), keys->access_key_id);
  out.expect_equal("secretAccessKey", member_text(wanted, "secretAccessKey"), keys->secret_access_key);
  out.expect_equal("sessionToken", member_text(wanted, "sessionToken"), keys->session_token);
  out.expect_equal("accountId", member_text(wanted, "accountId"), keys->account_id);
  // The clock's range ends in 2262: later times are its last.
  const auto expiration = parse_timestamp(member_text(wanted, "expiresAt"), timestamp_format::date_time);
  if (expiration && keys->expiration != expiration->to_time_point()) out.fail("expiresAt differs");
}

void check_cache(const json::object& wanted, const world& machine, const std::string& folder, report& out) {
  for (const auto& [name, content] : wanted)
    if (name != "result" && json::parse(machine.read(folder + std::string{name})) != content)
      out.fail("the cache file " + std::string{name} + " is not as expected");
}

}  // namespace

void run_container_cases(const json::value& cases, report& out) {
  for (const auto& entry : cases.at("tests").as_array()) {
    const auto& test = entry.as_object();
    out.run("container: " + member_text(test, "docs"), [&] {
      compare(test.at("result").as_object(), container_url(config::environment::of(variables_of(test))), out);
    });
  }
}

void run_metadata_endpoint_cases(const json::value& cases, report& out) {
  for (const auto& entry : cases.at("tests").as_array()) {
    const auto& test = entry.as_object();
    out.run("metadata endpoint: " + member_text(test, "docs"), [&] {
      world machine{{}, time_point{}};
      world::variables variables = variables_of(test);
      if (const auto* files = test.if_contains("fs"))
        for (const auto& [name, text] : files->as_object()) {
          machine.write('/' + std::string{name}, std::string{text.as_string()});
          for (auto& [variable, value] : variables)
            if (value == name) value = '/' + std::string{name};
        }
      // What other programs take in code, aloft takes from the environment.
      if (test.contains("endpoint_override"))
        variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = member_text(test, "endpoint_override");
      if (test.contains("mode_override"))
        variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = member_text(test, "mode_override");
      machine.set(std::move(variables));
      const auto with = machine.providers();
      result<std::string> found = std::string{};
      if (with) {
        const auto how = config::metadata_settings_of(*with->configuration);
        found = how ? result<std::string>{how->endpoint + "/latest/api/token"} : how.error();
      } else {
        found = with.error();
      }
      compare(test.at("result").as_object(), found, out);
    });
  }
}

void run_login_cases(const json::value& cases, report& out) {
  const std::string folder = "/home/.aws/login/cache/";
  for (const auto& entry : cases.as_array()) {
    const auto& test = entry.as_object();
    out.run("login: " + member_text(test, "documentation"), [&] {
      std::vector<exchange> traffic;
      if (const auto* calls = test.if_contains("mockApiCalls"))
        for (const auto& call : calls->as_array()) traffic.push_back(renewal(call));
      world machine{std::move(traffic),
                    parse_timestamp("2025-11-19T00:00:00Z", timestamp_format::date_time)->to_time_point()};
      machine.write("/home/.aws/config", member_text(test, "configContents"));
      if (const auto* cache = test.if_contains("cacheContents"))
        for (const auto& [name, content] : cache->as_object())
          machine.write(folder + std::string{name}, json::serialize(content));
      machine.set({{"HOME", "/home"}, {"AWS_REGION", "us-east-1"}});

      config::overrides given;
      given.profile = test.contains("profile") ? member_text(test, "profile") : "signin";
      auto with = machine.providers(given);
      const auto keys =
          with ? machine.run(config::profile_credentials(*with)->load()) : result<credentials>{with.error()};
      if (const std::string wrong = machine.network().mismatch(); !wrong.empty()) out.fail("traffic: " + wrong);
      for (const auto& outcome : test.at("outcomes").as_array()) {
        const auto& wanted = outcome.as_object();
        const std::string kind = member_text(wanted, "result");
        if (kind == "credentials") check_keys(wanted, keys, out);
        if (kind == "cacheContents") check_cache(wanted, machine, folder, out);
        if (kind == "error" && keys) out.fail("expected an error");
      }
    });
  }
}

}  // namespace aloft::conformance
