#include "cli/exit_status.hpp"

#include "cli/output/json_printer.hpp"
#include "cli/output/printers.hpp"

#include <boost/json/object.hpp>

#include <array>
#include <utility>

namespace aloft::cli {
namespace {

/// What the library says to programs, for people who type commands.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> words{{
    {"asked for by given in code", "given on the command line"},
    {"given in code", "given on the command line"},
    {"set client_options::region, AWS_REGION", "give --region, or set AWS_REGION"},
    {"client_options::endpoint_url", "--endpoint-url"},
    {"client_options::region", "--region"},
    {"aws sso login", "aloft sso login"},
    {"give a callback (session_options::mfa_code) or run", "run"},
}};

std::string in_words_of_the_program(std::string text) {
  for (const auto& [said, meant] : words)
    for (auto at = text.find(said); at != std::string::npos; at = text.find(said, at + meant.size()))
      text.replace(at, said.size(), meant);
  return text;
}

boost::json::object record_of(const error_info& info) {
  boost::json::object record{{"Code", info.code}, {"Message", in_words_of_the_program(info.message)}};
  for (const auto& [name, text] : {std::pair{"Service", &info.service},
                                   {"Operation", &info.operation},
                                   {"Region", &info.region},
                                   {"RequestId", &info.request_id}})
    if (!text->empty()) record[name] = *text;
  if (info.http_status != 0) record["HttpStatus"] = info.http_status;
  return record;
}

}  // namespace

int exit_status_of(const error& failure) noexcept {
  switch (failure.kind()) {
    case error_kind::usage: return exit_status::usage;
    case error_kind::config:
    case error_kind::credentials: return exit_status::configuration;
    case error_kind::service: return exit_status::service;
    case error_kind::connect:
    case error_kind::timeout:
    case error_kind::cancelled:
    case error_kind::protocol: break;
  }
  return exit_status::other;
}

void report_error(console& out, const error& failure) {
  const auto& info = failure.info();
  switch (out.how_errors_are_said()) {
    case error_form::legacy:
      if (failure.kind() == error_kind::service)
        return out.report("\nAn error occurred (" + info.code + ") when calling the " + info.operation +
                          " operation: " + info.message);
      break;
    case error_form::json: return out.report(print_json(record_of(info), 0));
    case error_form::yaml: {
      auto text = print_yaml(record_of(info));
      text.pop_back();  // report() ends the line
      return out.report(text);
    }
    case error_form::text: break;
  }
  // Nothing was sent and the words of the command line are at fault: their message is all there is to say, and a mark
  // below the place keeps its own line.
  const bool usage = failure.kind() == error_kind::usage;
  out.report("aloft: " + in_words_of_the_program(usage ? failure.message() : std::string{failure.what()}));
}

}  // namespace aloft::cli
