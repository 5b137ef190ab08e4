#pragma once
// The error bodies of the XML protocols, in all their forms:
//   <ErrorResponse><Error><Type/><Code/><Message/>…</Error><RequestId/></ErrorResponse>        awsQuery, restXml
//   <Response><Errors><Error><Code/><Message/></Error></Errors><RequestID/></Response>         ec2Query
//   <Error><Code/><Message/><RequestId/><HostId/>…</Error>                                     S3

#include "serde/reader.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::serde {

struct xml_error {
  std::string code;
  std::string message;
  std::string type;  ///< "Sender" or "Receiver"; may be empty
  std::string request_id;
  std::string host_id;
  /// Name and text of what else the error holds (S3's Region, BucketName, CanonicalRequest …), elements without
  /// elements inside.
  std::vector<std::pair<std::string, std::string>> others;
  std::vector<std::string_view> wrappers;  ///< for xml_reader_options::wrappers, to read the modelled members
};

/// Protocol error when `body` is not well-formed XML. A body without an error in it gives empty fields.
result<xml_error> read_xml_error(std::string_view body, const read_limits& limits = {});

}  // namespace aloft::serde
