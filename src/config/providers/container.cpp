#include "config/providers/container.hpp"

#include "config/providers/fetch.hpp"
#include "config/providers/json_credentials.hpp"
#include "config/providers/text_files.hpp"
#include "flow/sleep.hpp"
#include "http/failure.hpp"

#include <boost/asio/ip/address.hpp>

namespace aloft::config {
namespace asio = boost::asio;
namespace {

using namespace std::chrono_literals;
constexpr const char* relative_variable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr const char* full_variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

error bad_uri(const char* variable, std::string_view why) {
  return error{error_kind::config, "InvalidContainerUri", std::string{variable} + ' ' + std::string{why}};
}

bool may_be_plain(std::string host) {
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  if (host == "localhost" || host == "169.254.170.2" || host == "169.254.170.23" || host == "fd00:ec2::23") return true;
  boost::system::error_code no_literal;
  const auto literal = asio::ip::make_address(host, no_literal);
  return !no_literal && literal.is_loopback();
}

result<void> authorize(http_request& request, const environment& variables) {
  std::string token;
  if (const auto file = variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
    auto read = read_token_file(*file, "The file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    if (!read) return read.error();
    token = std::move(*read);
  } else {
    token = variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN").value_or("");
  }
  if (token.find_first_of("\r\n") != std::string::npos)
    return error{error_kind::credentials, "InvalidAuthorizationToken",
                 "The authorization token of the container holds a line break, so it cannot be sent as a header"};
  if (!token.empty()) request.headers.set("Authorization", token);
  return {};
}

}  // namespace

result<std::optional<http_request>> container_request(const environment& variables) {
  if (const auto relative = variables.get(relative_variable)) {
    if (!relative->starts_with('/')) return bad_uri(relative_variable, "is no path: expected /PATH[?QUERY]");
    auto request = request_to("http://169.254.170.2" + *relative, relative_variable);
    if (!request) return request.error();
    return std::move(*request);
  }
  const auto full = variables.get(full_variable);
  if (!full) return std::nullopt;
  auto request = request_to(*full, full_variable);
  if (!request) return request.error();
  if (request->scheme != "https" && !may_be_plain(request->host))
    return bad_uri(full_variable, "names the host \"" + request->host +
                                      "\"; plain http is for loopback addresses, 169.254.170.2, 169.254.170.23 and "
                                      "[fd00:ec2::23] only: use https for others");
  return std::move(*request);
}

asio::awaitable<result<std::optional<credentials>>> container_credentials(const provider_context& with) {
  using found = result<std::optional<credentials>>;
  auto request = container_request(with.variables());
  if (!request) co_return request.error();
  if (!*request) co_return found{std::nullopt};
  auto& asked = **request;
  asked.headers.set("Accept", "application/json");
  if (auto done = authorize(asked, with.variables()); !done) co_return done.error();

  std::string why;
  for (int attempt = 1; attempt <= 3; ++attempt) {
    if (attempt > 1) {
      const auto slept = co_await flow::sleep(*with.time, 200ms * attempt);
      if (slept != flow::wait_end::done) co_return http::cancelled();
    }
    auto answer = co_await fetch(*with.metadata, asked, 2s, *with.time);
    if (!answer) {
      if (answer.error().kind() == error_kind::cancelled) co_return answer.error();
      why = answer.error().message();
      continue;
    }
    if (answer->status == 200) {
      auto keys = credentials_from_json(answer->body, "The container's credential endpoint");
      if (!keys) co_return keys.error();
      keys = unless_expired(std::move(*keys), with.time->now(), "The container's credential endpoint");
      if (!keys) co_return keys.error();
      keys->provider = "container-role";
      co_return found{std::move(*keys)};
    }
    why = "it answered with status " + std::to_string(answer->status);
    if (answer->status < 500 && answer->status != 429) break;
  }
  co_return error{error_kind::credentials, "ContainerCredentialsFailed",
                  "The container's credential endpoint " + asked.scheme + "://" + asked.authority() +
                      " gave no credentials: " + why};
}

}  // namespace aloft::config
