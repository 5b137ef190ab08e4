#include "cli/options/program_option.hpp"

#include "cli/options/global_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

namespace aloft::cli {
namespace {

constexpr std::array<std::string_view, 8> formats{"json", "ndjson",      "table", "text",
                                                  "yaml", "yaml-stream", "csv",   "off"};
constexpr std::array<std::string_view, 2> request_forms{"http", "curl"};
constexpr std::array<std::string_view, 2> blob_forms{"base64", "raw-in-base64-out"};
constexpr std::array<std::string_view, 3> skeletons{"input", "yaml-input", "output"};
constexpr std::array<std::string_view, 4> error_forms{"text", "legacy", "json", "yaml"};
constexpr std::array<std::string_view, 3> colors{"auto", "on", "off"};

error bad_option(std::string message) { return error{error_kind::usage, "BadOption", std::move(message)}; }

/// A whole number from `least` to `most`.
template <class Number>
result<Number> whole(std::string_view text, Number least, Number most = std::numeric_limits<Number>::max()) {
  Number number{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool read = failure == std::errc{} && end == text.data() + text.size();
  if (read && number >= least && number <= most) return number;
  std::string expected = "expected a whole number of at least " + std::to_string(least);
  if (most != std::numeric_limits<Number>::max()) {
    expected = "expected a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  } else if (failure == std::errc::result_out_of_range) {
    expected += " and at most " + std::to_string(most);
  }
  return bad_option(expected + ", got '" + std::string{text} + '\'');
}

/// "1048576", "64KB", "1.5MiB": K, M, G are powers of 1024, as everywhere at AWS.
result<void> take_size(global_options& to, std::string_view text) {
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string unit{end, text.data() + text.size()};
  std::transform(unit.begin(), unit.end(), unit.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (unit.starts_with(' ')) unit.erase(0, unit.find_first_not_of(' '));
  constexpr std::string_view powers = "KMGT";
  double factor = unit.empty() || unit == "B" ? 1 : 0;
  if (factor == 0 && powers.find(unit[0]) != std::string_view::npos) {
    const auto rest = std::string_view{unit}.substr(1);
    if (rest.empty() || rest == "B" || rest == "IB")
      factor = std::pow(1024.0, 1.0 + static_cast<double>(powers.find(unit[0])));
  }
  constexpr double most = 9e18;
  if (failure != std::errc{} || factor == 0 || !(number > 0) || number * factor > most)
    return bad_option("expected a size such as 100MB, got '" + std::string{text} + '\'');
  to.max_document = static_cast<std::size_t>(number * factor);
  return {};
}

result<void> take_query(global_options& to, std::string_view text) {
  auto query = jmespath::expression::compile(text);
  if (!query) return query.error();
  to.query = *std::move(query);
  return {};
}

result<void> take_output(global_options& to, std::string_view text) {
  auto format = parse_output_format(text);
  if (!format) return format.error();
  to.output = *format;
  return {};
}

result<void> take_color(global_options& to, std::string_view text) {
  to.color = text == "on" ? color_mode::on : text == "off" ? color_mode::off : color_mode::automatic;
  return {};
}

result<void> take_error_form(global_options& to, std::string_view text) {
  to.errors = text == "legacy" ? error_form::legacy
              : text == "json" ? error_form::json
              : text == "yaml" ? error_form::yaml
                               : error_form::text;
  return {};
}

result<void> take_blob_form(global_options& to, std::string_view text) {
  to.blobs = text == "base64" ? binary_format::base64 : binary_format::raw_in_base64_out;
  return {};
}

result<void> take_request_form(global_options& to, std::string_view text) {
  to.print_request = text == "http" ? request_form::http : request_form::curl;
  return {};
}

result<void> take_skeleton(global_options& to, std::string_view text) {
  to.skeleton = text.empty() ? "input" : text;
  return {};
}

result<void> ignore(global_options&, std::string_view) { return {}; }

template <auto Member>
program_option flag(std::string_view name, std::string_view help) {
  return {.name = name, .help = help, .set = [](global_options& to, std::string_view) -> result<void> {
            to.*Member = true;
            return {};
          }};
}

template <auto Member>
program_option text(std::string_view name, std::string_view value, std::string_view help,
                    option_values values = option_values::text) {
  return {.name = name,
          .value = value,
          .help = help,
          .values = values,
          .set = [](global_options& to, std::string_view given) -> result<void> {
            to.*Member = given;
            return {};
          }};
}

template <auto Member, class Number, Number Least, Number Most = std::numeric_limits<Number>::max()>
program_option number(std::string_view name, std::string_view value, std::string_view help) {
  return {.name = name,
          .value = value,
          .help = help,
          .values = option_values::number,
          .set = [](global_options& to, std::string_view given) -> result<void> {
            const auto read = whole<Number>(given, Least, Most);
            if (!read) return read.error();
            to.*Member = typename std::remove_reference_t<decltype(to.*Member)>{*read};
            return {};
          }};
}

template <auto Member>
program_option seconds(std::string_view name, std::string_view help) {
  return {.name = name,
          .value = "SECONDS",
          .help = help,
          .values = option_values::number,
          .set = [](global_options& to, std::string_view given) -> result<void> {
            const auto read = whole<unsigned>(given, 0);
            if (!read) return read.error();
            to.*Member = std::chrono::seconds{*read};
            return {};
          }};
}

program_option choice(std::string_view name, std::string_view value, std::string_view help,
                      std::span<const std::string_view> choices,
                      result<void> (*set)(global_options&, std::string_view)) {
  return {.name = name, .value = value, .help = help, .values = option_values::choice, .choices = choices, .set = set};
}

std::vector<program_option> make_table() {
  using to = global_options;
  std::vector<program_option> table{
      text<&to::region>("region", "REGION", "The region to ask", option_values::region),
      text<&to::regions>("regions", "LIST", "Ask several regions at once: all, a pattern such as 'eu-*', or names",
                         option_values::regions),
      text<&to::profile>("profile", "NAME", "The profile of the AWS configuration files to use",
                         option_values::profile),
      text<&to::profiles>("profiles", "LIST",
                          "Ask as several profiles at once: all that have credentials, a pattern, or names",
                          option_values::profiles),
      number<&to::parallel, std::size_t, 1, 4096>("concurrency", "N",
                                                  "Calls at once with --regions and --profiles (64)"),
      number<&to::parallel, std::size_t, 1, 4096>("parallel", "N", ""),
      text<&to::state_file>("state", "FILE",
                            "Keep in FILE how far --regions and --profiles have come, and go on from there",
                            option_values::file),
      flag<&to::summary>("summary", "Say what --regions and --profiles came to, as at a terminal"),
      choice("output", "FORMAT", "json, ndjson, table, text, yaml, yaml-stream, csv or off", formats, take_output),
      {.name = "query", .value = "JMESPATH", .help = "What of the answer to print", .set = take_query},
      choice("color", "WHEN", "Colours: auto (at a terminal), on or off; NO_COLOR is off", colors, take_color),
      choice("cli-error-format", "FORMAT", "How errors are said: text, legacy (as the AWS CLI 1), json or yaml",
             error_forms, take_error_form),
      flag<&to::no_pager>("no-cli-pager", "No pager for help and long tables"),
      number<&to::max_items, std::size_t, 1>("max-items", "N", "Stop after so many rows; NextToken goes on"),
      text<&to::starting_token>("starting-token", "TOKEN", "Go on where a NextToken says"),
      number<&to::page_size, std::size_t, 1>("page-size", "N", "Ask for so many rows a page"),
      flag<&to::no_paginate>("no-paginate", "Read only the first page of an answer"),
      text<&to::input_json>("cli-input-json", "JSON", "The operation's parameters as JSON or file://",
                            option_values::file),
      text<&to::input_yaml>("cli-input-yaml", "YAML", "The same as YAML", option_values::file),
      choice("cli-binary-format", "FORMAT", "How blobs are typed: base64, or raw-in-base64-out for bytes as they are",
             blob_forms, take_blob_form),
      choice("generate-cli-skeleton", "KIND",
             "Print what --cli-input-json takes (input), --cli-input-yaml (yaml-input), or the output; send nothing",
             skeletons, take_skeleton),
      text<&to::endpoint_url>("endpoint-url", "URL", "Ask this address for the service named; AWS for all else"),
      choice("print-request", "FORM", "Print the signed request as http or curl and send nothing", request_forms,
             take_request_form),
      flag<&to::presign>("presign",
                         "Print a signed URL that anybody may send (--expires-in SECONDS), and send nothing"),
      number<&to::max_attempts, int, 1, 100>("max-attempts", "N", "Attempts of a call, the first included (3)"),
      seconds<&to::connect_timeout>("cli-connect-timeout", "Wait so long for a connection; 0: no limit"),
      seconds<&to::read_timeout>("cli-read-timeout", "Wait so long for the next byte; 0: no limit"),
      {.name = "max-document-size",
       .value = "SIZE",
       .help = "Refuse answers larger than this, as in 100MB (64 MiB)",
       .set = take_size},
      flag<&to::no_sign_request>("no-sign-request", "Do not sign requests"),
      flag<&to::no_verify_ssl>("no-verify-ssl", "Do not check certificates"),
      text<&to::ca_bundle>("ca-bundle", "FILE", "File of certificates to trust (PEM)", option_values::file),
      flag<&to::allow_unknown_region>("allow-unknown-region", "Take a region that this build has not heard of"),
      flag<&to::debug>("debug", "Say on the standard error what is done"),
      {.name = "no-cli-auto-prompt", .set = ignore},
      flag<&to::version>("version", "Print the version"),
      flag<&to::help>("help", "Help for what is named"),
  };
  for (auto& one : table) one.value_optional = one.name == "generate-cli-skeleton";
  return table;
}

}  // namespace

std::span<const program_option> program_options() {
  static const auto table = make_table();
  return table;
}

const program_option* find_program_option(std::string_view name) {
  const auto find = [](std::string_view wanted) -> const program_option* {
    for (const auto& one : program_options())
      if (one.name == wanted) return &one;
    return nullptr;
  };
  if (const auto* found = find(name)) return found;
  return name.starts_with("cli-") ? find(name.substr(4)) : nullptr;
}

}  // namespace aloft::cli
