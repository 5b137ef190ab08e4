// Scalars on their way through the fitter: what each kind of value becomes for each type of shape.

#include <aloft/base64.hpp>
#include "serde/input_fitter.hpp"
#include "serde/numbers.hpp"
#include "serde/utf8.hpp"

#include <limits>
#include <optional>

namespace aloft::serde {

using model::shape_type;

namespace {

std::optional<double> special_number(std::string_view text) noexcept {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return infinity;
  if (text == "-Infinity") return -infinity;
  return std::nullopt;
}

}  // namespace

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
          length(*at.shape, character_count(value), "characters", findings_.size());
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

}  // namespace aloft::serde
