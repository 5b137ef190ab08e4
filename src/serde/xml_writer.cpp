#include "serde/xml_writer.hpp"

#include <utility>

namespace aloft::serde {
namespace {

using model::shape_type;

bool is_collection(const model::shape& shape) noexcept {
  return shape.type == shape_type::list || shape.type == shape_type::map;
}

std::string_view name_or(const model::member& member, std::string_view usual) noexcept {
  return member.has_location_name ? member.wire : usual;
}

void append_escaped(std::string& to, std::string_view text, std::string_view special) {
  std::size_t from = 0;
  for (std::size_t at; (at = text.find_first_of(special, from)) != std::string_view::npos; from = at + 1) {
    to.append(text, from, at - from);
    switch (text[at]) {
      case '&': to.append("&amp;"); break;
      case '<': to.append("&lt;"); break;
      case '>': to.append("&gt;"); break;
      case '"': to.append("&quot;"); break;
      case '\n': to.append("&#10;"); break;
      case '\t': to.append("&#9;"); break;
      default: to.append("&#13;");  // a bare carriage return would become a line feed when it is read
    }
  }
  to.append(text, from);
}

}  // namespace

void append_xml_text(std::string& to, std::string_view text) { append_escaped(to, text, "&<>\r"); }
void append_xml_attribute(std::string& to, std::string_view text) { append_escaped(to, text, "&<>\"\r\n\t"); }

xml_writer::xml_writer(const xml_writer_options& options) : text_sink{options.time_format}, options_{options} {
  out_.reserve(512);
}

// Sets name_ and member_ for a value that comes next in a list, or as the root.
void xml_writer::prepare() {
  if (frames_.empty()) {
    name_ = options_.root;
    return;
  }
  const frame& in = frames_.back();
  if (in.shape->type != shape_type::list) return;
  member_ = in.shape->element;
  describe(member_);
  name_ = in.has_element ? name_or(*member_, "member") : in.name;
}

void xml_writer::begin(const model::shape& shape, std::size_t) {
  prepare();
  const bool flattened =
      !frames_.empty() && is_collection(shape) && (shape.flattened || (member_ != nullptr && member_->flattened));
  if (flattened) {
    const bool by_element = options_.flattened_by_element && shape.type == shape_type::list &&
                            shape.element->has_location_name && !(member_ != nullptr && member_->has_location_name);
    frames_.push_back({&shape, by_element ? shape.element->wire : name_, false, 0, member_});
    return;
  }
  std::string_view uri = shape.xml_namespace;
  std::string_view prefix = shape.xml_prefix;
  if (frames_.empty() && !options_.xml_namespace.empty()) {
    uri = options_.xml_namespace;
    prefix = options_.prefix;
  } else if (member_ != nullptr && !member_->xml_namespace.empty()) {
    uri = member_->xml_namespace;
    prefix = member_->xml_prefix;
  }
  const std::size_t attributes_end = open(name_, uri, prefix);
  frames_.push_back({&shape, name_, true, attributes_end, nullptr});
}

void xml_writer::end() {
  const frame ended = frames_.back();
  frames_.pop_back();
  if (ended.has_element) close(ended.name);
  after_value();
}

void xml_writer::member(const model::member& member) {
  member_ = &member;
  name_ = member.wire;
  describe(&member);
}

void xml_writer::key(std::string_view key) {
  const frame& map = frames_.back();
  const bool has_namespace = map.of != nullptr;
  open(map.has_element ? "entry" : map.name, has_namespace ? map.of->xml_namespace : "",
       has_namespace ? map.of->xml_prefix : "");
  const model::member& part = *map.shape->key;
  const std::string_view name = name_or(part, "key");
  open(name, part.xml_namespace, part.xml_prefix);
  append_xml_text(out_, key);
  close(name);
  member_ = map.shape->element;
  name_ = name_or(*member_, "value");
  describe(member_);
}

void xml_writer::text(std::string_view value) {
  prepare();
  if (member_ != nullptr && member_->xml_attribute && !frames_.empty() &&
      frames_.back().shape->type == shape_type::structure) {
    std::string attribute = " ";
    attribute.append(name_).append("=\"");
    append_xml_attribute(attribute, value);
    attribute.push_back('"');
    out_.insert(frames_.back().attributes_end, attribute);
    frames_.back().attributes_end += attribute.size();
    return;
  }
  const bool has_namespace = member_ != nullptr && !member_->xml_namespace.empty();
  open(name_, has_namespace ? member_->xml_namespace : "", has_namespace ? member_->xml_prefix : "");
  append_xml_text(out_, value);
  close(name_);
  after_value();
}

// Of a sparse list or map; structures have no nulls. An element without content is as near as XML comes.
void xml_writer::null() {
  if (frames_.empty() || frames_.back().shape->type == shape_type::structure) return;
  text({});
}

std::size_t xml_writer::open(std::string_view name, std::string_view uri, std::string_view prefix) {
  out_.append("<").append(name);
  if (!uri.empty()) {
    out_.append(" xmlns");
    if (!prefix.empty()) out_.append(":").append(prefix);
    out_.append("=\"");
    append_xml_attribute(out_, uri);
    out_.push_back('"');
  }
  out_.push_back('>');
  return out_.size() - 1;
}

void xml_writer::close(std::string_view name) { out_.append("</").append(name).append(">"); }

// The value of a map's entry closes the entry.
void xml_writer::after_value() {
  if (frames_.empty() || frames_.back().shape->type != shape_type::map) return;
  close(frames_.back().has_element ? "entry" : frames_.back().name);
}

std::string xml_writer::take() { return std::exchange(out_, {}); }

}  // namespace aloft::serde
