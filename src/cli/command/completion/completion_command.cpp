#include "cli/command/commands.hpp"
#include "cli/command/completion/candidates.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"

#include <array>
#include <cstdlib>

namespace aloft::cli {
namespace {

struct shell {
  std::string_view name;
  std::string_view script;
  std::string_view data_folder,
      data_variable;  ///< where its functions are found: below the variable's folder, else ~/…
  std::string_view file;
  std::string_view advice;
};

constexpr std::array shells{
    shell{"bash", R"(# aloft's completion for bash
_aloft() {
  local IFS=$'\n'
  COMPREPLY=($(aloft __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _aloft aloft
)",
          ".local/share", "XDG_DATA_HOME", "bash-completion/completions/aloft",
          "New shells have it (with the package bash-completion; without: `. FILE` in ~/.bashrc)."},
    shell{"zsh", R"(#compdef aloft
_aloft() {
  local -a found
  found=("${(@f)$(aloft __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found[1]" ]]; then compadd -- $found; else _files; fi
}
compdef _aloft aloft
)",
          ".local/share", "XDG_DATA_HOME", "zsh/site-functions/_aloft",
          "zsh finds it once its folder is in fpath, before compinit in ~/.zshrc: fpath+=(FOLDER)"},
    shell{"fish", R"(# aloft's completion for fish
complete -c aloft -f -a '(aloft __complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
)",
          ".config", "XDG_CONFIG_HOME", "fish/completions/aloft.fish", "New shells have it."},
};

constexpr std::string_view usage = "aloft completion [install] bash|zsh|fish";

const shell& find_shell(std::string_view name) {
  for (const auto& one : shells)
    if (one.name == name) return one;
  throw error{error_kind::usage, "BadOption",
              (name.empty() ? std::string{"which shell? "} : "no completion for '" + std::string{name} + "': ") +
                  std::string{usage}};
}

std::string folder_of(const shell& of) {
  if (const char* folder = std::getenv(std::string{of.data_variable}.c_str()); folder && *folder) return folder;
  const char* home = std::getenv("HOME");
  if (!home) throw error{error_kind::config, "NoHome", "HOME is not set: where would it be installed?"};
  return std::string{home} + "/" + std::string{of.data_folder};
}

std::string login_shell() {
  const char* path = std::getenv("SHELL");
  const std::string name = path ? path : "";
  return name.substr(name.rfind('/') + 1);
}

}  // namespace

int run_completion(const global_options& options, console& out) {
  const auto& words = options.words;
  const bool install = words.size() > 1 && words[1] == "install";
  const std::size_t at = install ? 2 : 1;
  expect_no_more(words, at + 1, usage);
  const auto& wanted = find_shell(words.size() > at ? words[at] : install ? login_shell() : std::string{});
  if (!install) {
    out.write(wanted.script);
    return exit_status::success;
  }
  const auto path = folder_of(wanted) + "/" + std::string{wanted.file};
  write_private_file(path, wanted.script);
  out.write("Completion for " + std::string{wanted.name} + " is in " + path + "\n" + std::string{wanted.advice} + "\n");
  return exit_status::success;
}

int run_complete(const global_options& options, console& out) {
  auto first = options.words.begin() + 1;
  if (first != options.words.end() && *first == "--") ++first;
  std::string text;
  for (const auto& name : completion_candidates({first, options.words.end()})) text += name + '\n';
  out.write(text);
  return exit_status::success;
}

}  // namespace aloft::cli
