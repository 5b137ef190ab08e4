#include "cli/options/global_options.hpp"

#include "cli/help/options_help.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <map>

namespace aloft::cli {
namespace {

/// CLI11 keeps the names and reads them; what is read goes here first.
struct raw_options {
  bool ignored = false;  // switches that the AWS CLI needs and aloft does not
  std::string output, query, print_request, binary_format = "base64", skeleton;
  std::optional<unsigned> connect_timeout, read_timeout;
};

std::optional<std::chrono::seconds> seconds(const std::optional<unsigned>& count) {
  if (!count) return std::nullopt;
  return std::chrono::seconds{*count};
}

void declare(CLI::App& app, global_options& options, raw_options& raw) {
  app.set_help_flag();
  app.allow_extras();
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  const auto text = [&](const char* name, std::string& to, const char* help, const char* type) {
    return app.add_option(name, to, help)->type_name(type);
  };
  text("--region", options.region, "The region to ask", "REGION");
  text("--regions", options.regions, "Ask several regions at once: all, a pattern such as 'eu-*', or names with commas",
       "LIST");
  app.add_option("--parallel", options.parallel, "At most so many calls at once with --regions and --profiles (64)")
      ->type_name("N")
      ->check(CLI::Range(1, 4096).description(""));
  text("--profile", options.profile, "The profile of the AWS configuration files to use", "NAME");
  text("--profiles", options.profiles,
       "Ask as several profiles at once: all that have credentials, a pattern such as 'prod-*', or names with commas",
       "LIST");
  text("--output", raw.output, "json, ndjson, table, text, yaml or csv", "FORMAT");
  text("--query", raw.query, "A JMESPath expression: what of the answer to print", "JMESPATH");
  text("--endpoint-url", options.endpoint_url, "Ask this address instead of AWS's", "URL");
  text("--print-request", raw.print_request, "Print the signed request as http or curl and send nothing", "FORM")
      ->check(CLI::IsMember({"http", "curl"}).description(""));
  app.add_flag("--presign", options.presign,
               "Print a signed URL that anybody may send for an hour (--expires-in SECONDS), and send nothing");
  app.add_flag("--debug", options.debug, "Say on the standard error what is done");
  app.add_flag("--no-sign-request", options.no_sign_request, "Do not sign requests");
  app.add_flag("--no-verify-ssl", options.no_verify_ssl, "Do not check certificates");
  text("--ca-bundle", options.ca_bundle, "File of certificates to trust (PEM)", "FILE");
  app.add_option("--cli-connect-timeout", raw.connect_timeout, "Seconds to wait for a connection; 0: no limit")
      ->type_name("SECONDS");
  app.add_option("--cli-read-timeout", raw.read_timeout, "Seconds to wait for the next byte; 0: no limit")
      ->type_name("SECONDS");
  app.add_option("--max-attempts", options.max_attempts, "Attempts of a call, the first included (3)")
      ->type_name("N")
      ->check(CLI::Range(1, 100).description(""));
  app.add_option("--max-document-size", options.max_document, "Refuse answers larger than this, as in 100MB (64 MiB)")
      ->type_name("SIZE")
      ->transform(CLI::AsSizeValue(false).description(""));
  app.add_flag("--no-paginate", options.no_paginate, "Read only the first page of an answer");
  app.add_option("--page-size", options.page_size, "Ask for so many rows a page")->type_name("N");
  app.add_option("--max-items", options.max_items, "Stop after so many rows")->type_name("N");
  text("--cli-input-json", options.input_json, "The operation's parameters as JSON or file://", "JSON");
  text("--cli-binary-format", raw.binary_format, "How blobs are given: base64 or raw-in-base64-out", "FORMAT")
      ->check(CLI::IsMember({"base64", "raw-in-base64-out"}).description(""));
  text("--generate-cli-skeleton", raw.skeleton, "Print what --cli-input-json takes (input), and send nothing", "KIND")
      ->expected(0, 1)
      ->default_str("input")
      ->check(CLI::IsMember({"input", "output", ""}).description(""));
  app.add_flag("--allow-unknown-region", options.allow_unknown_region,
               "Take a region that this build has not heard of");
  app.add_flag("--no-cli-pager,--no-cli-auto-prompt", raw.ignored, "Taken for the AWS CLI's sake; there is no pager")
      ->group("");
  app.add_flag("--version", options.version, "Print the version");
  app.add_flag("--help", options.help, "Help for what is named");
}

error bad_option(const std::string& message) { return error{error_kind::usage, "BadOption", message}; }

}  // namespace

result<global_options> read_global_options(int count, const char* const* arguments) {
  global_options options;
  raw_options raw;
  CLI::App app;
  declare(app, options, raw);
  // What follows "--" belongs to somebody else.
  const auto* const end = arguments + count;
  const auto* const rest =
      std::find_if(arguments, end, [](const char* word) { return std::string_view{word} == "--"; });
  const auto own = static_cast<int>(rest - arguments);
  try {
    app.parse(own, arguments);
  } catch (const CLI::ParseError& failure) {
    return bad_option(failure.what());
  }
  options.words = app.remaining();
  options.words.insert(options.words.end(), rest, end);
  if (!raw.output.empty()) {
    auto format = parse_output_format(raw.output);
    if (!format) return format.error();
    options.output = *format;
  }
  if (!raw.query.empty()) {
    auto query = jmespath::expression::compile(raw.query);
    if (!query) return query.error().with([](error_info& info) { info.message = "--query: " + info.message; });
    options.query = *query;
  }
  if (raw.print_request == "http") options.print_request = request_form::http;
  if (raw.print_request == "curl") options.print_request = request_form::curl;
  if (raw.binary_format == "raw-in-base64-out") options.blobs = binary_format::raw_in_base64_out;
  if (app.count("--generate-cli-skeleton") > 0) options.skeleton = raw.skeleton.empty() ? "input" : raw.skeleton;
  options.connect_timeout = seconds(raw.connect_timeout);
  options.read_timeout = seconds(raw.read_timeout);
  if (!options.region.empty() && !options.regions.empty()) {
    return bad_option("--region and --regions exclude each other");
  }
  if (!options.profile.empty() && !options.profiles.empty()) {
    return bad_option("--profile and --profiles exclude each other");
  }
  return options;
}

std::string global_options_help() {
  global_options options;
  raw_options raw;
  CLI::App app;
  declare(app, options, raw);
  return options_help(app);
}

}  // namespace aloft::cli
