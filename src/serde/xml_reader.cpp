#include "serde/xml_reader.hpp"

#include "core/ascii.hpp"
#include "serde/numbers.hpp"
#include "serde/value_path.hpp"
#include "serde/xml_guide.hpp"

#include <algorithm>
#include <utility>

namespace aloft::serde {
namespace {

using model::shape_type;

// Pieces of this size stay in the first-level cache while they are looked at.
constexpr std::size_t bite = std::size_t{16} * 1024;

bool is_request_id(std::string_view name) noexcept {
  return name == "requestId" || name == "RequestId" || name == "RequestID";
}

// S3's <Grantee xsi:type="…">: attributes are found by their local name, whatever prefix the document gave the
// namespace.
std::string_view local_name(std::string_view name) noexcept { return name.substr(name.rfind(':') + 1); }

}  // namespace

xml_reader::guide::guide(const model::shape* root, shape_sink& sink, xml_reader_options options)
    : tokens_{options.limits.max_depth}, sink_{sink}, root_{root}, options_{std::move(options)} {
  frames_.reserve(16);
}

result<void> xml_reader::guide::write(std::string_view piece) {
  read_ += piece.size();
  if (read_ > options_.limits.max_bytes && !failed_) {
    failed_ = true;
    failure_ = too_large(options_.limits);
  }
  for (; !piece.empty() && !failed_; piece.remove_prefix(std::min(bite, piece.size()))) {
    tokens_.feed(piece.substr(0, bite));
    if (auto done = run(); !done) return done;
  }
  if (failed_) return failure_;
  return {};
}

result<void> xml_reader::guide::finish() {
  if (failed_) return failure_;
  tokens_.finish();
  if (auto done = run(); !done) return done;
  if (!pushed_root_ && root_ != nullptr && !options_.inside) {
    sink_.begin(*root_);
    sink_.end();
  }
  if (sink_.failed()) return sink_.failure();
  return {};
}

result<void> xml_reader::guide::run() {
  while (!failed_) {
    switch (tokens_.next()) {
      case xml_token::start: on_start(); break;
      case xml_token::text: on_text(tokens_.text()); break;
      case xml_token::end:
        on_end();
        if (sink_.failed()) {
          failed_ = true;
          failure_ = sink_.failure();
        }
        break;
      case xml_token::need_more: keep_pending(); return {};
      case xml_token::done: return {};
      case xml_token::error: fail("not well-formed XML: " + tokens_.problem()); break;
    }
  }
  return failure_;
}

void xml_reader::guide::on_start() {
  const std::string_view name = tokens_.name();
  if (skipped_ > 0) {
    keep_request_id_ = in_metadata_ && skipped_ == 1 && request_id_.empty() && is_request_id(name);
    ++skipped_;
    return;
  }
  if (scalar_ != nullptr) {
    keep_pending();
    scalar_done_ = true;
    skipped_ = 1;
    return;
  }
  if (frames_.empty()) {
    root_name_ = name;
    if (options_.wrappers.empty() && root_ != nullptr) {
      open_root();
    } else {
      frames_.push_back({.at = place::wrapper, .closes = false});
    }
    return;
  }
  frame& in = frames_.back();
  switch (in.at) {
    case place::wrapper: start_in_wrapper(name); break;
    case place::structure: start_member(in, name); break;
    case place::list:
      ++in.count;
      open(*in.shape->element);
      break;
    case place::map:
      keys_.emplace_back();
      frames_.push_back({.at = place::entry, .closes = false, .shape = in.shape});
      break;
    case place::entry: start_entry_part(in, name); break;
  }
}

void xml_reader::guide::start_in_wrapper(std::string_view name) {
  const std::size_t step = frames_.size() - 1;
  if (root_ == nullptr || pushed_root_ || step >= options_.wrappers.size() || options_.wrappers[step] != name) {
    skip(name);
  } else if (step + 1 == options_.wrappers.size()) {
    open_root();
  } else {
    frames_.push_back({.at = place::wrapper, .closes = false});
  }
}

void xml_reader::guide::open_root() {
  pushed_root_ = true;
  if (root_->type == shape_type::structure) {
    open_structure(*root_, !options_.inside);
    return;
  }
  // A payload that is a list or map itself: its element holds the items as a wrapped one does.
  sink_.begin(*root_);
  frames_.push_back({.at = root_->type == shape_type::map ? place::map : place::list, .shape = root_});
}

void xml_reader::guide::open_structure(const model::shape& shape, bool closes) {
  if (closes) sink_.begin(shape);
  if (!tokens_.attributes().empty()) push_attributes(shape);
  frames_.push_back({.at = place::structure, .closes = closes, .shape = &shape});
}

void xml_reader::guide::push_attributes(const model::shape& shape) {
  for (const model::member& member : shape.members) {
    if (!member.xml_attribute) continue;
    for (const xml_attribute& attribute : tokens_.attributes()) {
      if (local_name(attribute.name) != local_name(member.wire) || attribute.name.starts_with("xmlns:")) continue;
      sink_.member(member);
      const auto format = member.time_format.value_or(options_.time_format);
      if (const auto wanted = push_scalar(sink_, *member.target, format, attribute.value); !wanted.empty()) {
        fail("attribute " + attribute.name + " is \"" + attribute.value + "\"; expected " + std::string{wanted});
      }
      break;
    }
  }
}

const model::member* xml_reader::guide::find_member(const frame& in, std::string_view name) const noexcept {
  const model::member* const found = in.shape->find_wire(name);
  if (found != nullptr) return in_body(*found, options_.bound) && !found->xml_attribute ? found : nullptr;
  // A flattened list may go by its element's name. Rare enough to look for only after nothing else fits.
  for (const model::member& member : in.shape->members) {
    if (!member.flattened || member.target->type != shape_type::list) continue;
    if (member.target->element->has_location_name && member.target->element->wire == name) return &member;
  }
  return nullptr;
}

void xml_reader::guide::start_member(frame& in, std::string_view name) {
  const model::member* const member = find_member(in, name);
  if (in.flattened && member == in.member) {
    ++in.count;
  } else {
    close_flattened(in);
    if (member == nullptr) {
      skip(name);
      return;
    }
    in.member = member;
    in.count = 1;
    sink_.member(*member);
    if (!member->flattened || (member->target->type != shape_type::list && member->target->type != shape_type::map)) {
      open(*member);
      return;
    }
    in.flattened = true;
    sink_.begin(*member->target);
  }
  const model::shape& items = *member->target;
  if (items.type == shape_type::list) {
    open(*items.element);
  } else {
    keys_.emplace_back();
    frames_.push_back({.at = place::entry, .closes = false, .shape = &items});
  }
}

void xml_reader::guide::start_entry_part(frame& in, std::string_view name) {
  const auto called = [&](const model::member& part, std::string_view usual) {
    return name == (part.has_location_name ? part.wire : usual);
  };
  if (called(*in.shape->key, "key")) {
    scalar_ = in.shape->key;
    scalar_is_key_ = true;
  } else if (!called(*in.shape->element, "value")) {
    skip(name);
  } else if (!in.has_key) {
    fail("a map entry whose value comes before its key");
  } else {
    open(*in.shape->element);
  }
}

void xml_reader::guide::open(const model::member& as) {
  const model::shape& shape = *as.target;
  switch (shape.type) {
    case shape_type::structure: open_structure(shape, true); break;
    case shape_type::list:
    case shape_type::map:
      sink_.begin(shape);
      frames_.push_back({.at = shape.type == shape_type::map ? place::map : place::list, .shape = &shape});
      break;
    default: scalar_ = &as;
  }
}

void xml_reader::guide::close_flattened(frame& in) {
  if (!in.flattened) return;
  in.flattened = false;
  sink_.end();
}

void xml_reader::guide::skip(std::string_view name) {
  skipped_ = 1;
  const bool below_root = tokens_.depth() == 2;
  in_metadata_ = below_root && name == "ResponseMetadata";
  keep_request_id_ = below_root && request_id_.empty() && is_request_id(name);
}

void xml_reader::guide::on_text(std::string_view text) {
  if (skipped_ > 0) {
    if (keep_request_id_) request_id_.append(text);
    return;
  }
  if (scalar_ != nullptr) {
    if (scalar_done_) return;
    if (pending_.empty() && text_.empty()) {
      pending_ = text;
      // A reference's character is overwritten by the next one.
      if (text.size() <= 4) keep_pending();
    } else {
      keep_pending();
      text_.append(text);
    }
    return;
  }
  if (frames_.size() == 1 && frames_.back().member == nullptr && frames_.back().count == 0) root_text_.append(text);
}

void xml_reader::guide::keep_pending() {
  text_.append(pending_);
  pending_ = {};
}

void xml_reader::guide::on_end() {
  if (skipped_ > 0) {
    --skipped_;
    keep_request_id_ = false;
    return;
  }
  if (scalar_ != nullptr) {
    end_scalar();
    return;
  }
  frame& in = frames_.back();
  close_flattened(in);
  if (in.at == place::entry) keys_.pop_back();
  if (in.closes) sink_.end();
  frames_.pop_back();
}

void xml_reader::guide::end_scalar() {
  const std::string_view text = text_.empty() ? pending_ : std::string_view{text_};
  const model::member& as = *std::exchange(scalar_, nullptr);
  scalar_done_ = false;
  if (std::exchange(scalar_is_key_, false)) {
    keys_.back() = text;
    frames_.back().has_key = true;
    sink_.key(text);
  } else {
    const shape_type type = as.target->type;
    if (type == shape_type::string) {
      sink_.text(text);
    } else if (type == shape_type::blob || !ascii::trim(text).empty()) {
      const auto wanted = push_scalar(sink_, *as.target, as.time_format.value_or(options_.time_format), text);
      if (type == shape_type::timestamp && !wanted.empty()) {
        sink_.text(text);  // a time in a form of its own is no reason to lose the answer
      } else if (!wanted.empty()) {
        fail("\"" + std::string{text.substr(0, 100)} + "\" is not " + std::string{wanted});
      }
    } else if (frames_.back().at != place::structure) {
      sink_.null();
    }
  }
  text_.clear();
  pending_ = {};
}

std::string xml_reader::guide::path() const {
  std::string path;
  std::size_t entry = 0;
  for (const frame& at : frames_) {
    switch (at.at) {
      case place::structure:
        if (at.member != nullptr) append_path(path, at.member->name);
        if (at.member != nullptr && at.flattened && at.member->target->type == shape_type::list)
          append_path(path, at.count - 1);
        break;
      case place::list:
        if (at.count > 0) append_path(path, at.count - 1);
        break;
      case place::entry: append_path(path, keys_[entry++]); break;
      case place::wrapper:
      case place::map: break;
    }
  }
  return path;
}

void xml_reader::guide::fail(const std::string& problem) {
  if (failed_) return;
  failed_ = true;
  const std::string where = path();
  failure_ = error{error_kind::protocol, "UnreadableAnswer", (where.empty() ? std::string{} : where + ": ") + problem};
}

xml_reader::xml_reader(const model::shape* root, shape_sink& sink, xml_reader_options options)
    : guide_{std::make_unique<guide>(root, sink, std::move(options))} {}
xml_reader::~xml_reader() = default;

result<void> xml_reader::write(std::string_view piece) { return guide_->write(piece); }
result<void> xml_reader::finish() { return guide_->finish(); }
bool xml_reader::found_shape() const noexcept { return guide_->found_shape(); }
const std::string& xml_reader::request_id() const noexcept { return guide_->request_id(); }
const std::string& xml_reader::root_name() const noexcept { return guide_->root_name(); }
const std::string& xml_reader::root_text() const noexcept { return guide_->root_text(); }

}  // namespace aloft::serde
