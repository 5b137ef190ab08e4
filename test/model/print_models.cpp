// Prints everything the catalog's linked services say, one line each, fields separated by tabs: for check_models.py,
// which reads the same models without any code of aloft and compares.
#include <aloft/names.hpp>
#include "model/catalog.hpp"

#include <boost/json/serialize.hpp>

#include <cstdio>
#include <set>

namespace {

using namespace aloft;
using namespace aloft::model;

class line {
 public:
  explicit line(std::string_view first) : text_{first} {}
  line& operator<<(std::string_view field) {
    text_ += '\t';
    text_ += field;
    return *this;
  }
  line& operator<<(const char* field) { return *this << std::string_view{field}; }
  line& operator<<(bool field) { return *this << (field ? "1" : "0"); }
  line& operator<<(int field) { return *this << std::string_view{std::to_string(field)}; }
  line& operator<<(const shape* field) { return *this << (field ? field->name : std::string_view{"-"}); }
  line& operator<<(const member* field) { return *this << (field ? field->name : std::string_view{"-"}); }
  template <class Texts>
  line& list(const Texts& texts) {
    text_ += '\t';
    for (const auto& each : texts) (text_ += each) += ',';
    return *this;
  }
  ~line() { std::puts(text_.c_str()); }

 private:
  std::string text_;
};

std::string_view type_name(shape_type type) {
  constexpr std::string_view names[] = {"structure", "list", "map",   "string", "blob",      "boolean",
                                        "integer",   "long", "float", "double", "timestamp", "document"};
  return names[static_cast<int>(type)];
}

std::string_view format_name(const std::optional<timestamp_format>& format) {
  constexpr std::string_view names[] = {"iso8601", "rfc822", "unixTimestamp"};
  return format ? names[static_cast<int>(*format)] : "-";
}

std::string_view location_name(location where) {
  constexpr std::string_view names[] = {"", "header", "headers", "uri", "querystring", "statusCode"};
  return names[static_cast<int>(where)];
}

void print_member(const shape& of, std::string_view role, const member& each) {
  line{"member"} << of.name << role << each.name << kebab_case(each.name) << each.target << each.wire
                 << each.has_location_name << each.query_name << location_name(each.where) << each.required
                 << each.idempotency_token << each.json_value << each.streaming << each.flattened << each.xml_attribute
                 << each.host_label << each.event_payload << each.event_header << each.sensitive
                 << format_name(each.time_format) << each.xml_namespace << each.xml_prefix << each.context_param
                 << each.traits;
}

void print_shape(const shape* at, std::set<const shape*>& seen) {
  if (!at || !seen.insert(at).second) return;
  char minimum[40] = "-";
  if (at->has_min) std::snprintf(minimum, sizeof minimum, "%.17g", at->min);
  char maximum[40] = "-";
  if (at->has_max) std::snprintf(maximum, sizeof maximum, "%.17g", at->max);
  line out{"shape"};
  out << at->name << type_name(at->type) << at->flattened << at->is_union << at->sparse << at->sensitive
      << at->streaming << at->requires_length << at->event_stream << at->event << at->exception << at->fault
      << at->retryable << at->throttling << at->is_enum << minimum << maximum << at->payload << at->xml_name
      << at->xml_namespace << at->xml_prefix << at->error_code << at->error_status;
  out.list(at->enum_values) << at->traits;
  for (const auto& each : at->members) print_member(*at, "members", each);
  if (at->type == shape_type::list) print_member(*at, "member", *at->element);
  if (at->type == shape_type::map) {
    print_member(*at, "key", *at->key);
    print_member(*at, "value", *at->element);
    print_shape(at->key->target, seen);
  }
  for (const auto& each : at->members) print_shape(each.target, seen);
  if (at->element) print_shape(at->element->target, seen);
}

void print_operation(const operation& op) {
  std::vector<std::string_view> errors;
  for (const auto* each : op.errors) errors.push_back(each->name);
  line out{"operation"};
  out << op.name << snake_case(op.name) << kebab_case(op.name) << op.http_method << op.request_uri << op.response_code
      << op.input << op.output << op.input_wrapper << op.input_namespace << op.result_wrapper << op.host_prefix
      << op.auth_type;
  out.list(op.auth) << op.unsigned_payload << op.checksum_required << op.deprecated << op.input_stream
                    << op.output_stream << op.input_event_stream << op.output_event_stream;
  out.list(errors) << op.http_checksum.algorithm_member << op.http_checksum.validation_member
                   << op.http_checksum.required << op.compressible << op.readonly << op.idempotent
                   << static_cast<int>(op.endpoint_discovery) << op.tells_endpoints;
  std::vector<std::string> parameters;
  for (const auto& each : op.static_parameters)
    parameters.push_back(std::string{each.name} + "=" + boost::json::serialize(each.value));
  for (const auto& each : op.parameter_paths)
    parameters.push_back(std::string{each.name} + ":" + std::string{each.path});
  out.list(parameters);
  const paginator none;
  const auto& pages = op.pages ? *op.pages : none;
  out.list(pages.input_tokens).list(pages.output_tokens).list(pages.result_keys).list(pages.non_aggregate_keys)
      << pages.limit_key << pages.more_results << pages.heuristic << op.traits;
}

void print_waiter(const waiter& each) {
  line out{"waiter"};
  out << each.name << each.asks->name << static_cast<int>(each.delay.count()) << each.max_attempts;
  constexpr std::string_view matchers[] = {"path", "pathAll", "pathAny", "status", "error"};
  constexpr std::string_view states[] = {"success", "failure", "retry"};
  for (const auto& acceptor : each.acceptors) {
    out << matchers[static_cast<int>(acceptor.matcher)] << states[static_cast<int>(acceptor.state)]
        << acceptor.argument;
    if (const auto* text = std::get_if<std::string_view>(&acceptor.expected)) out << *text;
    if (const auto* truth = std::get_if<bool>(&acceptor.expected)) out << (*truth ? "true" : "false");
    if (const auto* number = std::get_if<std::int64_t>(&acceptor.expected)) out << static_cast<int>(*number);
  }
}

void print_service(const service& of) {
  const auto& facts = of.metadata();
  {
    line out{"service"};
    out << facts.name << facts.service_id << facts.full_name << facts.endpoint_prefix << facts.signing_name
        << facts.api_version << facts.protocol;
    out.list(facts.protocols) << facts.target_prefix << facts.json_version << facts.xml_namespace
                              << facts.signature_version;
    out.list(facts.auth) << facts.global_endpoint << facts.query_compatible << static_cast<int>(facts.http2)
                         << facts.traits << of.endpoint_rules();
  }
  for (const auto name : of.waiter_names()) print_waiter(*of.find_waiter(snake_case(name)).value());
  std::set<const shape*> seen;
  for (const auto name : of.operation_names()) {
    const auto& op = *of.find_operation(snake_case(name)).value();
    print_operation(op);
    print_shape(op.input, seen);
    print_shape(op.output, seen);
    for (const auto* each : op.errors) print_shape(each, seen);
  }
}

}  // namespace

int main() {
  try {
    const auto catalog = catalog::standard().value();
    for (const auto name : catalog->service_names()) print_service(*catalog->find_service(name).value());
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}
