#include "cli/program.hpp"

#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/help/help.hpp"
#include "core/names.hpp"

#include <algorithm>
#include <cerrno>
#include <exception>

namespace aloft::cli {
namespace {

bool asks_for_help(const global_options& options) {
  const auto& words = options.words;
  if (options.help) return true;
  return !words.empty() && words.size() <= 3 && (words.back() == "help" || words.back() == "-h");
}

/// The service and operation that help is wanted for: the words before the first option or "help".
std::vector<std::string> help_words(const global_options& options) {
  std::vector<std::string> words;
  for (const auto& word : options.words) {
    if (word == "help" || word.starts_with("-") || words.size() == 2) break;
    words.push_back(word);
  }
  return words;
}

error unknown_option(const std::string& word) {
  std::vector<std::string> known;
  const auto help = global_options_help();
  for (std::size_t at = help.find("--"); at != std::string::npos; at = help.find("\n  --", at)) {
    at = help.find("--", at);
    known.push_back(help.substr(at, help.find_first_of(" \n", at) - at));
  }
  return error{error_kind::usage, "BadOption",
               "unknown option " + word + did_you_mean(word, known) + " (parameters come after SERVICE OPERATION)"};
}

int dispatch(const global_options& options, console& out) {
  const auto& words = options.words;
  const auto named = [&](std::size_t at, std::string_view name) { return words.size() > at && words[at] == name; };
  if (options.version) {
    out.write("aloft " ALOFT_VERSION "\n");
    return exit_status::success;
  }
  const bool exec_help = options.help || (words.size() == 2 && words[1] == "help");
  if (named(0, "exec") && !exec_help) return run_exec(options, out);
  if (named(0, "local")) return asks_for_help(options) ? run_local_help(out) : run_local(options, out);
  if (asks_for_help(options)) return run_help(help_words(options), out);
  if (words.empty()) {
    out.report(program_help());
    return exit_status::usage;
  }
  if (words[0].starts_with("-")) throw unknown_option(words[0]);
  if (named(0, "services")) return run_services(options, out);
  if (named(0, "whoami")) return run_whoami(options, out);
  if (named(0, "configure")) return run_configure(options, out);
  if (named(0, "sign")) return run_sign(options, out);
  if (named(0, "compare")) return run_compare(options, out);
  if (named(0, "ec2") && named(1, "rules")) return run_rules(options, out);
  if (named(0, "s3") && named(1, "presign")) return run_s3_presign(options, out);
  if (named(0, "s3") && named(1, "presign-post")) return run_s3_presign_post(options, out);
  if (named(0, "rds") && named(1, "generate-db-auth-token")) return run_rds_token(options, out);
  if (named(0, "dsql") &&
      (named(1, "generate-db-connect-auth-token") || named(1, "generate-db-connect-admin-auth-token")))
    return run_dsql_token(options, out);
  return run_call(options, out);
}

}  // namespace

int run_program(int count, const char* const* arguments) {
  console out;
  try {
    return dispatch(read_global_options(count, arguments).value(), out);
  } catch (const error& failure) {
    out.report(error_text(failure));
    return exit_status_of(failure);
  } catch (const output_error& failure) {
    if (failure.code() == std::errc::broken_pipe) return exit_status::output_closed;
    out.report(std::string{"aloft: "} + failure.what());
  } catch (const std::exception& failure) {
    out.report(std::string{"aloft: "} + failure.what());
  }
  return exit_status::other;
}

}  // namespace aloft::cli
