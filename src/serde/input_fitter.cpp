#include "serde/input_fitter.hpp"

#include <aloft/base64.hpp>
#include <aloft/names.hpp>
#include "serde/numbers.hpp"
#include "serde/untyped.hpp"
#include "serde/utf8.hpp"
#include "serde/value_path.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace aloft::serde {
namespace {

using model::shape_type;

// Below what would exhaust a thread's stack; nothing that AWS takes is near it.
constexpr std::size_t max_input_depth = 256;
constexpr std::size_t max_findings = 100;  // an error must stay readable

// botocore counts code points, not bytes.
std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string_view expected(const model::shape& shape) noexcept {
  switch (shape.type) {
    case shape_type::structure:
    case shape_type::map: return "an object";
    case shape_type::list: return "a list";
    case shape_type::string: return "text";
    case shape_type::blob: return "base64 text";
    case shape_type::boolean: return "true or false";
    case shape_type::integer:
    case shape_type::long_int: return "a whole number";
    case shape_type::single:
    case shape_type::real: return "a number";
    case shape_type::timestamp: return "a time (ISO 8601 text or seconds since 1970)";
    case shape_type::document: break;
  }
  return "any value";
}

std::string number(double value) {
  std::array<char, 32> text;
  const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), written.ptr};
}

std::string names(const model::shape& shape) {
  std::string list;
  for (const model::member& member : shape.members) list.append(list.empty() ? "" : ", ").append(member.name);
  return list.empty() ? "none" : list;
}

// A header that holds JSON takes any.
bool takes_anything(const model::member* as) noexcept {
  return as != nullptr && as->json_value && as->where == model::location::header;
}

std::optional<double> special_number(std::string_view text) noexcept {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return infinity;
  if (text == "-Infinity") return -infinity;
  return std::nullopt;
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
  if (options_.validate && shape.has_min && static_cast<double>(characters(key)) < shape.min)
    found("the key is shorter than " + number(shape.min) + " characters");
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

void input_fitter::ended_structure(const frame& at) {
  const auto given = [&](const model::member& member) {
    return (given_[at.bits + member.index / 64] >> (member.index % 64) & 1) != 0;
  };
  if (options_.validate) {
    std::size_t place = at.finding;
    if (at.shape->is_union && at.count != 1) {
      found("exactly one of these must be set: " + names(*at.shape) +
                (at.count == 0 ? "; none is" : "; " + std::to_string(at.count) + " are"),
            place++);
    }
    for (const model::member& member : at.shape->members) {
      if (!member.required || member.idempotency_token || member.streaming || given(member)) continue;
      found("missing required parameter \"" + std::string{member.name} + "\"", place++);
    }
  }
  if (frames_.size() > 1 || options_.idempotency_token.empty() || !at.open) return;
  for (const model::member& member : at.shape->members) {
    if (!member.idempotency_token || given(member) || !goes_on(member)) continue;
    to_->member(member);
    to_->text(options_.idempotency_token);
  }
}

void input_fitter::push_edit(const input_edit& edit) {
  const model::member* const member = root_.find(edit.member);
  frame& top = frames_.back();
  if (member == nullptr || (given_[top.bits + member->index / 64] >> (member->index % 64) & 1) != 0) return;
  top.current = member;
  muted_ = !goes_on(*member);
  text(edit.text);
}

// ---- scalars

void input_fitter::text(std::string_view value) {
  const slot at = next();
  if (at.shape == nullptr) return done();
  const auto behind = [&]() -> shape_sink* {
    if (to_ == nullptr || muted_) return nullptr;
    announce();
    return to_;
  };
  switch (at.shape->type) {
    case shape_type::string: {
      if (options_.validate) {
        const bool of_host = !at.shape->has_min && at.member != nullptr && at.member->host_label;
        if (!valid_utf8(value))
          found("is not UTF-8 text");
        else if (of_host && value.empty())
          found("must not be empty: it is part of the host name");
        else if (at.shape->has_min)
          length(*at.shape, characters(value), "characters", findings_.size());
      }
      if (auto* to = behind()) to->text(value);
      break;
    }
    case shape_type::document:
      if (auto* to = behind()) to->text(value);
      break;
    case shape_type::blob:
      if (const auto bytes = from_base64(value)) {
        if (auto* to = behind()) to->blob(*bytes);
      } else {
        found("is not base64 text");
      }
      break;
    case shape_type::single:
    case shape_type::real:
      if (const auto special = special_number(value)) {
        if (auto* to = behind()) to->real(*special);
      } else {
        wrong_type(*at.shape, "text");
      }
      break;
    case shape_type::timestamp:
      if (const auto when = parse_any_timestamp(value)) {
        if (auto* to = behind()) to->timestamp(*when);
      } else {
        found("\"" + std::string{value.substr(0, 100)} +
              "\" is not a time; expected ISO 8601 text (2026-01-31T12:00:00Z) or seconds since 1970");
      }
      break;
    default: wrong_type(*at.shape, "text");
  }
  done();
}

void input_fitter::integer(std::int64_t value) {
  const slot at = next();
  if (at.shape == nullptr) return done();
  const bool goes_behind = to_ != nullptr && !muted_;
  switch (at.shape->type) {
    case shape_type::integer:
    case shape_type::long_int: {
      range(*at.shape, static_cast<double>(value));
      using narrow = std::numeric_limits<std::int32_t>;
      if (at.shape->type == shape_type::integer && (value < narrow::min() || value > narrow::max())) {
        found(std::to_string(value) + " is out of range: the member holds 32 bits");
      } else if (goes_behind) {
        announce();
        to_->integer(value);
      }
      break;
    }
    case shape_type::single:
    case shape_type::real:
      range(*at.shape, static_cast<double>(value));
      if (!goes_behind) break;
      announce();
      // In paths, queries and headers numbers are spelled as they were given.
      if (frames_.size() > 0 && frames_.front().current != nullptr &&
          frames_.front().shape->type == shape_type::structure &&
          frames_.front().current->where != model::location::body)
        to_->integer(value);
      else
        to_->real(static_cast<double>(value));
      break;
    case shape_type::timestamp:
      if (!goes_behind) break;
      announce();
      to_->timestamp({value, 0});
      break;
    case shape_type::document:
      if (!goes_behind) break;
      announce();
      to_->integer(value);
      break;
    default: wrong_type(*at.shape, "a whole number");
  }
  done();
}

void input_fitter::large_integer(std::uint64_t value) {
  const slot at = next();
  if (at.shape == nullptr) return done();
  switch (at.shape->type) {
    case shape_type::single:
    case shape_type::real:
    case shape_type::document:
      if (to_ == nullptr || muted_) break;
      announce();
      to_->real(static_cast<double>(value));
      break;
    case shape_type::integer:
    case shape_type::long_int: found("the number is larger than 64 bits hold"); break;
    default: wrong_type(*at.shape, "a whole number");
  }
  done();
}

void input_fitter::real(double value) {
  const slot at = next();
  if (at.shape == nullptr) return done();
  const bool goes_behind = to_ != nullptr && !muted_;
  switch (at.shape->type) {
    case shape_type::single:
    case shape_type::real: range(*at.shape, value); [[fallthrough]];
    case shape_type::document:
      if (!goes_behind) break;
      announce();
      to_->real(value);
      break;
    case shape_type::timestamp:
      if (const auto when = timestamp_from_epoch(value); !when) {
        found("is not a time");
      } else if (goes_behind) {
        announce();
        to_->timestamp(*when);
      }
      break;
    default: wrong_type(*at.shape, "a number");
  }
  done();
}

void input_fitter::boolean(bool value) {
  const slot at = next();
  if (at.shape == nullptr) return done();
  if (at.shape->type != shape_type::boolean && at.shape->type != shape_type::document) {
    wrong_type(*at.shape, "a boolean");
  } else if (to_ != nullptr && !muted_) {
    announce();
    to_->boolean(value);
  }
  done();
}

void input_fitter::blob(std::string_view bytes) {
  const slot at = next();
  if (at.shape == nullptr) return done();
  if (at.shape->type != shape_type::blob && at.shape->type != shape_type::document) {
    wrong_type(*at.shape, "a blob");
  } else if (to_ != nullptr && !muted_) {
    announce();
    to_->blob(bytes);
  }
  done();
}

void input_fitter::timestamp(aloft::timestamp value) {
  const slot at = next();
  if (at.shape == nullptr) return done();
  if (at.shape->type != shape_type::timestamp && at.shape->type != shape_type::document) {
    wrong_type(*at.shape, "a time");
  } else if (to_ != nullptr && !muted_) {
    announce();
    to_->timestamp(value);
  }
  done();
}

void input_fitter::null() {
  if (passing_over()) return done();
  if (frames_.empty()) {
    wrong_type(root_, "null");
    return;
  }
  const frame& top = frames_.back();
  if (top.shape->type == shape_type::structure) {
    // An absent member of a structure is absent; in a document null is a value.
    if (frames_.size() > 1 && top.current != nullptr && top.current->target->type == shape_type::document &&
        to_ != nullptr && !muted_) {
      announce();
      to_->null();
    }
    return done();
  }
  const slot at = next();
  if (at.shape == nullptr) return done();
  if (!frames_.back().shape->sparse) {
    wrong_type(*at.shape, "null");
  } else if (to_ != nullptr && !muted_) {
    announce();
    to_->null();
  }
  done();
}

void input_fitter::refuse(std::string_view finding) { found(std::string{finding}); }

// ---- findings

void input_fitter::length(const model::shape& shape, std::size_t size, std::string_view of, std::size_t at) {
  if (!options_.validate || !shape.has_min || static_cast<double>(size) >= shape.min) return;
  found("has " + std::to_string(size) + " " + std::string{of} + "; at least " + number(shape.min) + " are needed", at);
}

void input_fitter::range(const model::shape& shape, double value) {
  if (options_.validate && shape.has_min && value < shape.min)
    found(number(value) + " is below the minimum of " + number(shape.min));
}

void input_fitter::unknown(const model::shape& shape, std::string_view name) {
  std::vector<std::string> known;
  for (const model::member& member : shape.members) known.emplace_back(member.name);
  std::string finding = "unknown parameter \"" + std::string{name} + "\"";
  const std::string near = did_you_mean(name, known);
  finding.append(near.empty() ? "; known are " + names(shape) : near);
  found(std::move(finding));
}

void input_fitter::wrong_type(const model::shape& wanted, std::string_view got) {
  found("expected " + std::string{expected(wanted)} + ", got " + std::string{got});
}

void input_fitter::found(std::string finding, std::size_t at) {
  if (findings_.size() >= max_findings) return;
  finding.insert(0, path() + ": ");
  findings_.insert(findings_.begin() + static_cast<std::ptrdiff_t>(std::min(at, findings_.size())), std::move(finding));
  if (!options_.validate || findings_.size() >= max_findings) stopped_ = true;
}

std::string input_fitter::path() const {
  std::string at;
  for (const frame& level : frames_) {
    if (level.shape->type == shape_type::list) {
      if (level.current != nullptr && level.count > 0) append_path(at, level.count - 1);
    } else if (level.current != nullptr) {
      append_path(at, level.shape->type == shape_type::map ? level.key : level.current->name);
    }
  }
  return at.empty() ? "input" : at;
}

result<void> input_fitter::outcome() const {
  if (findings_.empty()) return to_ != nullptr && to_->failed() ? result<void>{to_->failure()} : result<void>{};
  if (!options_.validate) return error{error_kind::usage, "ParamValidation", findings_.front()};
  std::string message = "Parameter validation failed:";
  for (const std::string& finding : findings_) message.append(message.ends_with(":") ? " " : "; ").append(finding);
  return error{error_kind::usage, "ParamValidation", message};
}

}  // namespace aloft::serde
