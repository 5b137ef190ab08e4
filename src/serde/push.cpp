#include "serde/push.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

namespace aloft::serde {
namespace {

void push_object(const boost::json::object& from, input_fitter& to) {
  const auto nulls = std::count_if(from.begin(), from.end(), [](const auto& entry) { return entry.value().is_null(); });
  to.begin_object(from.size(), static_cast<std::size_t>(nulls));
  if (!to.skips()) {
    for (const auto& entry : from) {
      to.lasting_key(entry.key());
      push(entry.value(), to);
    }
  }
  to.end();
}

class param_pusher {
 public:
  explicit param_pusher(input_fitter& to) : to_{to} {}

  void operator()(std::nullptr_t) const { to_.null(); }
  void operator()(bool truth) const { to_.boolean(truth); }
  void operator()(std::int64_t number) const { to_.integer(number); }
  void operator()(std::uint64_t number) const { to_.large_integer(number); }
  void operator()(double number) const { to_.real(number); }
  void operator()(const std::string& text) const { to_.text(text); }
  void operator()(const blob& bytes) const { to_.blob(bytes.bytes()); }
  void operator()(const timestamp& when) const { to_.timestamp(when); }
  void operator()(const boost::json::value& json) const { push(json, to_); }
  void operator()(const param::list& elements) const {
    to_.begin_array(elements.size());
    if (!to_.skips())
      for (const param& one : elements) push(one, to_);
    to_.end();
  }
  void operator()(const param::map& entries) const {
    const auto nulls = std::count_if(entries.begin(), entries.end(), [](const auto& entry) {
      const auto* json = std::get_if<boost::json::value>(&entry.second.get());
      return std::holds_alternative<std::nullptr_t>(entry.second.get()) || (json != nullptr && json->is_null());
    });
    to_.begin_object(entries.size(), static_cast<std::size_t>(nulls));
    if (!to_.skips()) {
      for (const auto& [name, value] : entries) {
        to_.lasting_key(name);
        push(value, to_);
      }
    }
    to_.end();
  }

 private:
  input_fitter& to_;
};

}  // namespace

void push(const boost::json::value& from, input_fitter& to) {
  switch (from.kind()) {
    case boost::json::kind::null: return to.null();
    case boost::json::kind::bool_: return to.boolean(from.get_bool());
    case boost::json::kind::int64: return to.integer(from.get_int64());
    case boost::json::kind::uint64:
      if (from.get_uint64() > static_cast<std::uint64_t>(INT64_MAX)) return to.large_integer(from.get_uint64());
      return to.integer(static_cast<std::int64_t>(from.get_uint64()));
    case boost::json::kind::double_: return to.real(from.get_double());
    case boost::json::kind::string: return to.text(from.get_string());
    case boost::json::kind::array:
      to.begin_array(from.get_array().size());
      if (!to.skips())
        for (const boost::json::value& element : from.get_array()) push(element, to);
      return to.end();
    case boost::json::kind::object: return push_object(from.get_object(), to);
  }
}

void push(const param& from, input_fitter& to) { std::visit(param_pusher{to}, from.get()); }

}  // namespace aloft::serde
