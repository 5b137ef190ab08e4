#include "cli/grammar/operation_arguments.hpp"

#include "cli/grammar/parameter_file.hpp"
#include "core/names.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using model::member;
using model::shape_type;

/// "--name" or "--name=value"; anything else ("-1", "-----BEGIN KEY-----") is a value.
bool is_option(std::string_view word) noexcept {
  if (!word.starts_with("--") || word.size() < 3) return false;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto name_char = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  const auto name = word.substr(2, word.find('=') - 2);
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), name_char);
}

struct found_parameter {
  const member* parameter = nullptr;
  bool negated = false;            ///< --no-flag
  const member* inside = nullptr;  ///< the structure that the parameter is a member of, where it is none of the input
};

/// Names that the AWS CLI has for itself: parameters called so have a word in front there (--task-output,
/// --kubernetes-version, --notification-endpoint).
constexpr std::array<std::string_view, 5> names_of_the_program{"endpoint", "output", "query", "region", "version"};

found_parameter find_renamed(const model::shape& input, std::string_view name) {
  for (const auto& one : input.members) {
    const auto plain = kebab_case(one.name);
    const bool taken =
        std::find(names_of_the_program.begin(), names_of_the_program.end(), plain) != names_of_the_program.end();
    if (taken && name.ends_with("-" + plain)) return {&one};
  }
  return {};
}

/// A blob one level down (Lambda's Code.ZipFile) has an option of its own: it cannot be written as JSON from a file.
found_parameter find_inner_blob(const model::shape& input, std::string_view name) {
  found_parameter only;
  for (const auto& outer : input.members) {
    if (outer.target->type != shape_type::structure) continue;
    for (const auto& inner : outer.target->members) {
      if (inner.target->type != shape_type::blob || kebab_case(inner.name) != name) continue;
      if (only.parameter) return {};
      only = {&inner, false, &outer};
    }
  }
  return only;
}

/// The kebab-case name first, then any other spelling ("--MaxResults").
found_parameter find_parameter(const model::shape& input, std::string_view name) {
  const auto is_flag = [](const member& one) { return one.target->type == shape_type::boolean; };
  for (const auto& one : input.members) {
    if (kebab_case(one.name) == name) return {&one, false};
  }
  if (name.starts_with("no-")) {
    for (const auto& one : input.members) {
      if (is_flag(one) && kebab_case(one.name) == name.substr(3)) return {&one, true};
    }
  }
  const auto folded = folded_name(name);
  for (const auto& one : input.members) {
    if (folded_name(one.name) == folded) return {&one, false};
  }
  if (const auto renamed = find_renamed(input, name); renamed.parameter) return renamed;
  return find_inner_blob(input, name);
}

error unknown_parameter(const model::operation& operation, std::string_view word) {
  std::vector<std::string> known;
  if (operation.input) {
    for (const auto& one : operation.input->members) known.push_back(option_name(one));
  }
  std::string message = "unknown parameter " + std::string{word};
  if (known.empty()) {
    message += "; " + kebab_case(operation.name) + " takes none";
  } else {
    const auto near = did_you_mean(word, known);
    message += near.empty() ? "; `aloft " + std::string{operation.owner->metadata().name} + " " +
                                  kebab_case(operation.name) + " help` lists them"
                            : near;
  }
  return error{error_kind::usage, "UnknownParameter", std::move(message)};
}

error bad_arguments(std::string message) { return error{error_kind::usage, "ParameterValue", std::move(message)}; }

class reader {
 public:
  reader(const model::operation& operation, std::span<const std::string> words, const argument_options& options)
      : operation_{operation}, words_{words}, options_{options} {}

  result<operation_arguments> run() {
    if (!options_.input_json.empty()) {
      if (auto read = read_input_json(); !read) return read.error();
    }
    while (!words_.empty()) {
      if (auto read = next(); !read) return read.error();
    }
    if (options_.check_required) {
      if (auto missing = missing_parameters(); !missing.empty()) {
        return error{error_kind::usage, "MissingParameter", std::move(missing)};
      }
    }
    return operation_arguments{std::move(input_), std::move(body_file_), std::move(outfile_)};
  }

 private:
  result<void> read_input_json() {
    auto text = read_parameter_text(options_.input_json);
    if (!text) return text.error();
    auto value = read_json(text->text, "--cli-input-json");
    if (!value) return value.error();
    if (!value->is_object()) return bad_arguments("--cli-input-json: expected a JSON object");
    if (options_.blobs == binary_format::raw_in_base64_out && operation_.input) encode_blobs(*value, *operation_.input);
    input_ = std::move(value->as_object());
    return {};
  }

  result<void> next() {
    std::string word = words_.front();
    if (!is_option(word)) {
      if (has_outfile(operation_) && outfile_.empty() && !word.empty()) {
        outfile_ = std::move(word);
        words_ = words_.subspan(1);
        return {};
      }
      return bad_arguments("unexpected word '" + word + "': parameters are written --name value" + after_previous());
    }
    words_ = words_.subspan(1);
    std::vector<std::string> values;
    const auto equals = word.find('=');
    const auto name = word.substr(0, equals);
    if (equals != std::string::npos) values.push_back(word.substr(equals + 1));
    const auto found = operation_.input ? find_parameter(*operation_.input, name.substr(2)) : found_parameter{};
    if (!found.parameter) return unknown_parameter(operation_, name);
    previous_ = name;
    const auto& parameter = *found.parameter;
    if (std::find(given_.begin(), given_.end(), &parameter) != given_.end()) {
      return bad_arguments(name + " is given twice" +
                           (parameter.target->type == shape_type::list ? "; write all its values after one" : ""));
    }
    given_.push_back(&parameter);
    if (parameter.target->type == shape_type::boolean) return flag(parameter, name, found.negated, std::move(values));
    const bool list = parameter.target->type == shape_type::list;
    while (!words_.empty() && !is_option(words_.front()) && (list || values.empty())) {
      values.push_back(words_.front());
      words_ = words_.subspan(1);
    }
    if (values.empty() && !list) {
      return bad_arguments(name + ": a value is missing (" + std::string{describe(parameter.target->type)} + ")");
    }
    if (parameter.streaming && parameter.target->type == shape_type::blob) {
      body_file_ = body_file(values[0]);
      return {};
    }
    auto value = read_parameter(parameter, name, values, options_.blobs);
    if (!value) return value.error();
    if (!found.inside) {
      input_[parameter.name] = *std::move(value);
      return {};
    }
    auto& outer = input_.emplace(found.inside->name, json::object{}).first->value();
    if (!outer.is_object()) return bad_arguments(option_name(*found.inside) + " is no structure");
    outer.get_object()[parameter.name] = *std::move(value);
    return {};
  }

  /// A streaming body is the name of a file, as the AWS CLI takes it.
  static std::string body_file(const std::string& word) {
    if (word == "-") return "/dev/stdin";
    const bool prefixed = word.starts_with("file://") || word.starts_with("fileb://");
    return prefixed ? word.substr(word.find("//") + 2) : word;
  }

  /// A flag stands alone; an explicit true or false after it is understood too.
  result<void> flag(const member& parameter, const std::string& name, bool negated, std::vector<std::string> values) {
    if (values.empty() && !negated && !words_.empty() && (words_.front() == "true" || words_.front() == "false")) {
      values.push_back(words_.front());
      words_ = words_.subspan(1);
    }
    if (negated && !values.empty()) return bad_arguments(name + " takes no value");
    if (values.empty()) values.emplace_back(negated ? "false" : "true");
    auto value = read_parameter(parameter, name, values, options_.blobs);
    if (!value) return value.error();
    input_[parameter.name] = *std::move(value);
    return {};
  }

  std::string missing_parameters() const {
    std::string missing;
    if (!operation_.input) return missing;
    for (const auto& one : operation_.input->members) {
      // Tokens are made up when absent; streaming bodies travel beside the input and are checked where they are read.
      if (!one.required || one.idempotency_token || one.streaming || input_.contains(one.name)) continue;
      missing += (missing.empty() ? "" : ", ") + option_name(one);
    }
    if (missing.empty()) return missing;
    const bool several = missing.find(',') != std::string::npos;
    return kebab_case(operation_.name) + " needs the parameter" + (several ? "s " : " ") + missing;
  }

  std::string after_previous() const { return previous_.empty() ? "" : " (" + previous_ + " takes one value)"; }

  const model::operation& operation_;
  std::span<const std::string> words_;
  const argument_options& options_;
  json::object input_;
  std::string body_file_, outfile_;
  std::vector<const member*> given_;
  std::string previous_;
};

}  // namespace

bool has_outfile(const model::operation& operation) noexcept {
  const auto* payload = operation.output ? operation.output->payload : nullptr;
  return payload && payload->target->type == shape_type::blob;
}

result<operation_arguments> read_arguments(const model::operation& operation, std::span<const std::string> words,
                                           const argument_options& options) {
  return reader{operation, words, options}.run();
}

std::string option_name(const member& parameter) { return "--" + kebab_case(parameter.name); }

}  // namespace aloft::cli
