#pragma once
// Whether a notification is from SNS. Endpoints are public: anybody can post JSON to them.
//
//   sns::verifier verify{executor, {.topics = {"arn:aws:sns:eu-west-1:111122223333:orders"}}};
//   const auto outcome = co_await verify.verify(body);
//   if (!outcome) co_return forbidden(outcome.error());
//
// Checked are: the form; the topic; the time; that the certificate's URL is SNS's own in the topic's region, of AWS's
// domain, over TLS, without port, user or redirect; that the certificate leads to an authority of the trust store, is
// valid now and SNS's; and the signature over the text, version 2 (SHA-256) or, where allowed, version 1 (SHA-1).

#include <aloft/clock.hpp>
#include <aloft/error.hpp>
#include <aloft/message_transport.hpp>
#include <aloft/option_text.hpp>
#include <aloft/sns_notification.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::sns {

/// In GCC 12 options that hold lists must be a variable where the expression has a co_await in it.
struct verifier_options {
  std::vector<std::string> topics = {};  ///< ARNs that are expected; empty: any, and the caller looks at the topic
  bool allow_sha1 = false;               ///< signature version 1, which topics have unless they are told otherwise
  std::chrono::seconds max_age{3600};    ///< against what was recorded and is sent again; zero: any
  std::chrono::seconds max_ahead{300};   ///< how far the sender's clock may be ahead
  option_text ca_bundle = {};            ///< PEM file of trusted authorities; empty: the system's
  /// What certificates are fetched by; null: the network, directly. It must not follow redirects.
  std::shared_ptr<message_transport> transport = {};
  const aloft::clock* clock = nullptr;  ///< for tests; null: the system's
};

/// Certificates are fetched once for all that ask at the same time, and kept until they end.
/// Cancellation: total.
/// Ends with: the notification, or an error as a value.
/// Errors: protocol "InvalidNotification", "UnexpectedTopic", "StaleNotification", "UntrustedUrl",
///   "UntrustedCertificate", "Sha1NotAllowed", "SignatureMismatch"; those of fetching the certificate; cancelled.
/// Lifetime: the executor's context must outlive it. Copies share the certificates.
/// Thread: safe.
class verifier {
 public:
  explicit verifier(boost::asio::any_io_executor executor, verifier_options options = {});

  boost::asio::awaitable<result<notification>> verify(std::string body);

  struct state;

 private:
  std::shared_ptr<state> state_;
};

/// Whether certificates of the topic's notifications may come from there. Protocol error "UntrustedUrl" that says why
/// not. Pure.
result<void> check_certificate_url(std::string_view url, std::string_view topic_arn);

}  // namespace aloft::sns
