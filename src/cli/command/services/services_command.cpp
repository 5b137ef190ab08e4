#include <aloft/model.hpp>
#include <aloft/names.hpp>
#include "cli/command/registry.hpp"
#include "cli/output/answer.hpp"
#include "cli/run/print_setup.hpp"

#include <boost/json/array.hpp>

namespace aloft::cli {
namespace {

namespace json = boost::json;

/// One row per service; reads every service's facts.
json::array service_rows() {
  json::array rows;
  for (const auto& name : service_names().value()) {
    const auto service = find_service_model(name).value();
    rows.push_back({{"Service", name},
                    {"FullName", service.full_name()},
                    {"ServiceId", service.service_id()},
                    {"ApiVersion", service.api_version()},
                    {"Protocol", service.protocol()},
                    {"Operations", service.operation_names().size()}});
  }
  return rows;
}

json::array operation_rows(const service_model& service) {
  json::array rows;
  for (const auto name : service.operation_names()) {
    const auto operation = service.find_operation(name).value();
    rows.push_back({{"Operation", kebab_case(name)}, {"Name", name}, {"Deprecated", operation.is_deprecated()}});
  }
  return rows;
}

}  // namespace

int run_services(const global_options& options, console& out) {
  if (options.words.size() > 2) {
    throw error{error_kind::usage, "BadOption", "unexpected word '" + options.words[2] + "': aloft services [SERVICE]"};
  }
  std::optional<service_model> service;
  if (options.words.size() > 1) service = find_service_model(options.words[1]).value();
  if (options.output) {
    const auto rows = service ? operation_rows(*service) : service_rows();
    out.write(print_document(rows, {}, print_settings(options, out, *options.output)));
    return 0;
  }
  std::string text;
  if (service) {
    for (const auto name : service->operation_names()) text += kebab_case(name) + "\n";
    for (const auto* own : commands_of(service->name())) text.append(own->name.substr(own->name.find(' ') + 1)) += '\n';
  } else {
    for (const auto& name : service_names().value()) text.append(name) += '\n';
  }
  out.write(text);
  return 0;
}

}  // namespace aloft::cli
