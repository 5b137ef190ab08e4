#include "cli/run/pager.hpp"

#include "cli/run/session_setup.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace aloft::cli {
namespace {

/// What AWS_PAGER or the profile says; "" is an answer as well. Nothing where neither says anything.
std::optional<std::string> configured(const global_options& options) {
  if (const char* variable = std::getenv("AWS_PAGER")) return variable;
  try {
    const auto settings = resolve_settings(options);
    const auto& profile = settings->profile_properties();
    if (const auto found = profile.find("cli_pager"); found != profile.end()) return found->second.value;
  } catch (const error&) {  // help is given whatever the files hold; for calls they are read again
  }
  return std::nullopt;
}

bool may_page(const global_options& options, const console& out) { return !options.no_pager && out.width() > 0; }

}  // namespace

std::string answer_pager(const global_options& options, const console& out) {
  return may_page(options, out) ? configured(options).value_or("") : std::string{};
}

std::string help_pager(const global_options& options, const console& out) {
  if (!may_page(options, out)) return {};
  if (auto said = configured(options)) return *std::move(said);
  const char* pager = std::getenv("PAGER");
  return pager ? pager : "less";
}

void show(console& out, std::string_view text, const std::string& pager) {
  if (pager.empty()) return out.write(text);
  ::setenv("LESS", "FRX", 0);  // short texts are just printed, colours are colours
  // Who leaves the pager has seen enough.
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  std::FILE* pipe = ::popen(pager.c_str(), "w");
  if (pipe != nullptr) {
    std::fwrite(text.data(), 1, text.size(), pipe);
    constexpr int not_found = 127;
    const int status = ::pclose(pipe);
    std::signal(SIGPIPE, before);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != not_found) return;
  }
  out.write(text);
}

}  // namespace aloft::cli
