#include <aloft/base64.hpp>
#include <aloft/endpoint_url.hpp>
#include <aloft/sns_verifier.hpp>

#include "flow/single_flight.hpp"
#include "services/signing_certificate.hpp"
#include "services/signing_names.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace aloft::sns {
namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;
namespace {

using key_ptr = std::shared_ptr<const signing_key>;
using system_time = std::chrono::system_clock::time_point;

constexpr std::chrono::milliseconds patience{10s};
constexpr std::size_t most_keys = 64;
constexpr int longest_chain = 4;
/// Whoever issues SNS's certificates; their own are public, and prove themselves.
constexpr std::string_view issuers_begin = "http://", issuers_domain = ".amazontrust.com/";

error refused(std::string code, std::string message) {
  error_info what;
  what.kind = error_kind::protocol;
  what.code = std::move(code);
  what.message = std::move(message);
  return error{std::move(what)};
}

/// An issuer's certificate is asked for there, and nowhere that a certificate of somebody else's might name.
bool is_issuers(std::string_view url) {
  if (!url.starts_with(issuers_begin)) return false;
  const auto slash = url.find('/', issuers_begin.size());
  if (slash == std::string_view::npos) return false;
  const auto host = url.substr(issuers_begin.size(), slash - issuers_begin.size() + 1);
  return host.ends_with(issuers_domain) && host.find_first_of("@:?#\\") == std::string_view::npos;
}

std::string text_of(const json::object& from, std::string_view name) {
  const auto* const found = from.if_contains({name.data(), name.size()});
  return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

/// The bytes at a URL that has been looked at.
asio::awaitable<result<std::string>> fetch(std::shared_ptr<message_transport> by, std::string url) {
  const auto slash = url.find('/', url.find("://") + 3);
  const auto where = split_endpoint_url(url.substr(0, slash), "the certificate's URL");
  if (!where) co_return where.error();
  http_request request;
  request.scheme = where->scheme;
  request.host = where->host;
  request.port = where->port;
  request.path = url.substr(slash);
  auto answer = co_await by->exchange(std::move(request));
  if (!answer) co_return answer.error();
  if (answer->status != 200)
    co_return refused("UntrustedUrl", url + " answered " + std::to_string(answer->status) +
                                          "; expected a certificate, and no redirect is followed");
  co_return std::move(answer->body);
}

}  // namespace

struct verifier::state {
  state(asio::any_io_executor on, verifier_options given)
      : executor{std::move(on)},
        options{std::move(given)},
        time{options.clock != nullptr ? *options.clock : system_clock_source()},
        guard{flow::watchdog::of(executor)} {
    if (!options.transport) options.transport = network_transport(executor);
  }

  using flights = flow::single_flight<key_ptr>;
  struct known {
    std::shared_ptr<flights> loads;
    key_ptr key;
  };

  asio::awaitable<result<key_ptr>> key_at(std::shared_ptr<state> self, std::string url, std::string topic);
  static asio::awaitable<result<key_ptr>> load(std::shared_ptr<state> self, std::string url, std::string topic);
  result<void> check(const notification& what, const std::string& version) const;

  const asio::any_io_executor executor;
  verifier_options options;
  const aloft::clock& time;
  const std::shared_ptr<flow::watchdog> guard;
  std::mutex mutex;
  std::map<std::string, known> keys;
};

asio::awaitable<result<key_ptr>> verifier::state::load(std::shared_ptr<state> self, std::string url,
                                                       std::string topic) {
  auto pem = co_await fetch(self->options.transport, url);
  if (!pem) co_return pem.error();
  const trust by{.ca_file = self->options.ca_bundle, .names = signing_names(topic), .now = self->time.now()};
  // The file may hold the certificate alone: then what lies between it and an authority is fetched as browsers do.
  std::vector<std::string> issuers;
  auto key = trusted_key(*pem, issuers, by);
  std::string last = *pem;
  while (!key && key.error().code() == "UntrustedCertificate" && issuers.size() < longest_chain) {
    const auto next = issuer_url(last);
    if (!is_issuers(next)) break;
    auto issuer = co_await fetch(self->options.transport, next);
    if (!issuer) break;
    last = *issuer;
    issuers.push_back(std::move(*issuer));
    key = trusted_key(*pem, issuers, by);
  }
  if (!key) co_return key.error();
  const std::lock_guard lock{self->mutex};
  if (const auto found = self->keys.find(url); found != self->keys.end()) found->second.key = *key;
  co_return std::move(*key);
}

asio::awaitable<result<key_ptr>> verifier::state::key_at(std::shared_ptr<state> self, std::string url,
                                                         std::string topic) {
  std::shared_ptr<flights> loads;
  {
    const std::lock_guard lock{mutex};
    if (keys.size() >= most_keys && !keys.contains(url)) keys.clear();
    known& one = keys[url];
    if (one.key && one.key->valid_until() > time.now()) co_return one.key;
    if (!one.loads) one.loads = std::make_shared<flights>(executor, guard, 3 * patience);
    loads = one.loads;
  }
  flights::load how;
  how.make = [self, url, topic] { return load(self, url, topic); };
  how.late = [url] {
    return result<key_ptr>{error{error_kind::timeout, "OperationTimeout", "no certificate came from " + url}};
  };
  how.thrown = [](const std::string& what) {
    return result<key_ptr>{
        error{error_kind::usage, "CertificateFailed", "fetching the certificate has thrown: " + what}};
  };
  auto arrival = co_await loads->join(std::move(how), flow::steady_time::max());
  if (arrival.outcome) co_return std::move(*arrival.outcome);
  co_return error{error_kind::cancelled, "Cancelled", "the caller cancelled the verification"};
}

result<void> verifier::state::check(const notification& what, const std::string& version) const {
  if (!options.topics.empty() &&
      std::find(options.topics.begin(), options.topics.end(), what.topic) == options.topics.end())
    return refused("UnexpectedTopic", "the notification is of " + what.topic + ", which is not expected here");
  const auto sent = what.sent.to_time_point();
  const auto now = time.now();
  if (options.max_age > 0s && sent < now - options.max_age)
    return refused("StaleNotification", "the notification was sent more than " +
                                            std::to_string(options.max_age.count()) +
                                            " s ago: it may have been recorded, and sent again by somebody else");
  if (sent > now + options.max_ahead)
    return refused("StaleNotification", "the notification says that it was sent in the future");
  if (version == "1" && !options.allow_sha1)
    return refused("Sha1NotAllowed",
                   "the notification is signed with SHA-1 (SignatureVersion 1), which is forged too easily; give the "
                   "topic the attribute SignatureVersion=2, or allow it");
  if (version != "1" && version != "2")
    return refused("InvalidNotification", "\"SignatureVersion\" is '" + version + "'; expected 1 or 2");
  return {};
}

verifier::verifier(asio::any_io_executor executor, verifier_options options)
    : state_{std::make_shared<state>(std::move(executor), std::move(options))} {}

asio::awaitable<result<notification>> verifier::verify(std::string body) {
  const auto self = state_;
  auto what = read_notification(body);
  if (!what) co_return what.error();
  const auto document = json::parse(body);
  const auto& members = document.get_object();
  const auto version = text_of(members, "SignatureVersion");
  if (auto fine = self->check(*what, version); !fine) co_return fine.error();
  const auto url = text_of(members, members.contains("SigningCertURL") ? "SigningCertURL" : "SigningCertUrl");
  if (auto fine = check_certificate_url(url, what->topic); !fine) co_return fine.error();
  const auto signature = from_base64(text_of(members, "Signature"));
  if (!signature || signature->empty())
    co_return refused("InvalidNotification", "\"Signature\" is missing, or no base64");
  const auto text = signed_text(members);
  if (!text) co_return text.error();
  auto key = co_await self->key_at(self, url, what->topic);
  if (!key) co_return key.error();
  if (auto right = (*key)->check(*text, *signature, version == "1"); !right) co_return right.error();
  co_return std::move(*what);
}

}  // namespace aloft::sns
