#include "cli/sweep/profiles.hpp"

#include "cli/options/name_choice.hpp"

#include <algorithm>

namespace aloft::cli {

std::vector<std::string> chosen_profiles(const global_options& options, const config::settings& settings) {
  if (options.profiles.empty()) return {};
  const auto choice = parse_name_choice(options.profiles, {.option = "--profiles",
                                                           .noun = "profile with credentials",
                                                           .nouns = "there",
                                                           .error_code = "UnknownProfile",
                                                           .example = "prod-*"})
                          .value();
  const auto& files = *settings.files();
  std::vector<std::string> known;
  if (choice.by_pattern) {
    known = files.profile_names();
    std::erase_if(known, [&](const std::string& name) {
      const auto meant = [&](const std::string& part) { return part == "all" || matches_pattern(name, part); };
      if (std::none_of(choice.parts.begin(), choice.parts.end(), meant)) return false;  // for messages
      return !config::names_credentials(files, name);  // what is wrong in a profile is said when its turn comes
    });
  }
  return choice.among(known).value();
}

error in_profile(const error& failure, const std::string& profile) {
  return failure.with([&](error_info& info) { info.message = "profile " + profile + ": " + info.message; });
}

}  // namespace aloft::cli
