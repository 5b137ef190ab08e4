#include "cli/command/registry.hpp"
#include "cli/output/answer.hpp"
#include "cli/run/print_setup.hpp"
#include "core/names.hpp"
#include "model/catalog.hpp"

#include <boost/json/array.hpp>

namespace aloft::cli {
namespace {

namespace json = boost::json;

/// One row per service; reads every service's facts.
json::array service_rows(const model::catalog& catalog) {
  json::array rows;
  for (const auto name : catalog.service_names()) {
    const auto service = catalog.find_service(name).value();
    const auto& facts = service->metadata();
    rows.push_back({{"Service", name},
                    {"FullName", facts.full_name},
                    {"ServiceId", facts.service_id},
                    {"ApiVersion", facts.api_version},
                    {"Protocol", facts.protocol},
                    {"Operations", service->operation_names().size()}});
  }
  return rows;
}

json::array operation_rows(const model::service& service) {
  json::array rows;
  for (const auto name : service.operation_names()) {
    const auto* operation = service.find_operation(name).value();
    rows.push_back({{"Operation", kebab_case(name)}, {"Name", name}, {"Deprecated", operation->deprecated}});
  }
  return rows;
}

}  // namespace

int run_services(const global_options& options, console& out) {
  if (options.words.size() > 2) {
    throw error{error_kind::usage, "BadOption", "unexpected word '" + options.words[2] + "': aloft services [SERVICE]"};
  }
  const auto catalog = model::catalog::standard().value();
  const auto service = options.words.size() > 1 ? catalog->find_service(options.words[1]).value() : nullptr;
  if (options.output) {
    const auto rows = service ? operation_rows(*service) : service_rows(*catalog);
    out.write(print_document(rows, {}, print_settings(options, out, *options.output)));
    return 0;
  }
  std::string text;
  if (service) {
    for (const auto name : service->operation_names()) text += kebab_case(name) + "\n";
    for (const auto* own : commands_of(service->metadata().name))
      text.append(own->name.substr(own->name.find(' ') + 1)) += '\n';
  } else {
    for (const auto name : catalog->service_names()) text.append(name) += '\n';
  }
  out.write(text);
  return 0;
}

}  // namespace aloft::cli
