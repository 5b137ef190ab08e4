#include "protocol/body_format.hpp"

#include "serde/cbor_reader.hpp"
#include "serde/json_reader.hpp"
#include "serde/xml_reader.hpp"

namespace aloft::protocol {
namespace {

class json_format final : public body_format {
 public:
  json_format(serde::json_names names, bool bindings, std::string_view media_type)
      : names_{names}, bindings_{bindings}, media_type_{media_type} {}

  std::string_view media_type() const noexcept override { return media_type_; }

  std::unique_ptr<serde::reader> reader(const model::shape& shape, shape_sink& sink, read_plan plan) const override {
    serde::json_reader_options options;
    options.names = names_;
    if (bindings_) options.bound = plan.bound;
    options.inside = plan.inside;
    options.limits = plan.limits;
    return serde::make_json_reader(shape, sink, options);
  }

  body_writer writer(const root_element&) const override {
    serde::json_writer_options form;
    form.names = names_;
    return body_writer{serde::json_writer{form}};
  }

 private:
  serde::json_names names_;
  bool bindings_;
  std::string_view media_type_;
};

/// Where an answer is one scalar, its text may stand in the root element itself (S3's LocationConstraint, Smithy's
/// s3UnwrappedXmlOutput).
class unwrapping_xml_reader final : public serde::reader {
 public:
  unwrapping_xml_reader(const model::shape& shape, const model::member& only, shape_sink& sink,
                        serde::xml_reader_options options)
      : only_{only}, sink_{sink}, reader_{&shape, sink, std::move(options)} {}

  result<void> write(std::string_view piece) override { return reader_.write(piece); }
  result<void> finish() override {
    if (auto fine = reader_.finish(); !fine) return fine;
    if (reader_.root_name() != only_.wire || reader_.root_text().empty()) return {};
    sink_.member(only_);
    sink_.text(reader_.root_text());
    return {};
  }

 private:
  const model::member& only_;
  shape_sink& sink_;
  serde::xml_reader reader_;
};

/// The one text member that a body of this structure has; null when it has others.
const model::member* only_text(const model::shape& shape, serde::bound_members bound) {
  const model::member* only = nullptr;
  for (const model::member& member : shape.members) {
    if (!serde::in_body(member, bound)) continue;
    if (only || member.target->type != model::shape_type::string) return nullptr;
    only = &member;
  }
  return only;
}

class xml_format final : public body_format {
 public:
  std::string_view media_type() const noexcept override { return "application/xml"; }

  std::unique_ptr<serde::reader> reader(const model::shape& shape, shape_sink& sink, read_plan plan) const override {
    serde::xml_reader_options options;
    options.wrappers = std::move(plan.wrappers);
    options.bound = plan.bound;
    options.inside = plan.inside;
    options.limits = plan.limits;
    if (plan.inside && options.wrappers.empty())
      if (const auto* only = only_text(shape, plan.bound))
        return std::make_unique<unwrapping_xml_reader>(shape, *only, sink, std::move(options));
    return std::make_unique<serde::xml_reader>(&shape, sink, std::move(options));
  }

  body_writer writer(const root_element& root) const override {
    serde::xml_writer_options form;
    form.root = root.name;
    form.xml_namespace = root.xml_namespace;
    form.prefix = root.prefix;
    return body_writer{serde::xml_writer{form}};
  }
};

class cbor_format final : public body_format {
 public:
  std::string_view media_type() const noexcept override { return "application/cbor"; }

  std::unique_ptr<serde::reader> reader(const model::shape& shape, shape_sink& sink, read_plan plan) const override {
    serde::cbor_reader_options options;
    options.inside = plan.inside;
    options.limits = plan.limits;
    return std::make_unique<serde::cbor_reader>(shape, sink, options);
  }

  body_writer writer(const root_element&) const override { return body_writer{serde::cbor_writer{}}; }
};

}  // namespace

shape_sink& body_writer::sink() {
  return std::visit([](auto& writer) -> shape_sink& { return writer; }, writer_);
}

std::string body_writer::take() {
  return std::visit([](auto& writer) { return writer.take(); }, writer_);
}

const body_format& json_by_member() {
  static const json_format format{serde::json_names::member, false, "application/x-amz-json-1.0"};
  return format;
}

const body_format& json_by_location() {
  static const json_format format{serde::json_names::location, true, "application/json"};
  return format;
}

const body_format& xml() {
  static const xml_format format;
  return format;
}

const body_format& cbor() {
  static const cbor_format format;
  return format;
}

const model::shape& any_value() {
  static const model::shape shape = [] {
    model::shape made;
    made.type = model::shape_type::document;
    return made;
  }();
  return shape;
}

root_element body_root(const model::shape& shape, std::string_view wrapper, std::string_view xml_namespace) {
  const std::string_view name = !shape.xml_name.empty() ? shape.xml_name : !wrapper.empty() ? wrapper : shape.name;
  if (!xml_namespace.empty()) return {name, xml_namespace, {}};
  return {name, shape.xml_namespace, shape.xml_prefix};
}

root_element payload_root(const model::member& payload) {
  const model::shape& shape = *payload.target;
  // Converted models repeat a member's name as its locationName where none was stated. One that says something else, or
  // comes with a namespace, is meant; otherwise the structure names its element itself.
  const bool stated =
      payload.has_location_name && (payload.wire != payload.name || payload.xml_namespace != shape.xml_namespace);
  const std::string_view name = stated ? payload.wire : !shape.xml_name.empty() ? shape.xml_name : shape.name;
  if (!payload.xml_namespace.empty()) return {name, payload.xml_namespace, payload.xml_prefix};
  return {name, shape.xml_namespace, shape.xml_prefix};
}

}  // namespace aloft::protocol
