#include "serde/edited_input.hpp"

#include "aloft/model.hpp"
#include "serde/document_builder.hpp"
#include "serde/push.hpp"

#include <algorithm>
#include <deque>

namespace aloft::serde {
namespace {

constexpr std::string_view no_name;

// Operations without an input take no members.
const model::shape& no_members() {
  static const model::shape empty;
  return empty;
}

std::string_view first_of(std::string_view path) noexcept { return path.substr(0, path.find('.')); }
std::string_view rest_of(std::string_view path) noexcept {
  const auto dot = path.find('.');
  return dot == path.npos ? no_name : path.substr(dot + 1);
}

scalar find_in(const boost::json::value& from, std::string_view path) {
  if (!path.empty()) {
    const auto* members = from.if_object();
    const auto* member = members == nullptr ? nullptr : members->if_contains(first_of(path));
    return member == nullptr ? scalar{} : find_in(*member, rest_of(path));
  }
  switch (from.kind()) {
    case boost::json::kind::bool_: return from.get_bool();
    case boost::json::kind::int64: return from.get_int64();
    case boost::json::kind::uint64: return static_cast<double>(from.get_uint64());
    case boost::json::kind::double_: return from.get_double();
    case boost::json::kind::string: return std::string_view{from.get_string()};
    default: return {};
  }
}

struct scalar_of_param {
  scalar operator()(std::nullptr_t) const { return {}; }
  scalar operator()(const param::list&) const { return {}; }
  scalar operator()(const param::map&) const { return {}; }
  scalar operator()(std::uint64_t number) const { return static_cast<double>(number); }
  scalar operator()(const std::string& text) const { return std::string_view{text}; }
  scalar operator()(const blob& bytes) const { return blob_bytes{bytes.bytes()}; }
  scalar operator()(const boost::json::value& json) const { return find_in(json, {}); }
  template <class Other>
  scalar operator()(const Other& other) const {
    return other;
  }
};

scalar find_in(const param& from, std::string_view path) {
  if (const auto* json = std::get_if<boost::json::value>(&from.get())) return find_in(*json, path);
  if (path.empty()) return std::visit(scalar_of_param{}, from.get());
  const auto* members = std::get_if<param::map>(&from.get());
  if (members == nullptr) return {};
  for (const auto& [name, member] : *members)
    if (name == first_of(path)) return find_in(member, rest_of(path));
  return {};
}

// A list, map or structure is there too, though it is no scalar.
bool has_in(const boost::json::value& from, std::string_view member) {
  const auto* members = from.if_object();
  const auto* found = members == nullptr ? nullptr : members->if_contains(member);
  return found != nullptr && !found->is_null();
}

bool has_in(const param& from, std::string_view member) {
  if (const auto* json = std::get_if<boost::json::value>(&from.get())) return has_in(*json, member);
  const auto* members = std::get_if<param::map>(&from.get());
  if (members == nullptr) return false;
  return std::any_of(members->begin(), members->end(), [&](const auto& entry) {
    const auto* json = std::get_if<boost::json::value>(&entry.second.get());
    return entry.first == member && !std::holds_alternative<std::nullptr_t>(entry.second.get()) &&
           (json == nullptr || !json->is_null());
  });
}

}  // namespace

// Sees a foreign source go by and keeps the scalars of the first two levels, with the names of all that is given.
struct edited_input::scalars final : shape_sink {
  using shape_sink::begin;
  void begin(const model::shape&, std::size_t) override {
    if (depth_ > 0 && depth_ <= kept_depth) note({});
    ++depth_;
  }
  void end() override { --depth_; }
  void member(const model::member& member) override { key(member.name); }
  void key(std::string_view key) override {
    if (depth_ == 1) path_.clear();
    if (depth_ == 2) path_.resize(first_of(path_).size());
    if (depth_ == 1) path_ = key;
    if (depth_ == 2) path_.append(".").append(key);
  }
  void text(std::string_view value) override {
    if (is_kept()) note(std::string_view{texts_.emplace_back(value)});
  }
  void integer(std::int64_t value) override { note_scalar(value); }
  void real(double value) override { note_scalar(value); }
  void boolean(bool value) override { note_scalar(value); }
  void blob(std::string_view bytes) override {
    if (is_kept()) note(blob_bytes{texts_.emplace_back(bytes)});
  }
  void timestamp(aloft::timestamp value) override { note_scalar(value); }
  void null() override {}

  struct entry {
    std::string path;
    scalar value;
  };
  template <class Use>
  void each(Use use) const {
    for (const entry& one : found_) use(one.path, one.value);
  }
  const entry* find(std::string_view path) const {
    const auto found = std::find_if(found_.begin(), found_.end(), [&](const entry& one) { return one.path == path; });
    return found == found_.end() ? nullptr : &*found;
  }

 private:
  static constexpr std::size_t kept_depth = 2;
  bool is_kept() const noexcept { return depth_ > 0 && depth_ <= kept_depth; }
  void note_scalar(const scalar& value) {
    if (is_kept()) note(value);
  }
  void note(scalar value) { found_.push_back({path_, std::move(value)}); }

  std::size_t depth_ = 0;
  std::string path_;
  std::deque<std::string> texts_;
  std::vector<entry> found_;
};

edited_input::edited_input(const input& given, const model::shape* shape)
    : given_{given}, shape_{shape == nullptr ? no_members() : *shape} {}

edited_input::~edited_input() = default;

const edited_input::scalars& edited_input::pushed() const {
  if (!pushed_) {
    auto seen = std::make_unique<scalars>();
    given_.source()->push(shape_model{shape_}, *seen);
    pushed_ = std::move(seen);
  }
  return *pushed_;
}

scalar edited_input::find(std::string_view path) const {
  for (const input_edit& edit : edits_)
    if (edit.member == path) return std::string_view{edit.text};
  if (const auto* json = given_.json()) return find_in(*json, path);
  if (const auto* tree = given_.tree()) return find_in(*tree, path);
  if (given_.source() == nullptr) return {};
  const auto* seen = pushed().find(path);
  return seen == nullptr ? scalar{} : seen->value;
}

std::string_view edited_input::text(std::string_view path) const {
  const scalar found = find(path);
  const auto* text = std::get_if<std::string_view>(&found);
  return text == nullptr ? std::string_view{} : *text;
}

bool edited_input::has(std::string_view member) const {
  if (std::any_of(edits_.begin(), edits_.end(), [&](const auto& edit) { return edit.member == member; })) return true;
  if (const auto* json = given_.json()) return has_in(*json, member);
  if (const auto* tree = given_.tree()) return has_in(*tree, member);
  return given_.source() != nullptr && pushed().find(member) != nullptr;
}

std::vector<std::pair<std::string_view, scalar>> edited_input::entries(std::string_view member) const {
  std::vector<std::pair<std::string_view, scalar>> all;
  if (const auto* json = given_.json()) {
    const auto* members = json->if_object();
    const auto* found = members == nullptr ? nullptr : members->if_contains(member);
    if (found != nullptr && found->is_object())
      for (const auto& entry : found->get_object()) all.emplace_back(entry.key(), find_in(entry.value(), {}));
  } else if (const auto* tree = given_.tree()) {
    const auto* members = std::get_if<param::map>(&tree->get());
    if (members == nullptr) return all;
    for (const auto& [name, value] : *members) {
      const auto* inner = name == member ? std::get_if<param::map>(&value.get()) : nullptr;
      if (inner != nullptr)
        for (const auto& [key, one] : *inner) all.emplace_back(key, find_in(one, {}));
    }
  } else if (given_.source() != nullptr) {
    pushed().each([&](std::string_view path, const scalar& value) {
      if (first_of(path) == member && path.size() > member.size()) all.emplace_back(rest_of(path), value);
    });
  }
  return all;
}

void edited_input::set(std::string_view member, std::string text) {
  const auto* known = shape_.find(member);
  if (known == nullptr) return;
  const auto edit = std::find_if(edits_.begin(), edits_.end(), [&](const auto& one) { return one.member == member; });
  if (edit == edits_.end())
    edits_.push_back({known->name, std::move(text)});  // the model's name lives as long as the service
  else
    edit->text = std::move(text);
}

result<void> edited_input::push(shape_sink* to, const push_options& options) const {
  input_fitter fitter{shape_,
                      to,
                      {.validate = options.validate,
                       .streams = options.streams,
                       .idempotency_token = options.idempotency_token,
                       .edits = edits_}};
  if (const auto* json = given_.json(); json != nullptr && !json->is_null()) {
    serde::push(*json, fitter);
  } else if (const auto* tree = given_.tree()) {
    serde::push(*tree, fitter);
  } else if (const auto* source = given_.source()) {
    source->push(shape_model{shape_}, fitter);
  } else {
    fitter.begin_object(0, 0);
    fitter.end();
  }
  return fitter.outcome();
}

namespace {

result<boost::json::value> made_json(const edited_input& from) {
  document_builder builder;
  if (auto pushed = from.push(&builder, {.validate = false, .streams = true}); !pushed) return pushed.error();
  const auto made = builder.finish();
  if (!made) return made.error();
  return aloft::to_json(made->root());
}

}  // namespace

const boost::json::value& edited_input::as_json(boost::json::value& room) const {
  if (const auto* json = given_.json(); json != nullptr && edits_.empty()) return *json;
  if (auto made = made_json(*this)) room = *std::move(made);
  return room;
}

result<boost::json::value> to_json(const input& given, const model::shape* shape) {
  if (const auto* json = given.json()) return *json;
  return made_json(edited_input{given, shape});
}

}  // namespace aloft::serde
