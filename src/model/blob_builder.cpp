#include "model/blob_builder.hpp"

#include <aloft/names.hpp>
#include "model/blob_service.hpp"
#include "model/blob_view.hpp"
#include "model/blob_writer.hpp"
#include "model/facts_text.hpp"
#include "model/model_additions.hpp"
#include "model/model_json.hpp"
#include "model/paging_builder.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_set>

namespace aloft::model {
namespace {

namespace json = boost::json;
using format::attribute;
using attribute_run = blob_writer::attribute_run;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }
std::string_view view(json::string_view text) { return {text.data(), text.size()}; }

shape_type type_of(std::string_view name, const json::object& definition, std::string_view where) {
  static const std::map<std::string_view, shape_type> types{
      {"structure", shape_type::structure}, {"list", shape_type::list},         {"map", shape_type::map},
      {"string", shape_type::string},       {"character", shape_type::string},  {"blob", shape_type::blob},
      {"boolean", shape_type::boolean},     {"byte", shape_type::integer},      {"short", shape_type::integer},
      {"integer", shape_type::integer},     {"long", shape_type::long_int},     {"biginteger", shape_type::long_int},
      {"float", shape_type::single},        {"double", shape_type::real},       {"bigdecimal", shape_type::real},
      {"timestamp", shape_type::timestamp}, {"document", shape_type::document},
  };
  const auto found = types.find(name);
  if (found == types.end()) fail_model(where, "unknown type '" + std::string{name} + "'");
  // A structure that stands for any JSON value.
  return flag_of(definition, "document") ? shape_type::document : found->second;
}

location location_of(std::string_view name, std::string_view where) {
  if (name.empty()) return location::body;
  if (name == "header") return location::header;
  if (name == "headers") return location::headers;
  if (name == "uri") return location::uri;
  if (name == "querystring") return location::querystring;
  if (name == "statusCode") return location::status_code;
  fail_model(where, "unknown location '" + std::string{name} + "'");
}

std::uint32_t time_format_of(std::string_view name, std::string_view where) {
  if (name == "iso8601") return static_cast<std::uint32_t>(timestamp_format::date_time);
  if (name == "rfc822") return static_cast<std::uint32_t>(timestamp_format::http_date);
  if (name == "unixTimestamp") return static_cast<std::uint32_t>(timestamp_format::epoch_seconds);
  fail_model(where, "unknown timestampFormat '" + std::string{name} + "'");
}

class builder {
 public:
  explicit builder(const service_texts& texts) : texts_{texts}, name_{"service '" + std::string{texts.name} + "'"} {}

  built_service build() {
    auto parsed = parse(texts_.service2, "service-2");
    if (parsed.is_object()) add_to_model(texts_.name, parsed.get_object());
    const auto& model = root(parsed, "service-2");
    const auto paginators = parse(texts_.paginators, "paginators-1");
    const auto waiters = parse(texts_.waiters, "waiters-2");
    auto rules = parse(texts_.endpoint_rules, "endpoint-rule-set-1");

    number_shapes(object_of(model, "shapes", name_));
    for (const auto& [name, definition] : shapes_) add_shape(name, *definition);
    const auto pages =
        paginators.is_null() ? json::object{} : object_of(root(paginators, "paginators-1"), "pagination", name_);
    add_operations(object_of(model, "operations", name_), pages);
    if (!rules.is_null()) {
      strip_documentation(rules);
      out_.endpoint_rules = out_.text(json::serialize(rules));
    }
    if (!waiters.is_null()) {
      add_waiters(out_, object_of(root(waiters, "waiters-2"), "waiters", name_), operation_numbers_, name_);
    }
    return {facts(model), out_.finish()};
  }

 private:
  json::value parse(std::string_view text, std::string_view file) const {
    return text.empty() ? json::value{} : parse_model(text, name_ + ", " + std::string{file});
  }

  const json::object& root(const json::value& value, std::string_view file) const {
    if (const auto* object = value.if_object()) return *object;
    fail_model(name_, std::string{file} + " must be an object");
  }

  void number_shapes(const json::object& shapes) {
    for (const auto& [name, definition] : shapes) {
      if (!definition.is_object()) fail_model(name_, "shape '" + std::string{view(name)} + "' must be an object");
      shapes_.emplace(view(name), &definition.get_object());
    }
    for (const auto& [name, definition] : shapes_) numbers_.emplace(name, static_cast<std::uint32_t>(numbers_.size()));
  }

  std::uint32_t number_of(std::string_view shape, std::string_view where) const {
    const auto found = numbers_.find(shape);
    if (found == numbers_.end()) fail_model(where, "refers to shape '" + std::string{shape} + "', which there is not");
    return found->second;
  }

  void add_text(attribute_run& run, attribute kind, std::string_view value) {
    if (!value.empty()) run.emplace_back(kind, out_.text(value));
  }

  void add_namespace(attribute_run& run, attribute kind, const json::object& of, std::string_view where) {
    const auto* found = of.if_contains("xmlNamespace");
    if (!found) return;
    if (const auto* uri = found->if_string()) return add_text(run, kind, view(*uri));
    if (!found->is_object()) fail_model(where, "'xmlNamespace' must be a text or an object");
    add_text(run, kind, text_of(found->get_object(), "uri", where));
    if (kind == attribute::xml_namespace)
      add_text(run, attribute::xml_prefix, text_of(found->get_object(), "prefix", where));
  }

  void add_limit(attribute_run& run, const json::object& of, std::string_view key, attribute number, attribute text) {
    const auto* limit = of.if_contains({key.data(), key.size()});
    if (!limit || !limit->is_number()) return;
    boost::system::error_code inexact;
    const auto small = limit->to_number<std::uint32_t>(inexact);
    if (!inexact)
      run.emplace_back(number, small);
    else
      add_text(run, text, json::serialize(*limit));
  }

  void add_shape(std::string_view name, const json::object& definition) {
    const auto where = name_ + ", shape '" + std::string{name} + "'";
    const auto type = type_of(text_of(definition, "type", where), definition, where);
    format::shape_record record{};
    record.name = out_.text(name);
    record.type = static_cast<std::uint8_t>(type);
    const auto set = [&record](bool on, format::shape_flag flag) {
      if (on) record.flags |= flag;
    };
    set(flag_of(definition, "flattened"), format::shape_flattened);
    set(flag_of(definition, "union"), format::shape_union);
    set(flag_of(definition, "sparse"), format::shape_sparse);
    set(flag_of(definition, "sensitive"), format::shape_sensitive);
    set(flag_of(definition, "streaming"), format::shape_streaming);
    set(flag_of(definition, "requiresLength"), format::shape_requires_length);
    set(flag_of(definition, "eventstream"), format::shape_event_stream);
    set(flag_of(definition, "event"), format::shape_event);
    set(flag_of(definition, "exception"), format::shape_exception);
    set(flag_of(definition, "fault"), format::shape_fault);
    const auto* retryable = definition.if_contains("retryable");
    set(retryable != nullptr, format::shape_retryable);
    set(retryable && retryable->is_object() && flag_of(retryable->get_object(), "throttling"),
        format::shape_throttling);
    set(definition.contains("enum"), format::shape_enum);

    std::vector<format::member_record> members;
    if (type == shape_type::list) {
      members.push_back(reference(definition, "member", where));
    } else if (type == shape_type::map) {
      members.push_back(reference(definition, "key", where));
      members.push_back(reference(definition, "value", where));
    } else if (type == shape_type::structure) {
      members = members_of(definition, where);
    }
    record.first_member = static_cast<std::uint32_t>(out_.members.size());
    record.count = static_cast<std::uint16_t>(members.size());
    out_.members.insert(out_.members.end(), members.begin(), members.end());

    attribute_run run;
    add_text(run, attribute::xml_name, text_of(definition, "locationName", where));
    add_namespace(run, attribute::xml_namespace, definition, where);
    const auto& fault = object_of(definition, "error", where);
    add_text(run, attribute::error_code, text_of(fault, "code", where));
    if (const auto* status = fault.if_contains("httpStatusCode"); status && status->is_int64())
      run.emplace_back(attribute::error_status, static_cast<std::uint32_t>(status->get_int64()));
    add_limit(run, definition, "min", attribute::minimum, attribute::minimum_text);
    add_limit(run, definition, "max", attribute::maximum, attribute::maximum_text);
    for (const auto& each : array_of(definition, "enum", where))
      if (const auto* text = each.if_string()) run.emplace_back(attribute::enum_value, out_.text(view(*text)));
    if (const auto payload = text_of(definition, "payload", where); !payload.empty()) {
      const auto& all = object_of(definition, "members", where);
      const auto found = std::ranges::find_if(all, [&](const auto& each) { return view(each.key()) == payload; });
      if (found == all.end()) fail_model(where, "the payload '" + std::string{payload} + "' is no member");
      if (type == shape_type::structure)
        run.emplace_back(attribute::payload, static_cast<std::uint32_t>(found - all.begin()));
    }
    add_text(run, attribute::traits,
             rest_of(definition, {"type",      "members",        "member",       "key",          "value",
                                  "required",  "flattened",      "union",        "sparse",       "sensitive",
                                  "streaming", "requiresLength", "eventstream",  "event",        "exception",
                                  "fault",     "document",       "locationName", "xmlNamespace", "min",
                                  "max",       "enum",           "retryable",    "payload",      "timestampFormat"}));
    record.attributes = out_.attributes(run);
    out_.shapes.push_back(record);
  }

  std::vector<format::member_record> members_of(const json::object& definition, std::string_view where) {
    std::unordered_set<std::string_view> required;
    for (const auto& each : array_of(definition, "required", where))
      if (const auto* name = each.if_string()) required.insert(view(*name));
    std::vector<format::member_record> members;
    for (const auto& [name, ref] : object_of(definition, "members", where)) {
      const auto here = std::string{where} + ", member '" + std::string{view(name)} + "'";
      if (!ref.is_object()) fail_model(here, "must be an object");
      members.push_back(make_member(view(name), ref.get_object(), here));
      if (required.contains(view(name))) members.back().flags |= format::member_required;
    }
    // Positions are u16, and the index of names has two slots for each.
    if (members.size() > std::numeric_limits<std::uint16_t>::max() / 4) fail_model(where, "too many members");
    return members;
  }

  format::member_record reference(const json::object& definition, std::string_view role, std::string_view where) {
    return make_member({}, object_of(definition, role, where), std::string{where} + ", " + std::string{role});
  }

  // As in botocore, a reference's traits go before those of the shape it refers to.
  format::member_record make_member(std::string_view name, const json::object& ref, const std::string& where) {
    const auto shape = text_of(ref, "shape", where);
    if (shape.empty()) fail_model(where, "has no shape");
    format::member_record record{};
    record.name = out_.text(name);
    record.shape = number_of(shape, where);
    const auto& target = *shapes_.find(shape)->second;
    const auto set = [&record](bool on, format::member_flag flag) {
      if (on) record.flags |= flag;
    };
    const auto either = [&](std::string_view trait) { return flag_of(ref, trait) || flag_of(target, trait); };
    for (const auto* side : {&ref, &target}) {
      if (!side->contains("locationName")) continue;
      // A structure's own locationName is its name as a root element, not that of members which hold it.
      if (side == &target && text_of(target, "type", where) == "structure") continue;
      record.wire = out_.text(text_of(*side, "locationName", where));
      record.flags |= format::member_has_location_name;
      break;
    }
    record.where = static_cast<std::uint8_t>(location_of(text_of(ref, "location", where), where));
    set(flag_of(ref, "idempotencyToken"), format::member_idempotency_token);
    set(either("jsonvalue"), format::member_json_value);
    set(either("streaming"), format::member_streaming);
    set(either("flattened"), format::member_flattened);
    set(either("xmlAttribute"), format::member_xml_attribute);
    set(flag_of(ref, "hostLabel"), format::member_host_label);
    set(flag_of(ref, "eventpayload"), format::member_event_payload);
    set(flag_of(ref, "eventheader"), format::member_event_header);
    set(either("sensitive"), format::member_sensitive);

    attribute_run run;
    add_text(run, attribute::query_name, text_of(ref, "queryName", where));
    add_namespace(run, attribute::xml_namespace, ref.contains("xmlNamespace") ? ref : target, where);
    add_text(run, attribute::context_param, text_of(object_of(ref, "contextParam", where), "name", where));
    for (const auto* side : {&ref, &target}) {
      const auto format = text_of(*side, "timestampFormat", where);
      if (format.empty()) continue;
      run.emplace_back(attribute::time_format, time_format_of(format, where));
      break;
    }
    add_text(run, attribute::traits,
             rest_of(ref, {"shape", "locationName", "location", "idempotencyToken", "jsonvalue", "streaming",
                           "flattened", "xmlAttribute", "hostLabel", "eventpayload", "eventheader", "sensitive",
                           "queryName", "xmlNamespace", "contextParam", "timestampFormat"}));
    record.attributes = out_.attributes(run);
    return record;
  }

  void add_operations(const json::object& operations, const json::object& paginators) {
    std::map<std::string_view, const json::value*> sorted;
    for (const auto& [name, definition] : operations) sorted.emplace(view(name), &definition);
    std::map<std::string, std::uint32_t> folded;
    for (const auto& [name, definition] : sorted) {
      const auto where = name_ + ", operation '" + std::string{name} + "'";
      if (!definition->is_object()) fail_model(where, "must be an object");
      if (!folded.emplace(folded_name(name), static_cast<std::uint32_t>(out_.operations.size())).second)
        fail_model(where, "differs from another operation only in case or separators");
      operation_numbers_.emplace(name, static_cast<std::uint32_t>(out_.operations.size()));
      add_operation(name, definition->get_object(), object_of(paginators, name, where), where);
    }
    for (const auto& [name, number] : folded) out_.folded.push_back(number);
  }

  void add_operation(std::string_view name, const json::object& definition, const json::object& paginator,
                     std::string_view where) {
    const auto& http = object_of(definition, "http", where);
    const auto& input = object_of(definition, "input", where);
    const auto& output = object_of(definition, "output", where);
    const auto text_or = [&](std::string_view key, std::string_view otherwise) {
      const auto text = text_of(http, key, where);
      return out_.text(text.empty() ? otherwise : text);
    };
    format::operation_record record{};
    record.name = out_.text(name);
    record.method = text_or("method", "POST");
    record.uri = text_or("requestUri", "/");
    record.response_code = 200;
    if (const auto* code = http.if_contains("responseCode"); code && code->is_int64())
      record.response_code = static_cast<std::uint16_t>(code->get_int64());
    record.input = side_of(input, where);
    record.output = side_of(output, where);
    if (flag_of(definition, "unsignedPayload")) record.flags |= format::unsigned_payload;
    if (flag_of(definition, "httpChecksumRequired")) record.flags |= format::checksum_required;
    if (flag_of(definition, "deprecated")) record.flags |= format::operation_deprecated;
    if (flag_of(definition, "readonly")) record.flags |= format::operation_readonly;
    if (flag_of(definition, "idempotent")) record.flags |= format::operation_idempotent;
    if (flag_of(definition, "endpointoperation")) record.flags |= format::discovery_asked;
    if (const auto* discovery = definition.if_contains("endpointdiscovery"); discovery && discovery->is_object())
      record.flags |=
          flag_of(discovery->get_object(), "required") ? format::discovery_required : format::discovery_offered;
    const auto& encodings = array_of(object_of(definition, "requestcompression", where), "encodings", where);
    if (std::ranges::find(encodings, json::value("gzip")) != encodings.end())
      record.flags |= format::operation_compressible;
    const auto& checksum = object_of(definition, "httpChecksum", where);
    if (flag_of(checksum, "requestChecksumRequired")) record.flags |= format::flexible_checksum_required;
    record.first_error = static_cast<std::uint32_t>(out_.errors.size());
    for (const auto& each : array_of(definition, "errors", where)) {
      if (!each.is_object()) fail_model(where, "an error must be an object");
      out_.errors.push_back(number_of(text_of(each.get_object(), "shape", where), where));
    }
    record.error_count = static_cast<std::uint16_t>(out_.errors.size() - record.first_error);

    attribute_run run;
    add_text(run, attribute::host_prefix, text_of(object_of(definition, "endpoint", where), "hostPrefix", where));
    add_text(run, attribute::auth_type, text_of(definition, "authtype", where));
    for (const auto& each : array_of(definition, "auth", where))
      if (const auto* scheme = each.if_string()) add_text(run, attribute::auth, view(*scheme));
    add_text(run, attribute::input_wrapper, text_of(input, "locationName", where));
    add_namespace(run, attribute::input_namespace, input, where);
    add_text(run, attribute::result_wrapper, text_of(output, "resultWrapper", where));
    add_text(run, attribute::checksum_algorithm_member, text_of(checksum, "requestAlgorithmMember", where));
    add_text(run, attribute::checksum_validation_member, text_of(checksum, "requestValidationModeMember", where));
    for (const auto& [parameter, trait] : object_of(definition, "staticContextParams", where)) {
      const auto* value = trait.is_object() ? trait.get_object().if_contains("value") : nullptr;
      if (!value) fail_model(where, "a static context parameter needs a value");
      run.emplace_back(attribute::static_parameter, out_.text(view(parameter)));
      run.emplace_back(attribute::static_value, out_.text(json::serialize(*value)));
    }
    for (const auto& [parameter, trait] : object_of(definition, "operationContextParams", where)) {
      if (!trait.is_object()) fail_model(where, "an operation context parameter must be an object");
      run.emplace_back(attribute::parameter_path, out_.text(view(parameter)));
      run.emplace_back(attribute::path_text, out_.text(text_of(trait.get_object(), "path", where)));
    }
    if (paginator.empty())
      guess_paginator(out_, run, input, output, shapes_, where);
    else
      add_paginator(out_, run, paginator, where);
    add_text(run, attribute::traits,
             rest_of(definition, {"name", "http", "input", "output", "errors", "endpoint", "authtype", "auth",
                                  "unsignedPayload", "httpChecksumRequired", "deprecated", "readonly", "idempotent",
                                  "endpointoperation", "endpointdiscovery", "requestcompression", "httpChecksum",
                                  "staticContextParams", "operationContextParams"}));
    record.attributes = out_.attributes(run);
    out_.operations.push_back(record);
  }

  std::uint32_t side_of(const json::object& reference, std::string_view where) const {
    if (reference.empty()) return format::no_shape;
    const auto number = number_of(text_of(reference, "shape", where), where);
    if (out_.shapes[number].type != static_cast<std::uint8_t>(shape_type::structure))
      fail_model(where, "input and output must be structures");
    return number;
  }

  std::string facts(const json::object& model) const {
    const auto& metadata = object_of(model, "metadata", name_);
    const auto text = [&](std::string_view key) { return text_of(metadata, key, name_); };
    const auto list = [&](std::string_view key) {
      std::vector<std::string_view> texts;
      for (const auto& each : array_of(metadata, key, name_))
        if (const auto* entry = each.if_string()) texts.push_back(view(*entry));
      return texts;
    };
    service::facts facts;
    facts.name = texts_.name;
    facts.service_id = text("serviceId");
    facts.full_name = text("serviceFullName");
    facts.endpoint_prefix = text("endpointPrefix");
    facts.signing_name = metadata.contains("signingName") ? text("signingName") : facts.endpoint_prefix;
    facts.api_version = text("apiVersion");
    facts.protocol = text("protocol");
    if (facts.protocol.empty()) fail_model(name_, "metadata.protocol is missing");
    facts.protocols = list("protocols");
    if (facts.protocols.empty()) facts.protocols.push_back(facts.protocol);
    facts.target_prefix = text("targetPrefix");
    facts.json_version = text("jsonVersion");
    facts.xml_namespace = text("xmlNamespace");
    facts.signature_version = text("signatureVersion");
    facts.auth = list("auth");
    facts.global_endpoint = text("globalEndpoint");
    facts.query_compatible = metadata.contains("awsQueryCompatible");
    const auto h2 = text_of(object_of(metadata, "protocolSettings", name_), "h2", name_);
    if (h2 == "optional") facts.http2 = http2_use::optional;
    if (h2 == "eventstream") facts.http2 = http2_use::event_streams;
    json::object rest;
    for (const auto key : {"serviceAbbreviation", "uid", "checksumFormat", "ripServiceName"})
      if (const auto* value = metadata.if_contains(key)) rest.emplace(key, *value);
    for (const auto key : {"clientContextParams", "deprecated", "deprecatedMessage"})
      if (const auto* value = model.if_contains(key)) rest.emplace(key, *value);
    json::value stripped(std::move(rest));
    strip_documentation(stripped);
    const auto traits = stripped.get_object().empty() ? std::string{} : json::serialize(stripped);
    facts.traits = traits;
    return write_facts(facts);
  }

  const service_texts& texts_;
  const std::string name_;  // for messages
  std::map<std::string_view, const json::object*> shapes_;
  std::map<std::string_view, std::uint32_t> numbers_;
  std::map<std::string_view, std::uint32_t> operation_numbers_;
  blob_writer out_;
};

}  // namespace

result<built_service> build_service(const service_texts& texts) {
  try {
    return builder{texts}.build();
  } catch (const error& fault) {
    return fault;
  }
}

result<std::shared_ptr<const service>> compile_service(const service_texts& texts) {
  auto built = build_service(texts);
  if (!built) return built.error();
  const auto kept = std::make_shared<const built_service>(std::move(*built));
  auto facts = read_facts(kept->facts);
  if (!facts) return facts.error();
  return make_blob_service(std::move(*facts), kept, [kept]() -> result<owned_blob> {
    return owned_blob{kept, kept->blob};
  });
}

}  // namespace aloft::model
