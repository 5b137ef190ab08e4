#include "local/synthetic/synthetic_backend.hpp"

#include "local/api_error.hpp"
#include "local/synthetic/page_script.hpp"
#include "local/synthetic/value_maker.hpp"

namespace aloft::local::synthetic {
namespace {

/// Members that travel as the answer's status say what it is.
void state_status(const model::operation& of, value_rules& rules) {
  for (const auto& member : of.output->members)
    if (member.where == model::location::status_code) rules.stated[std::string{member.name}] = of.response_code;
}

}  // namespace

backend::backend(std::shared_ptr<const model::service> service, const synthesis& how, service_backend* embedded)
    : service_{std::move(service)}, names_{service_->operation_names()}, how_{how}, embedded_{embedded} {}

outcome backend::run(std::string_view operation, const input& request, const call_context& context) {
  if (embedded_ != nullptr && operation == "DescribeRegions") return embedded_->run(operation, request, context);
  const auto& of = **service_->find_operation(operation);
  if (of.output == nullptr) return boost::json::object{};
  const page_script page{of, request, how_.rows, how_.pages};
  value_rules rules;
  rules.seed = how_.seed;
  rules.arn_prefix =
      join({"arn:aws:", service_->metadata().signing_name, ":", context.region, ":", context.caller.account_id, ":"});
  rules.rows = [&](std::string_view path) { return page.has_rows(path) ? page.rows() : 1; };
  rules.first_row = page.first_row();
  state_status(of, rules);
  page.state(rules);
  auto made = value_maker{std::move(rules)}.make(*of.output);
  return made.is_object() ? std::move(made.get_object()) : boost::json::object{};
}

}  // namespace aloft::local::synthetic
