#include "serde/query_writer.hpp"

#include "crypto/percent.hpp"

#include <utility>

namespace aloft::serde {

using model::shape_type;

std::string query_name(query_dialect dialect, const model::member& member, std::string_view usual) {
  if (dialect == query_dialect::ec2) {
    if (!member.query_name.empty()) return std::string{member.query_name};
    // Smithy's ec2Query capitalizes whichever name it is: the stated one, else the member's own.
    std::string name{member.has_location_name || usual.empty() ? member.wire : usual};
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
  } else if (member.has_location_name) {
    return std::string{member.wire};
  } else if (const model::shape& target = *member.target;
             target.type == shape_type::list && target.flattened && target.element->has_location_name) {
    // Lists that are flattened themselves (not by the member) are called as their elements are.
    return std::string{target.element->wire};
  }
  return std::string{usual.empty() ? member.name : usual};
}

std::string_view empty_list_name(const model::member& member) noexcept {
  return member.has_location_name ? member.wire : member.name;
}

query_writer::query_writer(query_dialect dialect, std::string_view action, std::string_view version)
    : text_sink{timestamp_format::date_time}, dialect_{dialect} {
  out_.reserve(256);
  out_.append("Action=");
  crypto::append_percent_encoded(out_, action);
  out_.append("&Version=");
  crypto::append_percent_encoded(out_, version);
}

void query_writer::begin(const model::shape& shape, std::size_t) {
  start_element();
  const bool flattened = shape.flattened || (member_ != nullptr && member_->target == &shape && member_->flattened);
  frames_.push_back({&shape, flattened, name_.size(), 0, member_});
  member_ = nullptr;
}

void query_writer::end() {
  const frame ended = frames_.back();
  frames_.pop_back();
  if (ended.shape->type != shape_type::list || ended.count > 0 || dialect_ == query_dialect::ec2) return;
  name_.resize(ended.name);
  if (ended.flattened && ended.member && !frames_.empty() && frames_.back().shape->type == shape_type::structure)
    set_name(frames_.back().name, empty_list_name(*ended.member));
  pair({});
}

void query_writer::member(const model::member& member) {
  member_ = &member;
  describe(&member);
  set_name(frames_.back().name, query_name(dialect_, member));
}

void query_writer::key(std::string_view key) {
  frame& map = frames_.back();
  std::string entry = map.flattened ? "" : "entry.";
  entry.append(std::to_string(++map.count));
  set_name(map.name, entry);
  const std::size_t start = name_.size();
  set_name(start, query_name(dialect_, *map.shape->key, "key"));
  pair(key);
  set_name(start, query_name(dialect_, *map.shape->element, "value"));
  describe(map.shape->element);
  member_ = map.shape->element;
}

// Elements of lists are named as they come.
void query_writer::start_element() {
  if (frames_.empty() || frames_.back().shape->type != shape_type::list) return;
  frame& list = frames_.back();
  const model::member& element = *list.shape->element;
  if (list.count == 0 && dialect_ == query_dialect::aws) {
    name_.resize(list.name);
    if (!list.flattened) set_name(list.name, query_name(dialect_, element, "member"));
    list.name = name_.size();
  }
  set_name(list.name, std::to_string(++list.count));
  describe(&element);
  member_ = &element;
}

void query_writer::set_name(std::size_t keep, std::string_view part) {
  name_.resize(keep);
  if (keep > 0) name_.push_back('.');
  crypto::append_form_encoded(name_, part);
}

void query_writer::text(std::string_view value) {
  start_element();
  pair(value);
}

void query_writer::null() {}

void query_writer::pair(std::string_view value) {
  out_.append("&").append(name_).append("=");
  crypto::append_form_encoded(out_, value);
}

std::string query_writer::take() { return std::exchange(out_, {}); }

}  // namespace aloft::serde
