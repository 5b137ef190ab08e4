#include "cli/command/call/call_plan.hpp"

#include <aloft/names.hpp>
#include <aloft/regions.hpp>
#include "cli/command/registry.hpp"
#include "cli/customizations/absent_command.hpp"
#include "cli/customizations/bare_answer.hpp"
#include "cli/grammar/operation_arguments.hpp"
#include "cli/options/word_options.hpp"
#include "cli/sweep/profiles.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <filesystem>

namespace aloft::cli {
namespace {

/// A first word that is no service may be a command of ours that was mistyped.
service_model find_service(const std::string& word) {
  auto service = find_service_model(word);
  if (service) return *service;
  if (const auto instead = instead_of(word, {}); !instead.empty())
    throw error{error_kind::usage, "AbsentCommand",
                "the AWS CLI's own commands of '" + word + "' are not here; instead: " + std::string{instead}};
  const auto near = did_you_mean(word, command_names());
  if (near.empty() || service.error().code() != "UnknownService") throw service.error();
  throw error{error_kind::usage, "UnknownService", "there is neither a service nor a command '" + word + "'" + near};
}

/// Suggestions are spelled as they are typed here.
operation_model find_operation(const service_model& service, const std::string& word) {
  const auto operation = service.find_operation(word);
  if (operation) return *operation;
  if (operation.error().code() != "UnknownOperation") throw operation.error();
  if (const auto instead = instead_of(service.name(), word); !instead.empty())
    throw error{error_kind::usage, "AbsentCommand",
                "the AWS CLI's own " + std::string{service.name()} + " " + word +
                    " is not here; instead: " + std::string{instead}};
  std::vector<std::string> known;
  for (const auto name : service.operation_names()) known.push_back(kebab_case(name));
  for (const auto* own : commands_of(service.name())) known.emplace_back(own->name.substr(own->name.find(' ') + 1));
  const std::string name{service.name()};
  const auto near = did_you_mean(word, known);
  throw error{
      error_kind::usage, "UnknownOperation",
      name + " has no operation '" + word + "'" + (near.empty() ? "; `aloft services " + name + "` lists them" : near)};
}

/// A region that no partition has is refused before anything is sent; where it was configured, that is named.
void check_regions(const call_plan& plan, const global_options& options, const config::settings& settings) {
  if (options.allow_unknown_region) return;
  const auto known = region_names().value();
  const bool custom = !options.endpoint_url.empty() || settings.endpoint_url(plan.service->service_id());
  if (plan.regions) {
    for (const auto& part : plan.regions->parts) {
      if (!is_name_pattern(part)) check_region(part, known, custom).value();
    }
  } else if (const auto& region = settings.region) {
    const auto checked = check_region(region.value, known, custom);
    if (checked) return;
    if (!options.region.empty()) throw checked.error();
    throw checked.error().with([&](error_info& info) {
      info.kind = error_kind::config;
      info.message = region.source + ": " + info.message;
    });
  }
}

/// A body that streams must go somewhere, and bodies of several calls cannot go into one file.
void check_outfile(const call_plan& plan, const global_options& options) {
  const auto name = plan.operation->kebab_name();
  if (plan.outfile.empty() && plan.operation->streaming_output() && options.print_request == request_form::none &&
      !options.presign)
    throw error{error_kind::usage, "MissingParameter",
                name + " answers with a body: name the file that it goes to, or - for the standard output"};
  const auto folder = std::filesystem::path{plan.outfile}.parent_path();
  if (std::error_code failure; !folder.empty() && !std::filesystem::is_directory(folder, failure))
    throw error{
        error_kind::usage, "OutputFile",
        "cannot write to '" + plan.outfile + "': there is no folder '" + folder.string() + "'; nothing was sent"};
  if (!plan.outfile.empty() && (!options.regions.empty() || !options.profiles.empty()))
    throw error{error_kind::usage, "BadOption",
                name + " writes one file: it cannot be called for several regions or profiles at once"};
}

/// Nobody has asked for another form of the answer, or for several.
bool prints_bare_answer(const call_plan& plan, const global_options& options) {
  return find_bare_answer(*plan.operation) != nullptr && !options.output && !options.query && options.regions.empty() &&
         options.profiles.empty();
}

binary_format blob_format(const global_options& options, const config::settings* settings) {
  if (options.blobs) return *options.blobs;
  return settings && settings->raw_binary().value() ? binary_format::raw_in_base64_out : binary_format::base64;
}

}  // namespace

call_plan make_plan(const global_options& options, std::span<const std::string> words, log_sink& log) {
  call_plan plan;
  plan.service = find_service(words[0]);
  const std::string service{plan.service->name()};
  if (words.size() < 2 || words[1].starts_with("-"))
    throw error{error_kind::usage, "MissingOperation",
                "which operation of " + service + "? `aloft " + service + "` lists them"};
  plan.operation = find_operation(*plan.service, words[1]);
  const auto settings = options.skeleton ? nullptr : resolve_settings(options);
  const argument_options arguments{
      .blobs = blob_format(options, settings.get()),
      .input_json = options.input_json,
      .input_yaml = options.input_yaml,
      .check_required = options.input_json.empty() && options.input_yaml.empty() && !options.skeleton};
  std::vector<std::string> parameters{words.begin() + 2, words.end()};
  if (options.presign) plan.expires_in = take_seconds(parameters, "--expires-in").value_or(plan.expires_in);
  if (plan.operation->has_event_stream_output()) {
    plan.max_events = take_number<std::uint64_t>(parameters, "--max-events", 1);
    plan.lasting = take_duration(parameters, "--for");
    if (plan.operation->has_event_stream_input()) plan.events = take_option(parameters, "--events").value_or("");
  }
  auto read = read_arguments(*plan.operation, parameters, arguments).value();
  plan.input = std::move(read.input);
  plan.body_file = std::move(read.body_file);
  plan.outfile = std::move(read.outfile);
  if (!plan.outfile.empty() && (plan.max_events || plan.lasting))
    throw error{error_kind::usage, "BadOption",
                "--max-events and --for end events that are printed: a file (" + plan.outfile + ") gets all of them"};
  if (!options.regions.empty()) plan.regions = parse_region_choice(options.regions).value();
  plan.session = session_settings(options, log);
  if (options.skeleton) return plan;
  if (plan.outfile.empty() && prints_bare_answer(plan, options)) plan.outfile = "-";
  check_outfile(plan, options);

  plan.files = settings->files();
  plan.profiles = chosen_profiles(options, *settings);
  if (!plan.profiles.empty()) plan.session.profile = plan.profiles.front();
  check_regions(plan, options, *settings);
  plan.home_region = settings->region ? settings->region.value : "us-east-1";
  plan.format = choose_format(options, *settings);
  return plan;
}

client_options settings_for(std::string_view service, const call_plan& plan, const global_options& options,
                            std::string region) {
  const bool own = plan.service->name() == service;
  return own ? client_settings(options, std::move(region)) : other_client_settings(options, std::move(region));
}

boost::asio::awaitable<std::vector<std::string>> find_regions(const session& session, const call_plan& plan,
                                                              const global_options& options, std::string home) {
  std::vector<std::string> enabled;
  if (plan.regions->by_pattern) {
    const auto ec2 = session.client("ec2", settings_for("ec2", plan, options, std::move(home)));
    // Regions that the account has not opted into would only answer AuthFailure.
    boost::json::array states{"opt-in-not-required", "opted-in"};
    boost::json::object filter{{"Name", "opt-in-status"}, {"Values", std::move(states)}};
    boost::json::object input{{"Filters", boost::json::array{std::move(filter)}}};
    const response answer = co_await ec2.call("DescribeRegions", std::move(input));
    for (const value region : answer["Regions"]) {
      // Servers that stand in for AWS may not know the filter.
      if (region["OptInStatus"].as_text() != "not-opted-in") enabled.emplace_back(region["RegionName"].as_text());
    }
  }
  std::sort(enabled.begin(), enabled.end());
  co_return plan.regions->among(enabled).value();
}

}  // namespace aloft::cli
