#pragma once
// The options that every command knows, wherever they stand, and the words that are left.

#include "aloft/error.hpp"
#include "aloft/jmespath.hpp"
#include "cli/console.hpp"
#include "cli/grammar/parameter_value.hpp"
#include "cli/output/format.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace aloft::cli {

/// --print-request.
enum class request_form {
  none,  ///< send it
  http,  ///< print the bytes of the request
  curl,  ///< print a curl command
};

struct global_options {
  std::string profile, region, endpoint_url, ca_bundle;
  std::string regions;                        ///< all, a glob, or names with commas; empty: one region
  std::string profiles;                       ///< the same of profiles
  std::optional<output_format> output;        ///< nothing: AWS_DEFAULT_OUTPUT, else json
  std::optional<jmespath::expression> query;  ///< --query
  request_form print_request = request_form::none;
  bool presign = false;                 ///< print a URL (with --print-request the request) that somebody else may send
  std::optional<binary_format> blobs;   ///< nothing: cli_binary_format of the profile, else base64
  std::string input_json;               ///< --cli-input-json
  std::string input_yaml;               ///< --cli-input-yaml
  std::optional<std::string> skeleton;  ///< --generate-cli-skeleton: input or output
  std::optional<std::chrono::seconds> connect_timeout, read_timeout;
  int max_attempts = 0;                     ///< 0: the session's default
  std::optional<std::size_t> max_document;  ///< bytes of an answer's document
  std::optional<std::size_t> max_items, page_size;
  color_mode color = color_mode::automatic;
  error_form errors = error_form::text;
  std::string starting_token;  ///< --starting-token; empty: from the beginning
  bool no_pager = false;       ///< --no-cli-pager
  std::size_t parallel = 64;   ///< calls at once with --regions and --profiles
  std::string state_file;      ///< --state: the sweep's journal; empty: none
  bool summary = false;        ///< say what a sweep came to, also where nobody watches
  bool allow_unknown_region = false;
  bool debug = false, no_sign_request = false, no_verify_ssl = false, no_paginate = false;
  bool help = false, version = false;
  std::vector<std::string> words;  ///< command or service, operation, its parameters, in order; "--" and all after it
};

/// `arguments`: without the program's name. An operation's own parameter wins over an option of the program with
/// the same name, but where a paginator takes it; before the service's name, and as --cli-NAME, every option is the
/// program's. Unambiguous beginnings of options are understood. Usage errors: "BadOption", "UnknownOutput", those of
/// JMESPath.
result<global_options> read_global_options(const std::vector<std::string>& arguments);

}  // namespace aloft::cli
