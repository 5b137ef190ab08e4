#include "aloft/model.hpp"

#include <aloft/names.hpp>
#include "model/catalog.hpp"
#include "model/documentation.hpp"

namespace aloft {
namespace {

using model::shape_type;

static_assert(static_cast<int>(shape_kind::document) == static_cast<int>(shape_type::document));
static_assert(static_cast<int>(member_place::status) == static_cast<int>(model::location::status_code));

std::optional<member_model> maybe(const model::member* member) noexcept {
  return member == nullptr ? std::nullopt : std::optional<member_model>{*member};
}

shape_model maybe(const model::shape* shape) noexcept { return shape == nullptr ? shape_model{} : shape_model{*shape}; }

}  // namespace

// ---- shapes

std::string_view shape_model::name() const noexcept { return shape_ ? shape_->name : std::string_view{}; }
shape_kind shape_model::kind() const noexcept {
  return shape_ ? static_cast<shape_kind>(shape_->type) : shape_kind::structure;
}
bool shape_model::is_union() const noexcept { return shape_ && shape_->is_union; }
bool shape_model::is_sparse() const noexcept { return shape_ && shape_->sparse; }
bool shape_model::is_sensitive() const noexcept { return shape_ && shape_->sensitive; }
bool shape_model::is_streaming() const noexcept { return shape_ && shape_->streaming; }
bool shape_model::needs_length() const noexcept { return shape_ && shape_->requires_length; }
bool shape_model::is_event_stream() const noexcept { return shape_ && shape_->event_stream; }
bool shape_model::is_event() const noexcept { return shape_ && shape_->event; }
bool shape_model::is_exception() const noexcept { return shape_ && shape_->exception; }
bool shape_model::is_server_fault() const noexcept { return shape_ && shape_->fault; }
std::string_view shape_model::error_code() const noexcept { return shape_ ? shape_->error_code : std::string_view{}; }
int shape_model::error_status() const noexcept { return shape_ ? shape_->error_status : 0; }

std::optional<double> shape_model::min() const noexcept {
  return shape_ && shape_->has_min ? std::optional{shape_->min} : std::nullopt;
}

std::optional<double> shape_model::max() const noexcept {
  return shape_ && shape_->has_max ? std::optional{shape_->max} : std::nullopt;
}
std::span<const std::string_view> shape_model::enum_values() const noexcept {
  return shape_ ? shape_->enum_values : std::span<const std::string_view>{};
}
shape_model::member_range shape_model::members() const noexcept { return member_range{shape_}; }
std::optional<member_model> shape_model::find(std::string_view name) const noexcept {
  return shape_ ? maybe(shape_->find(name)) : std::nullopt;
}
shape_model shape_model::element() const noexcept {
  return shape_ && shape_->element ? maybe(shape_->element->target) : shape_model{};
}
std::optional<member_model> shape_model::element_member() const noexcept {
  return shape_ ? maybe(shape_->element) : std::nullopt;
}
shape_model shape_model::key() const noexcept {
  return shape_ && shape_->key ? maybe(shape_->key->target) : shape_model{};
}
std::optional<member_model> shape_model::payload() const noexcept {
  return shape_ ? maybe(shape_->payload) : std::nullopt;
}

std::size_t shape_model::member_range::size() const noexcept { return of_ ? of_->members.size() : 0; }
member_model shape_model::member_range::iterator::operator*() const noexcept { return of_->members[at_]; }

// ---- members

std::string_view member_model::name() const noexcept { return member_->name; }
std::string member_model::snake_name() const { return snake_case(member_->name); }
std::string member_model::kebab_name() const { return kebab_case(member_->name); }
std::string_view member_model::wire_name() const noexcept { return member_->wire; }
std::size_t member_model::index() const noexcept { return member_->index; }
shape_model member_model::shape() const noexcept { return maybe(member_->target); }
bool member_model::is_required() const noexcept { return member_->required; }
bool member_model::is_idempotency_token() const noexcept { return member_->idempotency_token; }
bool member_model::is_streaming() const noexcept { return member_->streaming; }
bool member_model::is_sensitive() const noexcept { return member_->sensitive; }
bool member_model::is_host_label() const noexcept { return member_->host_label; }
bool member_model::is_event_payload() const noexcept { return member_->event_payload; }
bool member_model::is_event_header() const noexcept { return member_->event_header; }
bool member_model::holds_json() const noexcept { return member_->json_value; }
member_place member_model::place() const noexcept { return static_cast<member_place>(member_->where); }
std::optional<timestamp_format> member_model::time_format() const noexcept { return member_->time_format; }

// ---- operations

std::string_view operation_model::name() const noexcept { return operation_->name; }
std::string operation_model::snake_name() const { return snake_case(operation_->name); }
std::string operation_model::kebab_name() const { return kebab_case(operation_->name); }
std::string_view operation_model::service_name() const noexcept { return operation_->owner->metadata().name; }
shape_model operation_model::input() const noexcept { return maybe(operation_->input); }
shape_model operation_model::output() const noexcept { return maybe(operation_->output); }
std::vector<shape_model> operation_model::errors() const {
  std::vector<shape_model> all;
  for (const auto* shape : operation_->errors) all.emplace_back(*shape);
  return all;
}
std::string_view operation_model::http_method() const noexcept { return operation_->http_method; }
std::string_view operation_model::request_uri() const noexcept { return operation_->request_uri; }
bool operation_model::is_deprecated() const noexcept { return operation_->deprecated; }
bool operation_model::is_readonly() const noexcept { return operation_->readonly; }
bool operation_model::is_idempotent() const noexcept { return operation_->idempotent; }
std::optional<member_model> operation_model::streaming_input() const noexcept {
  return maybe(operation_->input_stream);
}
std::optional<member_model> operation_model::streaming_output() const noexcept {
  return maybe(operation_->output_stream);
}
bool operation_model::has_blob_output() const noexcept {
  const auto* payload = operation_->output ? operation_->output->payload : nullptr;
  return payload != nullptr && payload->target->type == shape_type::blob;
}
bool operation_model::has_event_stream_input() const noexcept { return operation_->input_event_stream; }
bool operation_model::has_event_stream_output() const noexcept { return operation_->output_event_stream; }

std::optional<paginator_model> operation_model::paginator() const noexcept {
  return operation_->pages ? std::optional{paginator_model{*operation_->pages}} : std::nullopt;
}

std::span<const std::string_view> paginator_model::input_tokens() const noexcept { return pages_->input_tokens; }
std::span<const std::string_view> paginator_model::output_tokens() const noexcept { return pages_->output_tokens; }
std::span<const std::string_view> paginator_model::result_keys() const noexcept { return pages_->result_keys; }
std::span<const std::string_view> paginator_model::non_aggregate_keys() const noexcept {
  return pages_->non_aggregate_keys;
}
std::string_view paginator_model::limit_key() const noexcept { return pages_->limit_key; }
std::string_view paginator_model::more_results() const noexcept { return pages_->more_results; }
bool paginator_model::is_heuristic() const noexcept { return pages_->heuristic; }

std::string_view waiter_model::name() const noexcept { return waiter_->name; }
std::string waiter_model::snake_name() const { return snake_case(waiter_->name); }
std::string waiter_model::kebab_name() const { return kebab_case(waiter_->name); }
std::string_view waiter_model::operation() const noexcept { return waiter_->asks->name; }
std::chrono::seconds waiter_model::delay() const noexcept { return waiter_->delay; }
int waiter_model::max_attempts() const noexcept { return waiter_->max_attempts; }
std::vector<acceptor_model> waiter_model::acceptors() const {
  return {waiter_->acceptors.begin(), waiter_->acceptors.end()};
}

acceptor_model::matcher acceptor_model::matches() const noexcept {
  switch (acceptor_->matcher) {
    case model::matcher_type::path: return matcher::path;
    case model::matcher_type::path_all: return matcher::path_all;
    case model::matcher_type::path_any: return matcher::path_any;
    case model::matcher_type::status: return matcher::status;
    case model::matcher_type::error: break;
  }
  return matcher::error;
}

acceptor_model::verdict acceptor_model::decides() const noexcept {
  switch (acceptor_->state) {
    case model::waiter_state::success: return verdict::success;
    case model::waiter_state::failure: return verdict::failure;
    case model::waiter_state::retry: break;
  }
  return verdict::retry;
}

std::string_view acceptor_model::expression() const noexcept { return acceptor_->argument; }
std::variant<std::string_view, bool, std::int64_t> acceptor_model::expected() const noexcept {
  return acceptor_->expected;
}

// ---- services

std::string_view documentation_model::service() const { return texts_->service(); }
std::string_view documentation_model::operation(const operation_model& operation) const {
  return texts_->operation(operation.name());
}
std::string_view documentation_model::operation(std::string_view model_name) const {
  return texts_->operation(model_name);
}
std::string_view documentation_model::shape(const shape_model& shape) const { return texts_->shape(shape.name()); }
std::string_view documentation_model::member(const shape_model& structure, const member_model& member) const {
  const auto own = texts_->member(structure.name(), member.name());
  return own.empty() ? texts_->shape(member.shape().name()) : own;
}

std::string_view service_model::name() const noexcept { return service_->metadata().name; }
std::string_view service_model::service_id() const noexcept { return service_->metadata().service_id; }
std::string_view service_model::full_name() const noexcept { return service_->metadata().full_name; }
std::string_view service_model::api_version() const noexcept { return service_->metadata().api_version; }
std::string_view service_model::endpoint_prefix() const noexcept { return service_->metadata().endpoint_prefix; }
std::string_view service_model::signing_name() const noexcept { return service_->metadata().signing_name; }
std::vector<std::string_view> service_model::operation_names() const { return service_->operation_names(); }

result<operation_model> service_model::find_operation(std::string_view any_spelling) const {
  auto found = service_->find_operation(any_spelling);
  if (!found) return found.error();
  return operation_model{**found};
}

std::vector<waiter_model> service_model::waiters() const {
  std::vector<waiter_model> all;
  for (const auto name : service_->waiter_names())
    if (const auto found = service_->find_waiter(name)) all.emplace_back(**found);
  return all;
}

result<waiter_model> service_model::find_waiter(std::string_view any_spelling) const {
  auto found = service_->find_waiter(any_spelling);
  if (!found) return found.error();
  return waiter_model{**found};
}

result<documentation_model> service_model::documentation() const {
  auto texts = model::documentation::standard();
  if (!texts) return texts.error();
  auto found = (*texts)->find_service(name());
  if (!found) return found.error();
  return documentation_model{std::move(*found)};
}

result<std::vector<std::string>> service_names() {
  auto catalog = model::catalog::standard();
  if (!catalog) return catalog.error();
  const auto names = (*catalog)->service_names();
  return std::vector<std::string>{names.begin(), names.end()};
}

result<service_model> find_service_model(std::string_view any_spelling) {
  auto catalog = model::catalog::standard();
  if (!catalog) return catalog.error();
  auto found = (*catalog)->find_service(any_spelling);
  if (!found) return found.error();
  return service_model{std::move(*found)};
}

}  // namespace aloft
