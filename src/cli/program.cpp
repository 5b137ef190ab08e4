#include "cli/program.hpp"

#include <aloft/model.hpp>
#include <aloft/names.hpp>
#include "cli/command/registry.hpp"
#include "cli/exit_status.hpp"
#include "cli/help/help.hpp"
#include "cli/options/alias.hpp"
#include "cli/options/program_option.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cerrno>
#include <exception>

namespace aloft::cli {
namespace {

bool is_help(const std::string& word) { return word == "help" || word == "-h"; }

bool asks_for_help(const global_options& options, const command_entry* command) {
  const auto& words = options.words;
  if (options.help || (!words.empty() && is_help(words.front()))) return true;
  const std::size_t most = command && command->foreign_words ? 2 : 4;
  return !words.empty() && words.size() <= most && is_help(words.back());
}

/// What help is wanted for: the words beside "help" before the first option.
std::vector<std::string> help_words(const global_options& options) {
  std::vector<std::string> words;
  for (const auto& word : options.words) {
    if (is_help(word)) continue;
    if (word.starts_with("-") || words.size() == 2) break;
    words.push_back(word);
  }
  return words;
}

error unknown_option(const std::string& word) {
  std::vector<std::string> known;
  for (const auto& option : program_options()) known.push_back("--" + std::string{option.name});
  return error{error_kind::usage, "BadOption",
               "unknown option " + word + did_you_mean(word, known) + " (parameters come after SERVICE OPERATION)"};
}

/// A group of commands ("configure") without the one that is meant, or with one that there is not.
[[noreturn]] void refuse_group(const std::vector<std::string>& words) {
  std::vector<std::string> known;
  std::string names;
  for (const auto* one : commands_of(words[0])) {
    known.emplace_back(one->name.substr(words[0].size() + 1));
    names += (names.empty() ? "" : ", ") + known.back();
  }
  const auto wrong = words.size() > 1 ? ", not '" + words[1] + '\'' + did_you_mean(words[1], known) : std::string{};
  throw error{error_kind::usage, "BadOption", words[0] + " knows " + names + wrong};
}

int dispatch(const global_options& options, console& out) {
  const auto& words = options.words;
  const auto* command = find_command(words);
  if (options.version && !(command && command->foreign_words)) {
    out.write("aloft " ALOFT_VERSION "\n");
    return exit_status::success;
  }
  if (!command && words.size() > 1 && words[1] == "wait")
    return asks_for_help(options, command) ? run_wait_help(options, out) : run_wait(options, out);
  if (asks_for_help(options, command)) return run_help(options, help_words(options), out);
  if (words.empty()) {
    out.report(program_help(out.width() == 0 ? 80 : out.width()));
    return exit_status::usage;
  }
  if (words[0].starts_with("-")) throw unknown_option(words[0]);
  if (command && command->name == words[0] && words.size() > 1 && !commands_of(words[0]).empty()) refuse_group(words);
  if (command) return command->run(options, out);
  if (words.size() == 1) {
    if (const auto service = find_service_model(words[0])) {
      out.report(service_overview(*service, out.width() == 0 ? 80 : out.width()));
      return exit_status::usage;
    }
  }
  return run_call(options, out);
}

}  // namespace

namespace {

/// The arguments with an alias in the place of its name, as long as there is one; aliases of the shell take over.
std::vector<std::string> without_aliases(std::vector<std::string> arguments) {
  constexpr int deepest = 16;
  for (int depth = 0; depth < deepest; ++depth) {
    const auto options = read_global_options(arguments).value();
    const auto& words = options.words;
    if (words.empty() || words[0].starts_with("-") || is_help(words[0]) || find_command(words)) break;
    if (!service_names() || find_service_model(words[0])) break;
    const auto alias = find_alias(words[0]);
    if (!alias) break;
    const auto at = std::find(arguments.begin(), arguments.end(), words[0]);
    if (!alias->shell.empty()) {
      const int failure = run_alias(*alias, {at + 1, arguments.end()});
      throw output_error{failure, std::generic_category(), "cannot run /bin/sh"};
    }
    const auto place = arguments.erase(at);
    arguments.insert(place, alias->words.begin(), alias->words.end());
  }
  return arguments;
}

}  // namespace

int run_program(int count, const char* const* arguments) {
  occupy_standard_descriptors();
  console out;
  try {
    const auto words = without_aliases({arguments + std::min(1, count), arguments + count});
    const auto options = read_global_options(words).value();
    out.set_colors(options.color);
    out.set_error_form(options.errors);
    return dispatch(options, out);
  } catch (const error& failure) {
    report_error(out, failure);
    return exit_status_of(failure);
  } catch (const output_error& failure) {
    if (failure.code() == std::errc::broken_pipe) return exit_status::output_closed;
    out.report(std::string{"aloft: "} + failure.what());
  } catch (const boost::system::system_error& failure) {
    out.report("aloft: " + failure.code().message());
  } catch (const std::exception& failure) {
    out.report(std::string{"aloft: "} + failure.what());
  }
  return exit_status::other;
}

}  // namespace aloft::cli
