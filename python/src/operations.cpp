#include "operations.hpp"

#include "failures.hpp"

namespace aloft::python {
namespace {

bool is_rest(std::string_view protocol) { return protocol.starts_with("rest"); }

wire_time time_of(const operation_model& of, std::optional<member_model> member) {
  while (member) {
    const auto shape = member->shape();
    if (shape.kind() == shape_kind::timestamp) return wire_time_of(of.time_format_of(*member));
    if (shape.kind() != shape_kind::list && shape.kind() != shape_kind::map) break;
    member = shape.element_member();
  }
  return wire_time::none;
}

}  // namespace

operation_info::operation_info(const service_info& of, operation_model known)
    : name{known.name()},
      model{known},
      input{known.input()},
      output{known.output()},
      rest{is_rest(of.protocol)},
      event_stream{known.has_event_stream_output()},
      blob_output{known.has_blob_output()} {
  if (const auto body = known.streaming_input()) {
    body_member = body->name();
  } else if (input) {
    const auto payload = input.payload();
    if (payload && payload->shape().kind() == shape_kind::blob) body_member = payload->name();
  }
  std::optional<member_model> streams = known.streaming_output();
  if (!streams && output && (blob_output || event_stream)) streams = output.payload();
  if (!streams && event_stream)
    for (const auto member : output.members())
      if (member.shape().is_event_stream()) streams = member;
  if (const auto payload = output ? output.payload() : std::nullopt;
      rest && payload && payload->shape().kind() == shape_kind::structure && !event_stream)
    structure_payload = PyUnicode_InternFromString(std::string{payload->name()}.c_str());
  if (streams) output_stream = PyUnicode_InternFromString(std::string{streams->name()}.c_str());
}

const record_names& operation_info::names_of(const model::shape* shape) const {
  auto& known = names_[shape];
  if (known) return *known;
  known = std::make_unique<record_names>();
  const auto members = shape_model{*shape}.members();
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto member = members[i];
    const auto place = member.place();
    known->members.push_back({member.name().data(), PyUnicode_InternFromString(std::string{member.name()}.c_str()),
                              time_of(model, member), place == member_place::body});
  }
  return *known;
}

service_info::service_info(service_model of) : model{std::move(of)}, protocol{model.protocol()} {}

const service_info* service_info::find(std::string_view name) {
  static auto* const all = new std::unordered_map<std::string, std::unique_ptr<service_info>>;
  auto& known = (*all)[std::string{name}];
  if (known) return known.get();
  auto found = find_service_model(name);
  if (!found) {
    all->erase(std::string{name});
    raise(found.error());
    return nullptr;
  }
  known = std::make_unique<service_info>(std::move(*found));
  return known.get();
}

const operation_info* service_info::operation(std::string_view model_name) const {
  const std::string key{model_name};
  if (const auto at = operations_.find(key); at != operations_.end()) return at->second.get();
  const auto found = model.find_operation(model_name);
  if (!found || found->name() != model_name) return nullptr;
  return operations_.emplace(key, std::make_unique<operation_info>(*this, *found)).first->second.get();
}

}  // namespace aloft::python
