#pragma once
// All protocols that aloft speaks: the client's halves and the server's.

#include "protocol/protocol.hpp"
#include "protocol/server.hpp"

namespace aloft::protocol {

const protocol& aws_query();    ///< "query"
const protocol& ec2_query();    ///< "ec2"
const protocol& aws_json();     ///< "json": 1.0 and 1.1, as the service's jsonVersion says
const protocol& rest_json();    ///< "rest-json"
const protocol& rest_xml();     ///< "rest-xml"
const protocol& rpc_v2_cbor();  ///< "smithy-rpc-v2-cbor"

const server_protocol& aws_query_server();
const server_protocol& ec2_query_server();
const server_protocol& aws_json_server();
const server_protocol& rest_json_server();
const server_protocol& rest_xml_server();
const server_protocol& rpc_v2_cbor_server();

}  // namespace aloft::protocol
