#include "runtime/customizations.hpp"

#include "runtime/customization_steps.hpp"
#include "runtime/text_rewriter.hpp"

#include <array>

namespace aloft::runtime {
namespace {

namespace steps = customizations;
using model::operation;

struct customization {
  std::string_view service;    // folder name in the models
  std::string_view operation;  // empty: all of the service
  std::string_view reason;
  steps::input_test input_needed = nullptr;  // with it: edit_input and edit_text only where this says so
  steps::input_edit edit_input = nullptr;
  steps::request_edit edit_request = nullptr;
  steps::request_edit edit_streaming = nullptr;  // of requests whose body is read while it is sent
  steps::output_test output_needed = nullptr;
  steps::text_edit edit_text = nullptr;
  steps::input_check refuse = nullptr;
  std::string_view endpoint_member = {};  // the input's member that is the URL to go to
};

constexpr customization encoded_list(std::string_view operation) {
  return {.service = "s3",
          .operation = operation,
          .reason = "keys may hold characters that XML has not, so lists are asked for encoded, and decoded",
          .input_needed = steps::lacks_encoding,
          .edit_input = steps::ask_for_encoded_keys,
          .output_needed = steps::has_encoded_keys,
          .edit_text = steps::decode_key};
}

constexpr customization copy_source(std::string_view operation) {
  return {.service = "s3",
          .operation = operation,
          .reason = "the source travels percent-encoded in a header, and callers name it as it is",
          .input_needed = steps::has_copy_source,
          .edit_input = steps::encode_copy_source};
}

constexpr customization user_data(std::string_view service, std::string_view operation) {
  return {.service = service,
          .operation = operation,
          .reason = "user data travels as base64, and callers give it as it is",
          .input_needed = steps::has_user_data,
          .edit_input = steps::encode_user_data};
}

constexpr std::array table{
    customization{.service = "route53",
                  .operation = "",
                  .reason = "answers give ids as /hostedzone/Z1, requests take Z1 alone",
                  .input_needed = steps::has_long_id,
                  .edit_input = steps::shorten_ids},
    user_data("ec2", "RunInstances"),
    user_data("autoscaling", "CreateLaunchConfiguration"),
    customization{.service = "ec2",
                  .operation = "GetConsoleOutput",
                  .reason = "what the console showed comes as base64",
                  .edit_text = steps::decode_console},
    customization{.service = "glacier",
                  .operation = "",
                  .reason = "the account is the caller's own, '-', unless named; each request names the API's version",
                  .input_needed = steps::lacks_account,
                  .edit_input = steps::own_account,
                  .edit_request = steps::name_api_version},
    customization{.service = "apigateway",
                  .operation = "",
                  .reason = "answers hal+json unless asked for plain JSON",
                  .edit_request = steps::accept_json},
    customization{.service = "cloudsearchdomain",
                  .operation = "Search",
                  .reason = "queries may be longer than a URL may be, so they travel as a form",
                  .edit_request = steps::search_by_form},
    customization{.service = "iam",
                  .operation = "",
                  .reason = "policies come as percent-encoded JSON text; they are given as what they say",
                  .edit_text = steps::read_policy},
    customization{.service = "cloudformation",
                  .operation = "GetTemplate",
                  .reason = "a template in JSON is given as what it says",
                  .edit_text = steps::read_template},
    customization{.service = "s3",
                  .operation = "",
                  .reason = "customers' own keys travel as base64 with their MD5, and callers give them as they are",
                  .input_needed = steps::has_bare_customer_key,
                  .edit_input = steps::encode_customer_keys},
    customization{.service = "s3",
                  .operation = "",
                  .reason = "the names of buckets become part of path or host before anybody else looks at them",
                  .refuse = steps::bad_bucket},
    customization{
        .service = "s3", .operation = "", .reason = "metadata of objects is ASCII", .refuse = steps::bad_metadata},
    customization{.service = "s3",
                  .operation = "",
                  .reason = "a bucket elsewhere, or one that refuses, says so before a large body is sent in vain",
                  .edit_streaming = steps::ask_first},
    customization{.service = "machinelearning",
                  .operation = "Predict",
                  .reason = "each model has an endpoint of its own, which callers are told when it is made",
                  .endpoint_member = "PredictEndpoint"},
    copy_source("CopyObject"),
    copy_source("UploadPartCopy"),
    encoded_list("ListObjects"),
    encoded_list("ListObjectsV2"),
    encoded_list("ListObjectVersions"),
};

/// Calls `use` with each entry for the operation.
template <class Use>
void for_each_entry(const operation& of, Use use) {
  if (of.owner == nullptr) return;
  const std::string_view service = of.owner->metadata().name;
  for (const auto& entry : table)
    if (entry.service == service && (entry.operation.empty() || entry.operation == of.name)) use(entry);
}

bool wants_input(const customization& entry, const operation& of, const serde::edited_input& input) {
  return of.input != nullptr && entry.input_needed(of, input);
}

}  // namespace

std::optional<error> fault_of_input(const operation& of, const serde::edited_input& input) {
  std::optional<error> fault;
  if (of.input == nullptr) return fault;
  for_each_entry(of, [&](const customization& entry) {
    if (entry.refuse && !fault) fault = entry.refuse(of, input);
  });
  return fault;
}

void customize(const operation& of, serde::edited_input& input) {
  for_each_entry(of, [&](const customization& entry) {
    if (entry.edit_input && wants_input(entry, of, input)) entry.edit_input(of, input);
  });
}

std::optional<named_endpoint> endpoint_in_input(const operation& of, const serde::edited_input& input) {
  std::optional<named_endpoint> named;
  for_each_entry(of, [&](const customization& entry) {
    if (entry.endpoint_member.empty()) return;
    if (const auto url = input.text(entry.endpoint_member); !url.empty()) named = {entry.endpoint_member, url};
  });
  return named;
}

void customize(const operation& of, http_request& request, bool streams) {
  for_each_entry(of, [&](const customization& entry) {
    if (entry.edit_request) entry.edit_request(of, request);
    if (entry.edit_streaming && streams) entry.edit_streaming(of, request);
  });
}

bool customizes_output(const operation& of) {
  bool found = false;
  for_each_entry(of, [&](const customization& entry) { found |= entry.edit_text != nullptr; });
  return found;
}

result<void> customize(const operation& of, const input& given, document& output) {
  result<void> outcome;
  const serde::edited_input asked{given, of.input};
  for_each_entry(of, [&](const customization& entry) {
    if (!outcome || !entry.edit_text || of.output == nullptr) return;
    if (entry.input_needed && !wants_input(entry, of, asked)) return;
    if (entry.output_needed && !entry.output_needed(output.root())) return;
    auto rewritten = rewrite_texts(output, *of.output, entry.edit_text);
    if (rewritten)
      output = *std::move(rewritten);
    else
      outcome = rewritten.error();
  });
  return outcome;
}

}  // namespace aloft::runtime
