#pragma once
// Errors in XML bodies: awsQuery, ec2Query and restXml.

#include "protocol/protocol_base.hpp"

namespace aloft::protocol {

/// Code, message and members from the body; modelled members that travel in headers too where `bindings` says so. Texts
/// beside those that the model does not know (S3's Region, CanonicalRequest …) are members by their element's name.
error read_xml_error(const answer_head& head, std::string_view body, bool bindings);

}  // namespace aloft::protocol
