#include "serde/untyped.hpp"
#include "serde/value_path.hpp"
#include "serde/walk.hpp"

#include <string>

namespace aloft::serde {
namespace {

using model::shape_type;

// Recursion is bounded: builders cap the depth of documents.
class document_walker {
 public:
  document_walker(shape_sink& sink, const walk_options& options) : sink_{sink}, options_{options} {}

  result<void> run(const model::shape& shape, value input) {
    if (put(shape, input)) return {};
    return sink_.failed() ? sink_.failure() : failure_;
  }

 private:
  // All of these return false once something failed.
  bool put(const model::shape& shape, value input) {
    if (shape.type == shape_type::document || holds_parsed_text(shape, input)) return untyped_value(input);
    if (!fits(shape.type, input.kind())) {
      failure_ = error{error_kind::usage, "ParamValidation",
                       path_.text() + ": the document is not of shape " + std::string{shape.name}};
      return false;
    }
    switch (input.kind()) {
      case value_kind::record: return structure(shape, input);
      case value_kind::list: return list(shape, input);
      case value_kind::map: return map(shape, input);
      default: return scalar(input);
    }
  }

  // Texts that hold a document may be given as what they say (IAM's policies).
  static bool holds_parsed_text(const model::shape& shape, value input) {
    return shape.type == shape_type::string && (input.kind() == value_kind::list || input.kind() == value_kind::map);
  }

  static bool fits(shape_type type, value_kind kind) {
    switch (kind) {
      case value_kind::null: return true;
      case value_kind::boolean: return type == shape_type::boolean;
      case value_kind::integer:
        return type == shape_type::integer || type == shape_type::long_int || type == shape_type::real ||
               type == shape_type::single;
      case value_kind::real:
        return type == shape_type::real || type == shape_type::single || type == shape_type::long_int ||
               type == shape_type::integer;
      case value_kind::text: return type == shape_type::string;
      case value_kind::blob: return type == shape_type::blob;
      case value_kind::timestamp: return type == shape_type::timestamp;
      case value_kind::list: return type == shape_type::list;
      case value_kind::map: return type == shape_type::map;
      case value_kind::record: return type == shape_type::structure;
    }
    return false;
  }

  bool scalar(value input) {
    switch (input.kind()) {
      case value_kind::boolean: sink_.boolean(input.as_boolean()); break;
      case value_kind::integer: sink_.integer(input.as_integer()); break;
      case value_kind::real: sink_.real(input.as_real()); break;
      case value_kind::text: sink_.text(input.as_text()); break;
      case value_kind::blob: sink_.blob(input.as_text()); break;
      case value_kind::timestamp: sink_.timestamp(input.as_timestamp()); break;
      default: sink_.null();
    }
    return !sink_.failed();
  }

  bool structure(const model::shape& shape, value input) {
    const bool root = path_.depth() == 0;
    std::size_t size = 0;
    for (auto entry = input.begin(); entry != input.end(); ++entry)
      size += sent_member(shape, entry.key(), root) != nullptr;
    sink_.begin(shape, size);
    for (auto entry = input.begin(); entry != input.end(); ++entry) {
      const model::member* const member = sent_member(shape, entry.key(), root);
      if (member == nullptr) continue;
      sink_.member(*member);
      path_.push(member->name);
      if (!put(*member->target, *entry)) return false;
      path_.pop();
    }
    sink_.end();
    return !sink_.failed();
  }

  bool list(const model::shape& shape, value input) {
    sink_.begin(shape, input.size());
    std::size_t index = 0;
    for (const value element : input) {
      path_.push(index++);
      if (!put(*shape.element->target, element)) return false;
      path_.pop();
    }
    sink_.end();
    return !sink_.failed();
  }

  bool map(const model::shape& shape, value input) {
    sink_.begin(shape, input.size());
    for (auto entry = input.begin(); entry != input.end(); ++entry) {
      sink_.key(entry.key());
      path_.push(entry.key());
      if (!put(*shape.element->target, *entry)) return false;
      path_.pop();
    }
    sink_.end();
    return !sink_.failed();
  }

  bool untyped_value(value input) {
    switch (input.kind()) {
      case value_kind::list: return list(untyped_list(), input);
      case value_kind::map: return map(untyped_map(), input);
      case value_kind::record: return structure(*input.shape(), input);
      default: return scalar(input);
    }
  }

  const model::member* sent_member(const model::shape& shape, std::string_view name, bool root) const {
    const model::member* const member = shape.find(name);
    if (member == nullptr || !root) return member;
    if (member->streaming || (options_.body_only && member->where != model::location::body)) return nullptr;
    return member;
  }

  shape_sink& sink_;
  const walk_options& options_;
  value_path path_;
  error failure_;
};

}  // namespace

result<void> walk(const model::shape& shape, value input, shape_sink& sink, const walk_options& options) {
  return document_walker{sink, options}.run(shape, input);
}

}  // namespace aloft::serde
