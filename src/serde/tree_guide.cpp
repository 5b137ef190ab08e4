#include "serde/tree_guide.hpp"

#include "serde/numbers.hpp"
#include "serde/scalar_text.hpp"
#include "serde/untyped.hpp"
#include "serde/value_path.hpp"

#include <cmath>

namespace aloft::serde {
namespace {

using model::shape_type;

std::string_view name_of(shape_type type) noexcept {
  switch (type) {
    case shape_type::structure: return "a structure";
    case shape_type::list: return "a list";
    case shape_type::map: return "a map";
    case shape_type::string: return "text";
    case shape_type::blob: return "a blob";
    case shape_type::boolean: return "true or false";
    case shape_type::integer:
    case shape_type::long_int: return "a whole number";
    case shape_type::single:
    case shape_type::real: return "a number";
    case shape_type::timestamp: return "a time";
    case shape_type::document: return "any value";
  }
  return "";
}

bool is_collection(shape_type type) noexcept {
  return type == shape_type::structure || type == shape_type::list || type == shape_type::map;
}

}  // namespace

tree_guide::tree_guide(const model::shape& root, shape_sink& sink, const options& options)
    : sink_{sink}, root_{root}, options_{options} {}

bool tree_guide::skips_next() const noexcept {
  if (skipped_ > 0) return true;
  return !frames_.empty() && frames_.back().shape->type == shape_type::structure && frames_.back().member == nullptr;
}

// Tells the sink that a value comes, and returns its shape; null when the value is to be passed over.
const model::shape* tree_guide::announce() {
  if (skips_next()) return nullptr;
  if (frames_.empty()) {
    announced_ = nullptr;
    return &root_;
  }
  frame& in = frames_.back();
  switch (in.shape->type) {
    case shape_type::structure:
      sink_.member(*in.member);
      announced_ = in.member;
      break;
    case shape_type::map:
      sink_.key(keys_.back());
      announced_ = in.shape->element;
      break;
    default: ++in.count; announced_ = in.shape->element;
  }
  return announced_->target;
}

bool tree_guide::begin_object() {
  const bool root = frames_.empty();
  const model::shape* const shape = announce();
  if (shape == nullptr) {
    ++skipped_;
    return true;
  }
  if (shape->type == shape_type::document) return open(untyped_map(), true);
  if (shape->type != shape_type::structure && shape->type != shape_type::map) return mismatch(*shape, "an object");
  return open(*shape, !(root && options_.inside));
}

bool tree_guide::begin_list() {
  const model::shape* const shape = announce();
  if (shape == nullptr) {
    ++skipped_;
    return true;
  }
  if (shape->type == shape_type::document) return open(untyped_list(), true);
  if (shape->type != shape_type::list) return mismatch(*shape, "a list");
  return open(*shape, true);
}

bool tree_guide::open(const model::shape& shape, bool closes) {
  if (closes) sink_.begin(shape);
  frames_.push_back({&shape, nullptr, 0, closes});
  if (shape.type == shape_type::map) keys_.emplace_back();
  return pushed();
}

bool tree_guide::end() {
  if (skipped_ > 0) {
    --skipped_;
    return true;
  }
  const frame ended = frames_.back();
  frames_.pop_back();
  if (ended.shape->type == shape_type::map) keys_.pop_back();
  if (ended.closes) sink_.end();
  return pushed();
}

void tree_guide::key(std::string_view key) {
  if (skipped_ > 0) return;
  frame& in = frames_.back();
  if (in.shape->type == shape_type::map) {
    keys_.back() = key;
    return;
  }
  in.member = options_.names == json_names::location ? in.shape->find_wire(key) : in.shape->find(key);
  if (frames_.size() == 1 && in.member != nullptr && !in_body(*in.member, options_.bound)) in.member = nullptr;
}

bool tree_guide::text(std::string_view text) {
  const model::shape* const shape = announce();
  if (shape == nullptr) return true;
  if (is_collection(shape->type)) return mismatch(*shape, "text");
  const bool stated = announced_ != nullptr && announced_->time_format.has_value();
  const auto wanted = push_scalar(sink_, *shape, stated ? *announced_->time_format : options_.time_format, text);
  if (!wanted.empty()) return mismatch(*shape, "\"" + std::string{text.substr(0, 100)} + "\"");
  return pushed();
}

bool tree_guide::bytes(std::string_view bytes) {
  const model::shape* const shape = announce();
  if (shape == nullptr) return true;
  if (shape->type != shape_type::blob && shape->type != shape_type::document) return mismatch(*shape, "bytes");
  sink_.blob(bytes);
  return pushed();
}

bool tree_guide::integer(std::int64_t number) {
  const model::shape* const shape = announce();
  if (shape == nullptr) return true;
  switch (shape->type) {
    case shape_type::integer:
    case shape_type::long_int:
    case shape_type::document: sink_.integer(number); break;
    case shape_type::single:
    case shape_type::real: sink_.real(static_cast<double>(number)); break;
    case shape_type::timestamp: sink_.timestamp({number, 0}); break;
    case shape_type::string: sink_.text(std::to_string(number)); break;
    default: return mismatch(*shape, "a number");
  }
  return pushed();
}

bool tree_guide::real(double number, std::string_view literal) {
  const model::shape* const shape = announce();
  if (shape == nullptr) return true;
  switch (shape->type) {
    case shape_type::integer:
    case shape_type::long_int:
      // More than the model promises, or than 64 bits hold: better a rounded number than none.
      if (number == std::floor(number) && std::fabs(number) < 9e18) {
        sink_.integer(static_cast<std::int64_t>(number));
      } else if (!std::isfinite(number)) {
        return mismatch(*shape, real_text(number));
      } else {
        sink_.real(number);
      }
      break;
    case shape_type::single:
    case shape_type::real:
    case shape_type::document: sink_.real(number); break;
    case shape_type::timestamp: {
      const auto when = timestamp_from_epoch(number);
      if (!when) return mismatch(*shape, real_text(number));
      sink_.timestamp(*when);
      break;
    }
    case shape_type::string: sink_.text(literal.empty() ? real_text(number) : literal); break;
    default: return mismatch(*shape, "a number");
  }
  return pushed();
}

bool tree_guide::boolean(bool truth) {
  const model::shape* const shape = announce();
  if (shape == nullptr) return true;
  const std::string_view word = truth ? "true" : "false";
  switch (shape->type) {
    case shape_type::boolean:
    case shape_type::document: sink_.boolean(truth); break;
    case shape_type::string: sink_.text(word); break;
    default: return mismatch(*shape, word);
  }
  return pushed();
}

bool tree_guide::null() {
  if (skips_next()) return true;
  if (!frames_.empty()) {
    frame& in = frames_.back();
    if (in.shape->type == shape_type::structure) return true;
    if (!in.shape->sparse) {
      ++in.count;
      return true;
    }
    announce();
  } else if (options_.inside) {
    return true;
  }
  sink_.null();
  return pushed();
}

bool tree_guide::pushed() {
  if (!sink_.failed()) return true;
  failure_ = sink_.failure();
  return false;
}

bool tree_guide::mismatch(const model::shape& wanted, std::string_view got) {
  failure_ = problem("expected " + std::string{name_of(wanted.type)} + ", got " + std::string{got});
  return false;
}

error tree_guide::problem(std::string_view what) const {
  std::string message = path();
  if (!message.empty()) message.append(": ");
  return {error_kind::protocol, "UnreadableAnswer", message.append(what)};
}

std::string tree_guide::path() const {
  std::string path;
  std::size_t map = 0;
  for (const frame& in : frames_) {
    switch (in.shape->type) {
      case shape_type::structure:
        if (in.member != nullptr) append_path(path, in.member->name);
        break;
      case shape_type::map: append_path(path, keys_[map++]); break;
      default:
        if (in.count > 0) append_path(path, in.count - 1);
    }
  }
  return path;
}

}  // namespace aloft::serde
