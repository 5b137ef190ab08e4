#pragma once
// The form in which one service lies in the pack: sections of fixed-size records and one table of strings, read in
// place. All integers are the machine's own (the magic number tells a foreign byte order); all records are 4-aligned.

#include <cstdint>

namespace aloft::model::format {

/// Offset of a string in the string section: its length as u32, then its bytes. 0 is the empty string.
using string_ref = std::uint32_t;

constexpr std::uint32_t blob_magic = 0x32534c41;  // "ALS2"
constexpr std::uint32_t no_shape = 0xffffffff;

/// `count` records that begin `offset` bytes after the start of the blob; for strings `count` is in bytes.
struct section {
  std::uint32_t offset, count;
};

struct header {
  std::uint32_t magic;
  std::uint32_t size;  ///< of the whole blob
  section operations;  ///< operation_record, sorted by name
  section folded;      ///< u32: numbers of operations, sorted by folded name
  section errors;      ///< u32: numbers of shapes
  section shapes;      ///< shape_record, sorted by name
  section members;     ///< member_record
  section attributes;  ///< attribute_record; the last one is `end`
  section waiters;     ///< waiter_record, sorted by name
  section acceptors;   ///< acceptor_record
  section strings;
  string_ref endpoint_rules;
};

/// What few records have: a run of these, ended by `end`. Values are string_refs unless said otherwise.
enum class attribute : std::uint32_t {
  end,     ///< end of the run
  traits,  ///< JSON text of the traits that have no place of their own
  query_name,
  xml_name,
  xml_namespace,
  xml_prefix,
  context_param,
  time_format,  ///< number: timestamp_format
  error_code,
  error_status,  ///< number
  minimum,       ///< number
  minimum_text,  ///< a minimum that is no u32, as decimal text
  payload,       ///< number: position of the payload member in its structure
  host_prefix,
  auth_type,
  auth,  ///< one entry of the list
  input_wrapper,
  input_namespace,
  result_wrapper,
  maximum,       ///< number
  maximum_text,  ///< a maximum that is no u32, as decimal text
  enum_value,    ///< one of the values, in order
  checksum_algorithm_member,
  checksum_validation_member,
  static_parameter,  ///< name; its value follows
  static_value,      ///< JSON text
  parameter_path,    ///< name; its path follows
  path_text,
  input_token,  ///< one of the paginator's; output_token, result_key and non_aggregate_key likewise
  output_token,
  result_key,
  non_aggregate_key,
  limit_key,
  more_results,
  heuristic_pages,  ///< number: 1, the paginator is guessed
  last = heuristic_pages,
};

constexpr bool holds_number(attribute kind) noexcept {
  switch (kind) {
    case attribute::end:
    case attribute::time_format:
    case attribute::error_status:
    case attribute::minimum:
    case attribute::maximum:
    case attribute::payload:
    case attribute::heuristic_pages: return true;
    default: return false;
  }
}

struct attribute_record {
  attribute kind;
  std::uint32_t value;
};

struct operation_record {
  string_ref name, method, uri;
  std::uint32_t attributes;     ///< first of the run
  std::uint32_t input, output;  ///< shapes, or no_shape
  std::uint32_t first_error;
  std::uint16_t error_count, response_code;
  std::uint32_t flags;  ///< operation_flag
};

enum operation_flag : std::uint32_t {
  unsigned_payload = 1,
  checksum_required = 2,
  operation_deprecated = 4,
  operation_compressible = 8,
  operation_readonly = 16,
  operation_idempotent = 32,
  discovery_offered = 64,
  discovery_required = 128,
  discovery_asked = 256,             ///< endpointoperation
  flexible_checksum_required = 512,  ///< httpChecksum.requestChecksumRequired
};

struct shape_record {
  string_ref name;
  std::uint32_t attributes;    ///< first of the run
  std::uint32_t first_member;  ///< structures: of `count` members; lists: the element; maps: key and value
  std::uint16_t count;
  std::uint8_t type;  ///< shape_type
  std::uint8_t pad;
  std::uint32_t flags;  ///< shape_flag
};

enum shape_flag : std::uint32_t {
  shape_flattened = 1,
  shape_union = 2,
  shape_sparse = 4,
  shape_sensitive = 8,
  shape_streaming = 16,
  shape_requires_length = 32,
  shape_event_stream = 64,
  shape_event = 128,
  shape_exception = 256,
  shape_fault = 512,
  shape_enum = 1024,
  shape_retryable = 2048,
  shape_throttling = 4096,
};

struct member_record {
  string_ref name;
  string_ref wire;  ///< means something only with member_has_location_name
  std::uint32_t shape;
  std::uint32_t attributes;  ///< first of the run
  std::uint16_t flags;       ///< member_flag
  std::uint8_t where;        ///< location
  std::uint8_t pad;
};

/// Flags of the reference and of what it refers to, already joined by the builder.
enum member_flag : std::uint16_t {
  member_has_location_name = 1,
  member_required = 2,
  member_idempotency_token = 4,
  member_json_value = 8,
  member_streaming = 16,
  member_flattened = 32,
  member_xml_attribute = 64,
  member_host_label = 128,
  member_event_payload = 256,
  member_event_header = 512,
  member_sensitive = 1024,
};

struct waiter_record {
  string_ref name;
  std::uint32_t operation;
  std::uint32_t delay;  ///< seconds
  std::uint32_t max_attempts;
  std::uint32_t first_acceptor, acceptor_count;
};

enum class expected_type : std::uint8_t { text, boolean, number };

struct acceptor_record {
  string_ref argument;
  std::uint32_t expected;  ///< string_ref, 0 or 1, or the number
  std::uint8_t matcher;    ///< matcher_type
  std::uint8_t state;      ///< waiter_state
  std::uint8_t type;       ///< expected_type
  std::uint8_t pad;
};

}  // namespace aloft::model::format
