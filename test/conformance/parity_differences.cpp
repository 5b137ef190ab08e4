#include "conformance/parity_differences.hpp"

#include <aloft/base64.hpp>
#include "conformance/meaning.hpp"
#include "conformance/parity_line.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace aloft::conformance {
namespace {

namespace json = boost::json;
using model::location;
using model::shape_type;

constexpr std::string_view media_type =
    "aloft names the type of every body in Content-Type, as Smithy's restXml and httpPayload say; botocore leaves it "
    "out "
    "for XML, text and blobs";
constexpr std::string_view content_md5 =
    "aloft adds Content-MD5 in its protocols where httpChecksumRequired asks for it; botocore does so after its "
    "serializer";
constexpr std::string_view empty_union =
    "aloft sends no body for a payload union that is not set (\"no payload is sent if the union has no value\"); "
    "botocore sends {}";
constexpr std::string_view empty_list =
    "aloft sends an empty header for an empty list (Smithy, httpHeader: \"empty headers are serialized to \\\"\\\"\"); "
    "botocore sends none";
constexpr std::string_view json_header =
    "aloft gives the JSON text of a header (mediaType strings are strings); botocore gives what the text says";

constexpr std::string_view expires_text =
    "aloft's models have S3's ExpiresString, which botocore adds after its parser";
constexpr std::string_view token_filled_in =
    "aloft fills in idempotency tokens that are left out while it serializes; botocore does so before";
constexpr std::string_view stray_answer =
    "an error answer that is none of the service's (a proxy's page, a body of another format) is told with its start; "
    "botocore gives the status's name";
constexpr std::string_view transport =
    "headers about the connection, the client and the signature are no part of what a protocol makes of the parameters";
constexpr std::array<std::string_view, 13> transport_headers{"accept-encoding",
                                                             "amz-sdk-invocation-id",
                                                             "amz-sdk-request",
                                                             "authorization",
                                                             "connection",
                                                             "content-length",
                                                             "host",
                                                             "user-agent",
                                                             "x-amz-content-sha256",
                                                             "x-amz-date",
                                                             "x-amz-security-token",
                                                             "x-amz-user-agent",
                                                             "x-amzn-trace-id"};

constexpr std::string_view text_payload =
    "a payload of bytes is bytes; botocore gives text where the body happens to be some";
constexpr std::string_view empty_payload =
    "an answer without a body has no payload member; botocore gives an empty text or structure";

constexpr std::string_view twins =
    "an element that two members claim by the same name is given to one of them; botocore gives it to both";

/// Whether another member of the structure has the same name on the wire.
bool has_twin(const model::shape& shape, const model::member& member) {
  return std::any_of(shape.members.begin(), shape.members.end(), [&](const model::member& other) {
    return &other != &member && other.where == location::body && other.wire == member.wire;
  });
}

/// Takes members with twins out of a value. True when there were any.
bool drop_twins(const model::shape& shape, json::value& value) {
  bool any = false;
  if (value.is_array() && shape.element) {
    for (auto& item : value.get_array()) any |= drop_twins(*shape.element->target, item);
  } else if (value.is_object() && shape.type == shape_type::map) {
    for (auto& [key, item] : value.get_object()) any |= drop_twins(*shape.element->target, item);
  } else if (value.is_object() && shape.type == shape_type::structure) {
    for (const auto& member : shape.members) {
      auto* item = value.get_object().if_contains(member.name);
      if (!item) continue;
      if (member.where == location::body && has_twin(shape, member)) {
        value.get_object().erase(member.name);
        any = true;
      } else {
        any |= drop_twins(*member.target, *item);
      }
    }
  }
  return any;
}

}  // namespace

void difference_log::token() { count(token_filled_in); }

bool difference_log::stray(std::string_view code, const error& failure) {
  if (failure.kind() != error_kind::protocol || failure.code() != code) return false;
  count(stray_answer);
  return true;
}

void difference_log::settle(request_pair& pair) {
  for (const auto name : transport_headers)
    if (!pair.ours.contains(std::string{name}) && pair.theirs.erase(std::string{name}) > 0) count(transport);
  const bool rest = pair.protocol == "rest-xml" || pair.protocol == "rest-json";
  const model::member* payload = pair.operation.input ? pair.operation.input->payload : nullptr;
  if (rest && payload && payload->target->is_union && pair.our_body.empty() && pair.their_body == "{}") {
    pair.their_body.clear();
    pair.theirs.erase("content-type");
    count(empty_union);
  }
  if (rest && pair.ours.contains("content-type") && !pair.theirs.contains("content-type")) {
    pair.ours.erase("content-type");
    count(media_type);
  }
  if (pair.operation.input)
    for (const auto& member : pair.operation.input->members) {
      if (member.where == location::header && member.target->type == shape_type::list) {
        const auto ours = pair.ours.find(lower_case(member.wire));
        if (ours != pair.ours.end() && ours->second.empty() && !pair.theirs.contains(ours->first)) {
          pair.ours.erase(ours);
          count(empty_list);
        }
      }
      if (!member.json_value || member.where != location::header) continue;
      const auto ours = pair.ours.find(lower_case(member.wire)), theirs = pair.theirs.find(lower_case(member.wire));
      if (ours == pair.ours.end() || theirs == pair.theirs.end()) continue;
      const auto our_text = from_base64(ours->second), their_text = from_base64(theirs->second);
      // JSON in a header is a body of its own: compared by meaning.
      if (our_text && their_text && canonical_json(*our_text) == canonical_json(*their_text))
        ours->second = theirs->second;
    }
  if (pair.operation.checksum_required && pair.ours.contains("content-md5") && !pair.theirs.contains("content-md5")) {
    pair.ours.erase("content-md5");
    count(content_md5);
  }
}

void difference_log::settle(const model::operation& operation, json::value& theirs, json::value& ours) {
  if (!theirs.is_object() || !ours.is_object()) return;
  if (drop_twins(*operation.output, theirs) && drop_twins(*operation.output, ours)) count(twins);
  const model::member* payload = operation.output->payload;
  if (payload && !ours.get_object().contains(payload->name)) {
    const auto* given = theirs.get_object().if_contains(payload->name);
    if (given && (*given == json::value("") || *given == json::value(json::object_kind))) {
      theirs.get_object().erase(payload->name);
      count(empty_payload);
    }
  }
  if (payload && payload->target->type == shape_type::blob) {
    auto* given = theirs.get_object().if_contains(payload->name);
    const auto* bytes = ours.get_object().if_contains(payload->name);
    if (given && bytes && given->is_string() && *given != *bytes &&
        json::value(to_base64(given->get_string())) == *bytes) {
      *given = *bytes;
      count(text_payload);
    }
  }
  if (!theirs.get_object().contains("ExpiresString") && ours.get_object().erase("ExpiresString") > 0)
    count(expires_text);
  for (const auto& member : operation.output->members) {
    if (!member.json_value || member.where != location::header) continue;
    auto* parsed = theirs.get_object().if_contains(member.name);
    auto* text = ours.get_object().if_contains(member.name);
    if (!parsed || !text || !text->is_string()) continue;
    boost::system::error_code bad;
    auto value = json::parse(text->get_string(), bad);
    if (bad || value != *parsed) continue;
    *text = *parsed;
    count(json_header);
  }
}

void difference_log::print(std::ostream& out) const {
  for (const auto& [reason, times] : counts_) out << "ON PURPOSE, " << times << " times: " << reason << '\n';
}

}  // namespace aloft::conformance
