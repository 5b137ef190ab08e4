#include <aloft/base64.hpp>
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/http_text.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/answer.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/sigv4.hpp>
#include <aloft/timestamp.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::string_view usage = "aloft eks get-token --cluster-name NAME [--role-arn ARN]";
constexpr std::string_view default_version = "client.authentication.k8s.io/v1beta1";

/// kubectl says which form it understands.
std::string exec_version() {
  const char* told = std::getenv("KUBERNETES_EXEC_INFO");
  if (!told) return std::string{default_version};
  boost::system::error_code failure;
  const auto info = json::parse(told, failure);
  const auto* object = failure ? nullptr : info.if_object();
  const auto* version = object ? object->if_contains("apiVersion") : nullptr;
  constexpr std::array<std::string_view, 3> known{"client.authentication.k8s.io/v1", default_version,
                                                  "client.authentication.k8s.io/v1alpha1"};
  if (!version || !version->is_string()) return std::string{default_version};
  const std::string_view text{version->get_string().data(), version->get_string().size()};
  return std::string{std::find(known.begin(), known.end(), text) == known.end() ? default_version : text};
}

/// A signed GetCallerIdentity for somebody else to send; the cluster's name is a signed header.
http_request identity_request(const std::string& sts_url, const std::string& cluster) {
  auto request = read_curl_words({sts_url}).value();
  request.path = "/";
  request.query = "Action=GetCallerIdentity&Version=2011-06-15";
  request.headers.add("x-k8s-aws-id", cluster);
  return request;
}

std::string url_safe(std::string text) {
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(std::min(text.find('='), text.size()));
  return text;
}

}  // namespace

int run_eks_token(const global_options& options, console& out) {
  auto words = options.words;
  auto cluster = take_option(words, "--cluster-name");
  if (!cluster) cluster = take_option(words, "--cluster-id");  // clusters on Outposts have ids
  const auto role = take_option(words, "--role-arn");
  expect_no_more(words, 2, usage);
  if (!cluster || cluster->empty())
    throw error{error_kind::usage, "MissingParameter", "needs the parameter --cluster-name: " + std::string{usage}};
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const session as = role ? opened.assume_role(*role) : opened;
    const auto sts = as.client("sts", other_client_settings(options, {}));
    const auto prepared = co_await sts.try_prepare("GetCallerIdentity");
    auto request = identity_request(prepared.value().url, *cluster);
    const auto keys = co_await as.credentials();
    const auto now = std::chrono::system_clock::now();
    signing_options how;
    how.service = "sts";
    how.region = sts.region();
    how.time = now;
    signing_key_cache cache;
    constexpr std::chrono::seconds lifetime{60};
    presign(request, keys, how, lifetime, cache).value();
    constexpr std::chrono::minutes accepted{14};  // a minute less than clusters do
    const auto until = format_timestamp(timestamp::from(std::chrono::floor<std::chrono::seconds>(now + accepted)),
                                        timestamp_format::date_time);
    const json::object credential{
        {"kind", "ExecCredential"},
        {"apiVersion", exec_version()},
        {"spec", json::object{}},
        {"status", {{"expirationTimestamp", until}, {"token", "k8s-aws-v1." + url_safe(to_base64(url_of(request)))}}}};
    out.write(
        print_document(credential, {}, print_settings(options, out, options.output.value_or(output_format::json))));
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
