#pragma once
// What the module keeps of a service: its operations by name, and the Python names of its shapes' members.

#include "ref.hpp"
#include "times.hpp"

#include <aloft/model.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aloft::python {

/// Of a structure: an interned str for each member, found by the place of its name in memory.
struct record_names {
  struct entry {
    const char* at;  // of the model's name
    PyObject* name;  // kept for ever
    wire_time time;  // of a time, or of the times in its lists and maps
    bool in_body;    // not in headers or status
  };
  std::vector<entry> members;
};

class service_info;

/// An operation and what calls of it need to know.
class operation_info {
 public:
  operation_info(const service_info& of, operation_model model);

  const std::string name;
  const operation_model model;
  const shape_model input, output;
  const bool rest;                    ///< answers begin with ResponseMetadata, and headers come before the body
  const bool event_stream;            ///< of its output
  const bool blob_output;             ///< its payload is a blob, which botocore gives as a stream
  std::string body_member;            ///< of the input, that travels as the body; empty: none
  PyObject* output_stream = nullptr;  ///< the name of the member of the output that streams; null: none

  PyObject* structure_payload = nullptr;  ///< the member of the output that is the whole body; there without one, too

  const record_names& names_of(const model::shape* shape) const;

 private:
  // Times of the same member are written as the operation's protocol says: a table for each.
  mutable std::unordered_map<const model::shape*, std::unique_ptr<record_names>> names_;
};

/// Kept for the life of the process, as clients' answers point into the models. With the GIL.
class service_info {
 public:
  /// Null with an exception set.
  static const service_info* find(std::string_view name);

  explicit service_info(service_model model);
  /// Null where the service has none of that name in the model's spelling.
  const operation_info* operation(std::string_view model_name) const;

  const service_model model;
  const std::string protocol;

 private:
  mutable std::unordered_map<std::string, std::unique_ptr<operation_info>> operations_;
};

}  // namespace aloft::python
