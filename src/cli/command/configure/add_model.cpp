#include "cli/command/further_commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/private_file.hpp"
#include "cli/grammar/parameter_file.hpp"
#include "cli/options/word_options.hpp"

#include <aloft/model.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cstdlib>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view usage = "aloft configure add-model --service-model file://FILE [--service-name NAME]";

error bad_model(const std::string& why) {
  return error{error_kind::usage, "BadModel", "--service-model: " + why + ": expected a model as botocore has them"};
}

std::string text_in(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// The folder of a service that is known, else one made of its id, as the AWS CLI makes it.
std::string folder_for(const json::object& metadata) {
  const auto id = text_in(metadata, "serviceId");
  if (id.empty()) throw bad_model("metadata has no serviceId (or name one by --service-name)");
  if (const auto known = find_service_model(id)) return std::string{known->name()};
  std::string name = id;
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return name;
}

}  // namespace

int run_add_model(const global_options& options, console& out) {
  auto words = options.words;
  const auto source = take_option(words, "--service-model");
  auto name = take_option(words, "--service-name").value_or("");
  expect_no_more(words, 2, usage);
  if (!source) throw error{error_kind::usage, "MissingParameter", "needs --service-model: " + std::string{usage}};
  const auto text = read_parameter_text(*source).value().text;
  boost::system::error_code failure;
  const auto model = json::parse(text, failure);
  const auto* object = failure ? nullptr : model.if_object();
  if (!object) throw bad_model(failure ? "this is no JSON (" + failure.message() + ")" : "this is no object");
  const auto* metadata = object->if_contains("metadata");
  if (!metadata || !metadata->is_object()) throw bad_model("it has no metadata");
  const auto version = text_in(metadata->get_object(), "apiVersion");
  if (version.empty() || !object->contains("operations")) throw bad_model("it has no apiVersion or no operations");
  if (name.empty()) name = folder_for(metadata->get_object());
  for (const auto& part : {name, version})
    if (part.find('/') != std::string::npos || part.starts_with('.'))
      throw bad_model("'" + part + "' cannot be the name of a folder");
  const char* home = std::getenv("HOME");
  if (!home) throw error{error_kind::config, "NoHome", "HOME is not set: where would it be kept?"};
  const auto path = std::string{home} + "/.aws/models/" + name + "/" + version + "/service-2.json";
  write_private_file(path, text);
  out.write("aloft " + name + " is there from now on (" + path + ")\n");
  return exit_status::success;
}

}  // namespace aloft::cli
