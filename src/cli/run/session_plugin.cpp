#include "cli/run/session_plugin.hpp"

#include <boost/json/serialize.hpp>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace aloft::cli {
namespace {

constexpr const char* plugin = "session-manager-plugin";

bool is_on_path(const char* name) {
  const char* variable = std::getenv("PATH");
  for (std::string_view rest = variable ? variable : ""; !rest.empty();) {
    const auto colon = rest.find(':');
    const auto folder = rest.substr(0, colon);
    rest = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
    const auto file = std::string{folder.empty() ? "." : folder} + "/" + name;
    if (::access(file.c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace

void expect_session_plugin() {
  if (is_on_path(plugin)) return;
  throw error{error_kind::config, "NoSessionPlugin",
              "session-manager-plugin is not on the PATH: the session runs through it (AWS offers it as a package: "
              "\"Install the Session Manager plugin for the AWS CLI\"); nothing was started"};
}

void become_session_plugin(const global_options& options, const boost::json::object& session,
                           const boost::json::object& parameters, const std::string& region,
                           const std::string& endpoint) {
  // Its arguments are those that the AWS CLI gives it: the session and the request as JSON.
  std::array<std::string, 7> words{plugin,          boost::json::serialize(session),    region,  "StartSession",
                                   options.profile, boost::json::serialize(parameters), endpoint};
  std::array<char*, words.size() + 1> pointers{};
  for (std::size_t i = 0; i < words.size(); ++i) pointers[i] = words[i].data();
  ::execvp(plugin, pointers.data());
  throw error{error_kind::config, "NoSessionPlugin",
              std::string{"session-manager-plugin cannot be run: "} + std::strerror(errno)};
}

}  // namespace aloft::cli
