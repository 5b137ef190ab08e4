#pragma once
// How a protocol writes its bodies: JSON, XML or CBOR behind one face, for both directions and both sides.

#include "aloft/error.hpp"
#include "aloft/shape_sink.hpp"
#include "model/service.hpp"
#include "model/shape.hpp"
#include "protocol/protocol.hpp"
#include "serde/cbor_writer.hpp"
#include "serde/json_writer.hpp"
#include "serde/reader.hpp"
#include "serde/xml_writer.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aloft::protocol {

/// What a body is to be read as.
struct read_plan {
  bool inside = false;                       ///< the sink's structure is open already
  std::vector<std::string_view> wrappers{};  ///< XML: elements below the root that lead to the shape
  serde::read_limits limits{};
  serde::bound_members bound = serde::bound_members::response;  ///< of the structure, where bindings are known at all
};

/// What its outermost element is called (XML alone).
struct root_element {
  std::string_view name;
  std::string_view xml_namespace;
  std::string_view prefix;
};

/// A body that is being written: values are pushed into its sink, one root, and then it is taken.
class body_writer {
 public:
  template <class Writer>
  explicit body_writer(Writer writer) : writer_{std::move(writer)} {}

  shape_sink& sink();
  std::string take();

 private:
  std::variant<serde::json_writer, serde::xml_writer, serde::cbor_writer> writer_;
};

class body_format {
 public:
  virtual ~body_format() = default;
  virtual std::string_view media_type() const noexcept = 0;
  virtual std::unique_ptr<serde::reader> reader(const model::shape& shape, shape_sink& sink, read_plan plan) const = 0;
  virtual body_writer writer(const root_element& root) const = 0;
};

const body_format& json_by_member();    ///< awsJson: members by the model's names
const body_format& json_by_location();  ///< restJson: members by locationName
const body_format& xml();
const body_format& cbor();

/// The shape of any value: what is not typed, or not yet known, is read and written by it.
const model::shape& any_value();

/// The root of a request or answer whose body is the structure itself; `wrapper` is the reference's locationName.
root_element body_root(const model::shape& shape, std::string_view wrapper, std::string_view xml_namespace);
/// The root of a payload member's body.
root_element payload_root(const model::member& payload);

}  // namespace aloft::protocol
