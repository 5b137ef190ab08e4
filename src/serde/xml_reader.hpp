#pragma once
// XML → shape_sink, guided by a shape: answers of awsQuery, ec2Query and restXml, and restXml requests on the server.
//
// Elements are matched by their local name (namespaces do not count) with member::wire; children of a wrapped list are
// its elements whatever they are called; a flattened list may also be called as its element is. Unknown elements and
// members that travel outside of the body are skipped. Empty elements of numbers, booleans and timestamps are absent; a
// timestamp of no known form is handed on as text. DTDs are refused.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"
#include "serde/reader.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

struct xml_reader_options {
  /// Names of the elements below the root that lead to the one that holds the shape: {} for restXml and ec2Query,
  /// {resultWrapper} for awsQuery, {"Error"} or {"Errors", "Error"} for modelled errors. Where it is not found the
  /// shape is pushed without members.
  std::vector<std::string_view> wrappers = {};
  /// The sink's structure is open already (members of HTTP headers went first): only members are pushed, no begin and
  /// end.
  bool inside = false;
  bound_members bound = bound_members::response;
  timestamp_format time_format = timestamp_format::date_time;  ///< for members without a timestampFormat of their own
  read_limits limits = {};
};

class xml_reader final : public reader {
 public:
  /// `root` may be a null pointer: then the body is only checked and request_id() found. `root` and `sink` must outlive
  /// it.
  xml_reader(const model::shape* root, shape_sink& sink, xml_reader_options options = {});
  ~xml_reader() override;

  result<void> write(std::string_view piece) override;
  result<void> finish() override;

  /// Whether the element that holds the shape has come.
  bool found_shape() const noexcept;
  /// The text of <requestId>, <RequestId> or <RequestID> below the root or its <ResponseMetadata>; "" until it was
  /// seen.
  const std::string& request_id() const noexcept;
  /// The local name of the root element; "" until it was seen.
  const std::string& root_name() const noexcept;
  /// The text directly inside the root element (S3's <LocationConstraint>eu-west-1</LocationConstraint>).
  const std::string& root_text() const noexcept;

 private:
  class guide;
  std::unique_ptr<guide> guide_;
};

}  // namespace aloft::serde
