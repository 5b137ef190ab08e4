#pragma once
// shape_sink → XML text: bodies of restXml requests, and the server's answers in awsQuery, ec2Query and restXml.

#include "serde/shape_sink.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

struct xml_writer_options {
  std::string_view root = {};           ///< name of the root element
  std::string_view xml_namespace = {};  ///< its namespace uri; empty: that of the shape, if it has one
  std::string_view prefix = {};         ///< prefix of that namespace
  bool flattened_by_element = false;    ///< flattened lists take their element's locationName (awsQuery's answers)
  timestamp_format time_format = timestamp_format::date_time;
};

class xml_writer final : public shape_sink {
 public:
  explicit xml_writer(const xml_writer_options& options);

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override;
  void end() override;
  void member(const model::member& member) override;
  void key(std::string_view key) override;
  void text(std::string_view value) override;
  void integer(std::int64_t value) override;
  void real(double value) override;
  void boolean(bool value) override;
  void blob(std::string_view bytes) override;
  void timestamp(aloft::timestamp value) override;
  void null() override;

  /// The text written so far; the writer is empty afterwards.
  std::string take();

 private:
  struct frame {
    const model::shape* shape;
    std::string_view element;  // name its children get (lists), or "" (structures)
    std::size_t close_from;    // where in names_ the element to be closed starts; npos: none
    bool flattened;
  };

  void open(std::string_view name, const model::member* of, const model::shape* shape);
  void close();
  void scalar(std::string_view raw_text);

  xml_writer_options options_;
  std::string out_;
  std::vector<frame> frames_;
  std::string names_;  // open element names, one after the other
  const model::member* member_ = nullptr;
  std::string key_;
  bool tag_open_ = false;  // "<name" is written, ">" is not: attributes may follow
};

/// Appends `text` with &, <, > (and, for attributes, quotes and white space) replaced by references.
void append_xml_text(std::string& to, std::string_view text);
void append_xml_attribute(std::string& to, std::string_view text);

}  // namespace aloft::serde
