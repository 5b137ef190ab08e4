#pragma once
// A message that is published, the checks it has to pass, and the forms in which subscribers get it.

#include "local/call_parameters.hpp"
#include "local/sns/signer.hpp"
#include "local/sns/topic.hpp"
#include "local/sqs/message.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace aloft::local::sns {

struct publication {
  std::string id, subject, text;
  boost::json::object by_protocol;  ///< MessageStructure "json": texts; empty otherwise
  sqs::attribute_map attributes;
  std::string group, deduplication_id, sequence_number;
  std::string sent;  ///< "2026-01-02T03:04:05.000Z"

  std::string_view text_for(std::string_view protocol) const;
  std::size_t size() const;
};

/// The message of a Publish or of an entry of a batch. Throws api_error.
publication read_publication(const topic& to, const input& entry);

/// Whether the subscription's filter wants it.
bool is_wanted(const subscription& by, const publication& message);

/// What SNS signs of a notification or a confirmation: "Name\nvalue\n" of some members, in order.
std::string text_to_sign(const boost::json::object& notification);

/// Adds SignatureVersion, Signature and SigningCertURL.
void add_signature(boost::json::object& notification, const signer& by, std::string_view version,
                   std::string_view certificate_host);

/// The JSON that subscribers get, unsigned.
boost::json::object make_notification(const publication& message, const subscription& to, std::string_view endpoint);
boost::json::object make_confirmation(const subscription& to, std::string_view id, std::string_view sent,
                                      std::string_view endpoint);

}  // namespace aloft::local::sns
