#include "cli/options/global_options.hpp"

#include <aloft/names.hpp>
#include "cli/command/registry.hpp"
#include "cli/grammar/parameter_names.hpp"
#include "cli/options/name_choice.hpp"
#include "cli/options/program_option.hpp"
#include "cli/options/typed_operation.hpp"

#include <algorithm>
#include <optional>

namespace aloft::cli {
namespace {

error bad_option(std::string message) { return error{error_kind::usage, "BadOption", std::move(message)}; }

/// "eu-west-1", or a pattern: what may follow --regions without a comma.
bool looks_like_region(std::string_view word) noexcept {
  if (is_name_pattern(word)) return true;
  const auto dash = word.rfind('-');
  return dash != std::string_view::npos && word.find('-') != dash && dash + 1 < word.size() &&
         std::all_of(word.begin() + static_cast<std::ptrdiff_t>(dash) + 1, word.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

class reader {
 public:
  explicit reader(std::vector<std::string> words) : words_{std::move(words)} {}

  result<global_options> run() {
    while (at_ < words_.size()) {
      if (auto read = next(); !read) return read.error();
    }
    if (!options_.region.empty() && !options_.regions.empty())
      return bad_option("--region and --regions exclude each other");
    if (!options_.profile.empty() && !options_.profiles.empty())
      return bad_option("--profile and --profiles exclude each other");
    return std::move(options_);
  }

 private:
  result<void> next() {
    const std::string& word = words_[at_];
    if (!is_option_word(word)) {
      names_ += options_.words.size() == names_ ? 1 : 0;
      return keep();
    }
    const auto name = std::string_view{word}.substr(2, word.find('=') - 2);
    if (const auto* option = find_program_option(name)) return belongs_to_command(name) ? keep() : take(*option);
    auto meant = by_beginning(name);
    if (!meant) return meant.error();
    return *meant ? take(**meant) : keep();
  }

  result<void> keep() {
    options_.words.push_back(words_[at_++]);
    return {};
  }

  /// The operation, once its name has been read; nothing before, and where there is none.
  std::optional<operation_model> operation() {
    constexpr std::size_t most_names = 3;  // compare SERVICE OPERATION
    if (!looked_up_ && names_ >= 2 && (names_ >= most_names || options_.words[0] != "compare")) {
      typed_ = find_typed_operation(options_.words);
      looked_up_ = true;
    }
    return typed_.operation;
  }

  bool belongs_to_command(std::string_view name) {
    if (const auto* command = find_command(options_.words)) {
      const auto own = ' ' + std::string{command->own_options} + ' ';
      if (own.find(' ' + std::string{name} + ' ') != own.npos) return true;
    }
    const auto called = operation();
    return called && member_instead_of_option(*called, name, words_);
  }

  /// The option of the program that alone begins so; null when it is a parameter of the operation, or nothing.
  result<const program_option*> by_beginning(std::string_view name) {
    const program_option* none = nullptr;
    const auto called = operation();
    if (!called || find_parameter(*called, name).parameter) return none;
    std::vector<const program_option*> known;
    for (const auto& option : program_options())
      if (!option.help.empty() && option.name.starts_with(name)) known.push_back(&option);
    auto own = parameters_beginning(*called, name);
    if (known.empty() || std::find(own.begin(), own.end(), name) != own.end()) return none;
    if (known.size() == 1 && own.empty()) return known.front();
    std::string message = "--" + std::string{name} + " may be";
    for (const auto& one : own) message += " --" + one;
    for (const auto* one : known) message += " --" + std::string{one->name};
    return bad_option(message + ": write more of it");
  }

  result<void> take(const program_option& option) {
    const std::string word = words_[at_++];
    const auto equals = word.find('=');
    const auto name = word.substr(0, equals);
    const auto wrong = [&](const std::string& message) { return bad_option(name + ": " + message); };
    std::string value;
    if (option.value.empty()) {
      if (equals != std::string::npos) return wrong("it takes no value");
    } else if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (at_ < words_.size() && !is_option_word(words_[at_]) &&
               (!option.value_optional || fits(option, words_[at_]))) {
      value = words_[at_++];
    } else if (!option.value_optional) {
      return wrong("a value is missing (" + std::string{option.value} + ")");
    }
    if (option.values == option_values::choice && !fits(option, value) && !(option.value_optional && value.empty()))
      return unknown_choice(option, name, value);
    take_more_names(option, value);
    const auto set = option.set(options_, value);
    if (set) return set;
    return set.error().with([&](error_info& info) { info.message = name + ": " + info.message; });
  }

  static bool fits(const program_option& option, std::string_view value) {
    return std::find(option.choices.begin(), option.choices.end(), value) != option.choices.end();
  }

  static error unknown_choice(const program_option& option, const std::string& name, const std::string& value) {
    const std::vector<std::string> known{option.choices.begin(), option.choices.end()};
    std::string message = name + ": expected ";
    for (std::size_t i = 0; i < known.size(); ++i)
      message += (i == 0 ? "" : i + 1 == known.size() ? " or " : ", ") + known[i];
    return bad_option(message + ", got '" + value + '\'' + did_you_mean(value, known));
  }

  /// Lists of names may go on in further words where those can be nothing else.
  void take_more_names(const program_option& option, std::string& list) {
    const bool regions = option.values == option_values::regions, profiles = option.values == option_values::profiles;
    if (!regions && !(profiles && operation())) return;
    while (at_ < words_.size() && !words_[at_].starts_with("-") && (profiles || looks_like_region(words_[at_])))
      list += (list.ends_with(',') ? "" : ",") + words_[at_++];
    if (list.ends_with(',') && list.size() > 1) list.pop_back();
  }

  const std::vector<std::string> words_;
  std::size_t at_ = 0;
  std::size_t names_ = 0;  // words at the front that are no options: command, service, operation
  bool looked_up_ = false;
  typed_operation typed_;
  global_options options_;
};

}  // namespace

result<global_options> read_global_options(const std::vector<std::string>& arguments) {
  // What follows "--" belongs to somebody else.
  const auto rest = std::find(arguments.begin(), arguments.end(), "--");
  auto options = reader{{arguments.begin(), rest}}.run();
  if (options) options->words.insert(options->words.end(), rest, arguments.end());
  return options;
}

}  // namespace aloft::cli
