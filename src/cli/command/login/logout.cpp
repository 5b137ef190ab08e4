#include "cli/command/commands.hpp"
#include "cli/command/configure/profile_section.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/ini_edit.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"

#include <aloft/config/token_files.hpp>

#include <boost/json/parse.hpp>

#include <filesystem>

namespace aloft::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

bool holds_login(const fs::path& file) {
  boost::system::error_code failure;
  const auto content = json::parse(read_private_file(file.string()), failure);
  const auto* token = failure || !content.is_object() ? nullptr : content.get_object().if_contains("accessToken");
  return token && token->is_object() && token->get_object().contains("accessKeyId");
}

std::size_t remove_all_logins() {
  std::size_t removed = 0;
  std::error_code failure;
  for (const auto& entry :
       fs::directory_iterator{config::login_token_folder(config::environment::of_process()), failure})
    if (entry.path().extension() == ".json" && holds_login(entry.path())) removed += fs::remove(entry.path(), failure);
  return removed;
}

}  // namespace

int run_logout(const global_options& options, console& out) {
  auto words = options.words;
  const bool all = take_flag(words, "--all");
  expect_no_more(words, 1, "aloft logout [--profile NAME | --all]");
  constexpr std::string_view note =
      " Programs that have loaded the keys may use them until they end, 15 minutes at most.\n";
  if (all) {
    const auto removed = remove_all_logins();
    out.write("Removed " + std::to_string(removed) + (removed == 1 ? " login." : " logins.") + std::string{note});
    return exit_status::success;
  }
  const auto profile = chosen_profile(options);
  const auto session =
      find_property(read_private_file(shared_files().config), profile_header(profile), "login_session");
  if (!session) {
    out.report("aloft: profile \"" + profile + "\" is not logged in (it has no login_session)");
    return exit_status::success;
  }
  std::error_code failure;
  fs::remove(config::login_token_file(*session, config::environment::of_process()), failure);
  out.write("Removed the login of profile " + profile + "." + std::string{note});
  return exit_status::success;
}

}  // namespace aloft::cli
