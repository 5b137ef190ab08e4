#include "aloft/value.hpp"

#include "aloft/error.hpp"
#include "document/document_node.hpp"

#include <array>
#include <bit>
#include <ostream>

namespace aloft {
namespace {

using detail::record;

constexpr std::array<std::string_view, 10> kind_names{"null", "boolean",   "integer", "real", "text",
                                                      "blob", "timestamp", "list",    "map",  "record"};

std::string_view name_of(value_kind kind) noexcept { return kind_names[static_cast<std::size_t>(kind)]; }

[[noreturn]] void wrong_kind(std::string_view wanted, value_kind is) {
  throw error{error_kind::usage, "WrongType",
              std::string{"the value is of kind "}.append(name_of(is)).append(", not ").append(wanted)};
}

// The first present member from `slot` on; members.size() when there is none.
std::size_t next_present(const record& of, std::size_t slot) noexcept {
  const std::size_t count = of.shape->members.size();
  while (slot < count) {
    const std::uint64_t rest = of.present()[slot / 64] >> (slot % 64);
    if (rest != 0) return slot + static_cast<std::size_t>(std::countr_zero(rest));
    slot = (slot / 64 + 1) * 64;
  }
  return count;
}

}  // namespace

value_kind value::kind() const noexcept { return at_ ? at_->kind : value_kind::null; }

value value::operator[](std::string_view name) const noexcept {
  if (kind() == value_kind::record) {
    const model::member* member = at_->fields->shape->find(name);
    return member ? value{at_->fields->at(member->index)} : value{};
  }
  if (kind() == value_kind::map) {
    for (std::size_t i = 0; i < at_->size; ++i) {
      if (at_->items[2 * i].text() == name) return value{&at_->items[2 * i + 1]};
    }
  }
  return {};
}

value value::operator[](std::size_t index) const noexcept {
  if (kind() != value_kind::list || index >= at_->size) return {};
  return value{&at_->items[index]};
}

value value::at(std::string_view name) const {
  if (const value found = (*this)[name]; found.at_ != nullptr) return found;
  std::string message = "there is no \"";
  message.append(name).append("\" in this ").append(name_of(kind()));
  if (kind() == value_kind::record) {
    message.append(" (").append(shape()->name).append(")");
    message.append(shape()->find(name) ? ": the answer does not have that member"
                                       : ": the model does not know that member");
  }
  throw error{error_kind::usage, "NoSuchMember", std::move(message)};
}

value value::at(std::size_t index) const {
  if (const value found = (*this)[index]; found.at_ != nullptr) return found;
  throw error{error_kind::usage, "NoSuchElement",
              "there is no element [" + std::to_string(index) + "] in this " + std::string{name_of(kind())} + " of " +
                  std::to_string(size())};
}

std::string_view value::as_text() const {
  switch (kind()) {
    case value_kind::null: return {};
    case value_kind::text:
    case value_kind::blob: return at_->text();
    default: wrong_kind("text", kind());
  }
}

std::int64_t value::as_integer() const {
  if (is_null()) return 0;
  if (kind() != value_kind::integer) wrong_kind("integer", kind());
  return at_->integer;
}

double value::as_real() const {
  switch (kind()) {
    case value_kind::null: return 0;
    case value_kind::real: return at_->real;
    case value_kind::integer: return static_cast<double>(at_->integer);
    default: wrong_kind("real", kind());
  }
}

bool value::as_boolean() const {
  if (is_null()) return false;
  if (kind() != value_kind::boolean) wrong_kind("boolean", kind());
  return at_->boolean;
}

std::string_view value::as_blob() const {
  if (is_null()) return {};
  if (kind() != value_kind::blob) wrong_kind("blob", kind());
  return at_->text();
}

timestamp value::as_timestamp() const {
  if (is_null()) return {};
  if (kind() != value_kind::timestamp) wrong_kind("timestamp", kind());
  return {at_->integer, static_cast<std::int32_t>(at_->size)};
}

std::size_t value::size() const noexcept {
  switch (kind()) {
    case value_kind::list:
    case value_kind::map:
    case value_kind::record: return at_->size;
    default: return 0;
  }
}

const model::shape* value::shape() const noexcept {
  return kind() == value_kind::record ? at_->fields->shape : nullptr;
}

void detail::number_too_large(std::int64_t number) {
  throw error{error_kind::usage, "WrongType",
              "the number " + std::to_string(number) + " is larger than the type that it was asked for as"};
}

std::ostream& operator<<(std::ostream& out, value from) {
  if (from.kind() == value_kind::text) return out << from.as_text();
  return out << to_json_text(from);
}

value::iterator value::begin() const noexcept {
  iterator first;
  if (empty()) return first;
  first.owner_ = at_;
  switch (kind()) {
    case value_kind::list: first.at_ = at_->items; break;
    case value_kind::map: first.at_ = at_->items + 1; break;
    default: first.slot_ = next_present(*at_->fields, 0); first.at_ = at_->fields->values();
  }
  return first;
}

value::iterator value::end() const noexcept { return {}; }

value::iterator& value::iterator::operator++() noexcept {
  if (owner_ == nullptr) return *this;
  bool more;
  if (owner_->kind == value_kind::record) {
    const record& fields = *owner_->fields;
    slot_ = next_present(fields, slot_ + 1);
    more = slot_ < fields.shape->members.size();
    ++at_;
  } else {
    more = ++slot_ < owner_->size;
    at_ += owner_->kind == value_kind::map ? 2 : 1;
  }
  if (!more) *this = {};
  return *this;
}

std::string_view value::iterator::key() const noexcept {
  if (owner_ == nullptr) return {};
  switch (owner_->kind) {
    case value_kind::record: return owner_->fields->shape->members[slot_].name;
    case value_kind::map: return at_[-1].text();
    default: return {};
  }
}

}  // namespace aloft
