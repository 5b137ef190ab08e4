#include "serde/input_fitter.hpp"

#include "serde/untyped.hpp"
#include "serde/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace aloft::serde {
namespace {

using model::shape_type;

// Below what would exhaust a thread's stack; nothing that AWS takes is near it.
constexpr std::size_t max_input_depth = 256;

// A header that holds JSON takes any.
bool takes_anything(const model::member* as) noexcept {
  return as != nullptr && as->json_value && as->where == model::location::header;
}

}  // namespace

input_fitter::input_fitter(const model::shape& root, shape_sink* to, const fit_options& options)
    : root_{root}, to_{to}, options_{options} {}

// ---- where the next value belongs

// True when the scalar, or what is opened, belongs to nothing that is known.
bool input_fitter::passing_over() {
  if (skipped_ > 0 || stopped_) return true;
  return std::exchange(skips_next_, false);
}

input_fitter::slot input_fitter::next() {
  if (passing_over()) return {};
  if (frames_.empty()) return {&root_, nullptr};
  frame& top = frames_.back();
  if (top.shape->type == shape_type::list) top.current = top.shape->element;
  if (top.current == nullptr) return {};
  ++top.count;
  if (top.shape->type == shape_type::structure)
    given_[top.bits + top.current->index / 64] |= std::uint64_t{1} << (top.current->index % 64);
  return {takes_anything(top.current) ? &untyped() : top.current->target, top.current};
}

// Tells the sink behind whose value comes.
void input_fitter::announce() {
  if (frames_.empty()) return;
  const frame& top = frames_.back();
  if (top.shape->type == shape_type::structure)
    to_->member(*top.current);
  else if (top.shape->type == shape_type::map)
    to_->key(top.key);
}

// A value is complete.
void input_fitter::done() {
  if (frames_.size() == 1) muted_ = false;
  if (!frames_.empty() && frames_.back().shape->type != shape_type::list) frames_.back().current = nullptr;
}

bool input_fitter::goes_on(const model::member& member) const noexcept {
  if (member.streaming && !options_.streams) return false;
  return !options_.body_only || member.where == model::location::body;
}

void input_fitter::select(const model::member* member, std::string_view name) {
  frame& top = frames_.back();
  top.current = member;
  if (member == nullptr) {
    unknown(*top.shape, name);
    ++top.count;
    skips_next_ = true;
    return;
  }
  if (frames_.size() > 1) return;
  muted_ = !goes_on(*member);
  const auto& edits = options_.edits;
  const auto edit =
      std::find_if(edits.begin(), edits.end(), [&](const auto& one) { return one.member == member->name; });
  if (edit == edits.end()) return;
  push_edit(*edit);
  skips_next_ = true;
}

// A member of another shape (or of another version of this one) is taken by its name.
void input_fitter::member(const model::member& member) {
  if (skipped_ > 0 || stopped_ || frames_.empty()) return;
  const auto& members = frames_.back().shape->members;
  if (member.index < members.size() && &members[member.index] == &member) return select(&member, member.name);
  lasting_key(member.name);
}

void input_fitter::lasting_key(std::string_view key) {
  if (skipped_ > 0 || stopped_ || frames_.empty()) return;
  frame& top = frames_.back();
  if (top.shape->type == shape_type::structure) return select(top.shape->find(key), key);
  if (top.shape->type != shape_type::map) return;
  top.key = key;
  top.current = top.shape->element;
  const model::shape& shape = *top.shape->key->target;
  if (options_.validate && !valid_utf8(key)) found("the key is not UTF-8 text");
  if (options_.validate && shape.has_min && static_cast<double>(character_count(key)) < shape.min)
    found("the key is shorter than " + std::to_string(static_cast<std::int64_t>(shape.min)) + " characters");
}

void input_fitter::key(std::string_view key) {
  if (skipped_ > 0 || stopped_ || frames_.empty()) return;
  frame& top = frames_.back();
  if (top.shape->type != shape_type::map) return lasting_key(key);
  if (!top.owns_key) keys_.emplace_back();
  top.owns_key = true;
  keys_.back() = key;
  lasting_key(keys_.back());
}

// ---- structures, lists, maps

// How many of its entries are null a foreign producer does not tell.
void input_fitter::begin(const model::shape& shape, std::size_t size) {
  open(shape.type == shape_type::list, size, unknown_size);
}

void input_fitter::begin_object(std::size_t size, std::size_t nulls) { open(false, size, nulls); }
void input_fitter::begin_array(std::size_t size) { open(true, size, 0); }

void input_fitter::open(bool is_list, std::size_t size, std::size_t nulls) {
  const slot at = next();
  if (at.shape == nullptr) {
    ++skipped_;
    return;
  }
  const model::shape* shape = at.shape;
  if (shape->type == shape_type::document) shape = is_list ? &untyped_list() : &untyped_map();
  const bool is_structure = shape->type == shape_type::structure;
  const bool fits = is_list ? shape->type == shape_type::list : is_structure || shape->type == shape_type::map;
  if (!fits || frames_.size() >= max_input_depth) {
    if (!fits)
      wrong_type(*shape, is_list ? "a list" : "an object");
    else
      found("the input is nested deeper than " + std::to_string(max_input_depth) + " levels");
    ++skipped_;
    return;
  }
  frame made{};
  made.shape = shape;
  made.finding = findings_.size();
  made.bits = given_.size();
  made.open = to_ != nullptr && !muted_;
  made.sized = is_structure || size != unknown_size;
  made.announced = is_structure || nulls != unknown_size ? unknown_size : size;
  if (!is_structure && made.sized) length(*shape, size, is_list ? "elements" : "entries", made.finding);
  if (made.open) {
    announce();
    to_->begin(*shape, is_structure ? size_of(*shape, size, nulls) : size);
  }
  if (is_structure) given_.resize(given_.size() + (shape->members.size() + 63) / 64);
  frames_.push_back(made);
}

// How many members of a structure the sink behind will see, of `size` that the producer has.
std::size_t input_fitter::size_of(const model::shape& shape, std::size_t size, std::size_t nulls) const {
  if (size == unknown_size || nulls == unknown_size) return unknown_size;
  const std::size_t entries = size - nulls;
  if (!frames_.empty()) {
    const bool keeps_nulls =
        nulls > 0 && std::any_of(shape.members.begin(), shape.members.end(),
                                 [](const auto& member) { return member.target->type == shape_type::document; });
    return keeps_nulls ? unknown_size : entries;
  }
  // Some of the root's members are added or left out here.
  if (!options_.edits.empty() || options_.body_only) return unknown_size;
  std::size_t tokens = 0;
  for (const model::member& member : root_.members) {
    if (member.streaming) return unknown_size;
    tokens += member.idempotency_token;
  }
  if (options_.idempotency_token.empty()) return entries;
  return tokens == 1 ? entries + 1 : unknown_size;  // there is a token because one is absent
}

void input_fitter::end() {
  if (stopped_) return;
  if (skipped_ > 0) {
    if (--skipped_ == 0) done();
    return;
  }
  if (frames_.empty()) return;
  frames_.back().current = nullptr;
  const frame at = frames_.back();
  const std::string_view of = at.shape->type == shape_type::list ? "elements" : "entries";
  if (at.shape->type == shape_type::structure) {
    if (frames_.size() == 1) {
      for (const input_edit& edit : options_.edits) push_edit(edit);
    }
    ended_structure(frames_.back());
  } else if (!at.sized) {
    length(*at.shape, at.count, of, at.finding);
  } else if (at.announced != unknown_size && at.announced != at.count) {
    found("was announced with " + std::to_string(at.announced) + " " + std::string{of} + " and has " +
          std::to_string(at.count));
  }
  if (stopped_) return;
  frames_.pop_back();
  given_.resize(at.bits);
  if (at.owns_key) keys_.pop_back();
  if (at.open) to_->end();
  done();
}

void input_fitter::push_edit(const input_edit& edit) {
  const model::member* const member = root_.find(edit.member);
  frame& top = frames_.back();
  if (member == nullptr || (given_[top.bits + member->index / 64] >> (member->index % 64) & 1) != 0) return;
  top.current = member;
  muted_ = !goes_on(*member);
  text(edit.text);
}

}  // namespace aloft::serde
