#pragma once
// The form in which one service lies in the pack: sections of fixed-size records and one table of strings, read in
// place. All integers are the machine's own (the magic number tells a foreign byte order); all records are 4-aligned.

#include <cstdint>

namespace aloft::model::format {

/// Offset of a string in the string section: its length as u32, then its bytes. 0 is the empty string.
using string_ref = std::uint32_t;

constexpr std::uint32_t blob_magic = 0x31534c41;  // "ALS1"
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
  section strings;
  string_ref endpoint_rules;
  string_ref waiters;
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
  paginator,
};

constexpr bool holds_number(attribute kind) noexcept {
  return kind == attribute::time_format || kind == attribute::error_status || kind == attribute::minimum ||
         kind == attribute::payload || kind == attribute::end;
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

}  // namespace aloft::model::format
