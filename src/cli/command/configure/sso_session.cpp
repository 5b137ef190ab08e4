#include "cli/command/commands.hpp"
#include "cli/command/configure/profile_section.hpp"
#include "cli/command/configure/sso_questions.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/ini_edit.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/prompt.hpp"

namespace aloft::cli {

std::string ask_needed(console& out, std::string_view name, const std::optional<std::string>& before) {
  for (;;) {
    const auto answer = ask(out, std::string{name} + " [" + before.value_or("None") + "]: ");
    if (!answer.empty()) return answer;
    if (before && !before->empty()) return *before;
  }
}

std::string ask_sso_session(console& out) {
  const auto file = shared_files().config;
  auto text = read_private_file(file);
  const std::string name = ask_needed(out, "SSO session name", std::nullopt);
  const auto section = "sso-session " + name;
  const auto take = [&](std::string_view question, std::string_view key, std::string_view otherwise) {
    auto before = find_property(text, section, key);
    if (!before && !otherwise.empty()) before = otherwise;
    text = with_property(text, section, key, ask_needed(out, question, before));
  };
  take("SSO start URL", "sso_start_url", "");
  take("SSO region", "sso_region", "");
  take("SSO registration scopes", "sso_registration_scopes", "sso:account:access");
  write_private_file(file, text);
  return name;
}

int run_configure_sso_session(const global_options& options, console& out) {
  expect_no_more(options.words, 2, "aloft configure sso-session");
  const auto name = ask_sso_session(out);
  out.write("\nThe session is kept. To log in: aloft sso login --sso-session " + name + "\n");
  return exit_status::success;
}

}  // namespace aloft::cli
