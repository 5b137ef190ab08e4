#include "cli/command/completion/candidates.hpp"

#include <aloft/config/profile.hpp>
#include <aloft/model.hpp>
#include <aloft/names.hpp>
#include <aloft/regions.hpp>
#include "cli/command/completion/live_values.hpp"
#include "cli/command/registry.hpp"
#include "cli/grammar/parameter_names.hpp"
#include "cli/help/type_text.hpp"
#include "cli/options/program_option.hpp"
#include "cli/options/typed_operation.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

using names = std::vector<std::string>;

names option_value_names(const program_option& option) {
  switch (option.values) {
    case option_values::choice: return {option.choices.begin(), option.choices.end()};
    case option_values::region:
    case option_values::regions:
      if (auto known = region_names()) return *std::move(known);
      return {};
    case option_values::profile:
    case option_values::profiles:
      if (const auto files = config::profile_files::load(config::file_locations::of(config::environment::of_process())))
        return (*files)->profile_names();
      return {};
    case option_values::text:
    case option_values::number:
    case option_values::file: break;
  }
  return {};
}

class completer {
 public:
  explicit completer(names words) : typed_{words.empty() ? std::string{} : words.back()}, before_{std::move(words)} {
    if (!before_.empty()) before_.pop_back();
    read_before();
  }

  names run() {
    if (open_option_) return option_value_names(*open_option_);
    if (plain_.empty()) return beginnings();
    const auto* command = find_command(plain_);
    if (plain_.size() == 1 && !command) return operations();
    names all;
    const auto typed = find_typed_operation(plain_);
    if (typed.operation && !typed_.starts_with("-")) return enum_names(*typed.operation);
    if (!typed_.starts_with("-") && command) return members_of(command->name);
    if (typed.operation)
      for (auto& name : parameters_beginning(*typed.operation, {})) all.push_back("--" + std::move(name));
    for (const auto& option : program_options())
      if (!option.help.empty()) all.push_back("--" + std::string{option.name});
    return all;
  }

 private:
  /// Splits what stands before the cursor into words and options; an option whose value comes next stays open.
  void read_before() {
    for (std::size_t at = 0; at < before_.size(); ++at) {
      open_option_ = nullptr;
      if (!is_option_word(before_[at])) {
        plain_.push_back(before_[at]);
        continue;
      }
      last_option_ = before_[at].substr(2);
      const auto* option = find_program_option(last_option_);
      if (!option || option->value.empty()) continue;
      if (at + 1 == before_.size())
        open_option_ = option;
      else
        ++at;
    }
  }

  names beginnings() const {
    if (typed_.starts_with("-")) {
      names all;
      for (const auto& option : program_options())
        if (!option.help.empty()) all.push_back("--" + std::string{option.name});
      return all;
    }
    names all = command_names();
    if (auto services = service_names()) all.insert(all.end(), services->begin(), services->end());
    return all;
  }

  /// "list", "set", … behind "configure".
  static names members_of(std::string_view group) {
    names all;
    for (const auto* one : commands_of(group)) all.emplace_back(one->name.substr(group.size() + 1));
    return all;
  }

  names operations() const {
    if (typed_.starts_with("-")) return beginnings();
    names all = members_of(plain_[0]);
    const auto service = find_service_model(plain_[0]);
    if (!service) return all;
    for (const auto name : service->operation_names()) all.push_back(kebab_case(name));
    all.emplace_back("help");
    return all;
  }

  names enum_names(const operation_model& operation) const {
    if (before_.empty() || last_option_.empty()) return {};
    const auto found = find_parameter(operation, last_option_);
    if (!found.parameter) return {};
    auto known = enum_values(found.parameter->shape());
    if (!known.empty()) return known;
    const auto service = find_service_model(plain_[0]);
    const auto* live = service ? find_live_value(service->name(), found.parameter->name()) : nullptr;
    return live ? ask_live_values(*live, before_) : names{};
  }

  std::string typed_, last_option_;
  names before_, plain_;
  const program_option* open_option_ = nullptr;
};

}  // namespace

names completion_candidates(names words) {
  const std::string typed = words.empty() ? std::string{} : words.back();
  // In a list of names the one behind the last comma is being typed.
  const auto comma = typed.rfind(',');
  const std::string kept = comma == std::string::npos ? std::string{} : typed.substr(0, comma + 1);
  const std::string rest = typed.substr(kept.size());
  auto all = completer{std::move(words)}.run();
  std::erase_if(all, [&](const std::string& name) { return !name.starts_with(rest); });
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (!kept.empty())
    for (auto& name : all) name.insert(0, kept);
  return all;
}

}  // namespace aloft::cli
