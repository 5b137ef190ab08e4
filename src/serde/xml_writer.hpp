#pragma once
// shape_sink → XML text: bodies of restXml requests, and the server's answers in awsQuery, ec2Query and restXml.

#include "serde/scalar_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

struct xml_writer_options {
  std::string_view root = {};           ///< name of the root element
  std::string_view xml_namespace = {};  ///< its namespace uri; empty: that of the shape, if it has one
  std::string_view prefix = {};         ///< prefix of that namespace
  bool flattened_by_element =
      false;  ///< flattened lists without a locationName take their element's (awsQuery's answers)
  timestamp_format time_format = timestamp_format::date_time;
};

class xml_writer final : public text_sink {
 public:
  /// What the options name must outlive the writer.
  explicit xml_writer(const xml_writer_options& options);

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override;
  void end() override;
  void member(const model::member& member) override;
  void key(std::string_view key) override;
  void text(std::string_view value) override;
  void null() override;

  /// The text written so far; the writer is empty afterwards.
  std::string take();

 private:
  struct frame {
    const model::shape* shape;
    std::string_view name;       // of the element; of a flattened list or map: of each of its elements or entries
    bool has_element;            // flattened lists and maps have none of their own
    std::size_t attributes_end;  // where in out_ more attributes may be inserted
    const model::member* of;     // the member that a flattened map is the value of, for its namespace
  };

  void prepare();
  std::size_t open(std::string_view name, std::string_view uri, std::string_view prefix);
  void close(std::string_view name);
  void after_value();

  xml_writer_options options_;
  std::string out_;
  std::vector<frame> frames_;
  const model::member* member_ = nullptr;  // what the next value is: a member, an element, a map's value
  std::string_view name_;                  // the element it gets
};

/// Appends `text` with &, <, > (and, for attributes, quotes and white space) replaced by references.
void append_xml_text(std::string& to, std::string_view text);
void append_xml_attribute(std::string& to, std::string_view text);

}  // namespace aloft::serde
