#pragma once
// Shapes: AWS's description of data, linked into an immutable graph that codecs walk. Nodes live as long as their
// service and are shared by all clients; reading them is thread-safe. Terms are those of botocore's service-2 format.

#include "aloft/timestamp.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace aloft::model {

enum class shape_type : std::uint8_t {
  structure,
  list,
  map,
  string,  ///< and "character"
  blob,
  boolean,
  integer,   ///< 8 to 32 bits (byte, short, integer)
  long_int,  ///< 64 bits
  single,    ///< "float"
  real,      ///< "double"; "bigdecimal" too
  timestamp,
  document,  ///< any JSON value (Smithy document type)
};

/// Where a member travels in an HTTP binding protocol.
enum class location : std::uint8_t {
  body,
  header,       ///< one header
  headers,      ///< all headers with a prefix, as a map
  uri,          ///< label in the path
  querystring,  ///< one query parameter, or a map of them
  status_code,
};

struct shape;

/// A member of a structure; also the element of a list, the key and the value of a map (name empty).
struct member {
  std::string_view name;        ///< the model's name
  std::string_view wire;        ///< locationName, or `name` where there is none
  std::string_view query_name;  ///< queryName (ec2Query); empty: none
  const shape* target = nullptr;
  std::uint16_t index = 0;  ///< position in the structure
  location where = location::body;
  bool has_location_name = false;  ///< `wire` was stated by the model
  bool required = false;
  bool idempotency_token = false;
  bool json_value = false;  ///< a string that holds JSON (jsonvalue trait)
  bool streaming = false;   ///< member or target is marked streaming
  bool flattened = false;   ///< of the member reference or its target
  bool xml_attribute = false;
  bool host_label = false;
  bool event_payload = false;
  bool event_header = false;
  bool sensitive = false;                       ///< of the member or its target: never logged
  std::optional<timestamp_format> time_format;  ///< member's trait, else the target's
  std::string_view xml_namespace;               ///< uri; empty: none
  std::string_view xml_prefix;                  ///< prefix of the namespace; empty: none
  std::string_view context_param;               ///< endpoint parameter bound to this member; empty: none
  std::string_view traits;  ///< everything rarer, as JSON text of the member reference; may be empty
};

struct shape {
  std::string_view name;
  shape_type type = shape_type::structure;
  bool flattened = false;  ///< lists and maps
  bool is_union = false;   ///< exactly one member is set
  bool sparse = false;     ///< lists and maps that may hold nulls
  bool sensitive = false;
  bool streaming = false;
  bool requires_length = false;  ///< streaming body whose length must be known
  bool event_stream = false;
  bool event = false;
  bool exception = false;   ///< an error shape
  bool fault = false;       ///< the server's fault (5xx)
  bool retryable = false;   ///< an error that a later attempt may not meet again
  bool throttling = false;  ///< a retryable error that says: too many requests
  bool is_enum = false;
  bool has_min = false;  ///< `min` holds: length of strings, blobs, lists, maps; value of numbers
  bool has_max = false;  ///< `max` holds, of the same
  double min = 0;
  double max = 0;
  std::span<const std::string_view> enum_values;  ///< in the model's order
  std::span<const member> members;                ///< structures, in model order
  const member* element = nullptr;                ///< of lists; value of maps
  const member* key = nullptr;                    ///< of maps
  const member* payload = nullptr;                ///< the member that is the whole HTTP body
  std::string_view xml_name;                      ///< locationName of the shape (root element); empty: none
  std::string_view xml_namespace;
  std::string_view xml_prefix;
  std::string_view error_code;  ///< exceptions: error.code, else the shape's name
  int error_status = 0;         ///< exceptions: error.httpStatusCode; 0: none
  std::string_view traits;      ///< everything rarer (pattern, deprecated …), JSON text; may be empty

  /// By the model's name; null when there is none. About 10 ns.
  const member* find(std::string_view name) const noexcept;
  /// By the name on the wire (member::wire) among the members that a body may hold; null when there is none.
  const member* find_wire(std::string_view wire) const noexcept;

  struct name_index;  // open addressing, built when the shape is linked
  const name_index* by_name = nullptr;
  const name_index* by_wire = nullptr;
};

}  // namespace aloft::model
