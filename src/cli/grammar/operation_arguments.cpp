#include "cli/grammar/operation_arguments.hpp"

#include <aloft/names.hpp>
#include "cli/customizations/simple_input.hpp"
#include "cli/customizations/value_names.hpp"
#include "cli/grammar/parameter_file.hpp"
#include "cli/grammar/yaml_text.hpp"
#include "cli/options/program_option.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace aloft::cli {
namespace {

namespace json = boost::json;

error unknown_parameter(const operation_model& operation, std::string_view word) {
  std::vector<std::string> known;
  if (operation.input()) {
    for (const auto one : operation.input().members()) known.push_back(option_name(one));
    for (const auto& one : simple_parameters(operation)) known.push_back("--" + std::string{one.option});
  }
  std::string message = "unknown parameter " + std::string{word};
  if (known.empty()) {
    message += "; " + operation.kebab_name() + " takes none";
  } else {
    const auto near = did_you_mean(word, known);
    message += near.empty() ? "; `aloft " + std::string{operation.service_name()} + " " + operation.kebab_name() +
                                  " help` lists them"
                            : near;
  }
  return error{error_kind::usage, "UnknownParameter", std::move(message)};
}

error bad_arguments(std::string message) { return error{error_kind::usage, "ParameterValue", std::move(message)}; }

class reader {
 public:
  reader(const operation_model& operation, std::span<const std::string> words, const argument_options& options)
      : operation_{operation}, words_{words}, options_{options} {}

  result<operation_arguments> run() {
    if (!options_.input_json.empty() && !options_.input_yaml.empty())
      return bad_arguments("--cli-input-json and --cli-input-yaml exclude each other");
    if (!options_.input_json.empty() || !options_.input_yaml.empty()) {
      if (auto read = read_whole_input(); !read) return read.error();
    }
    while (!words_.empty()) {
      if (auto read = next(); !read) return read.error();
    }
    complete_simple_input(input_, operation_);
    if (options_.check_required) {
      if (auto missing = missing_parameters(); !missing.empty()) {
        return error{error_kind::usage, "MissingParameter", std::move(missing)};
      }
    }
    return operation_arguments{std::move(input_), std::move(body_file_), std::move(outfile_)};
  }

 private:
  result<void> read_whole_input() {
    const bool yaml = options_.input_json.empty();
    auto text = read_parameter_text(yaml ? options_.input_yaml : options_.input_json);
    if (!text) return text.error();
    auto value = yaml ? read_yaml(text->text, "--cli-input-yaml") : read_json(text->text, "--cli-input-json");
    if (!value) return value.error();
    if (!value->is_object())
      return bad_arguments(yaml ? "--cli-input-yaml: expected a mapping" : "--cli-input-json: expected a JSON object");
    if (options_.blobs == binary_format::raw_in_base64_out && operation_.input())
      encode_blobs(*value, operation_.input());
    input_ = std::move(value->as_object());
    return {};
  }

  result<void> next() {
    std::string word = words_.front();
    if (!is_option_word(word)) {
      if (has_outfile(operation_) && outfile_.empty() && !word.empty() && !starts_with_typographic_dash(word)) {
        outfile_ = std::move(word);
        words_ = words_.subspan(1);
        return {};
      }
      return unexpected(word);
    }
    words_ = words_.subspan(1);
    std::vector<std::string> values;
    const auto equals = word.find('=');
    auto name = word.substr(0, equals);
    if (equals != std::string::npos) values.push_back(word.substr(equals + 1));
    auto known = whole_name(name);
    if (!known) return known.error();
    name = *std::move(known);
    previous_ = name;
    if (const auto* row = find_simple_parameter(operation_, name.substr(2)))
      return simple(*row, name, std::move(values));
    const auto found = find_parameter(operation_, name.substr(2));
    if (!found.parameter) return unknown_parameter(operation_, name);
    const auto parameter = *found.parameter;
    if (!is_new(&parameter.get(), found.inside)) {
      return bad_arguments(name + " is given twice" +
                           (parameter.shape().kind() == shape_kind::list ? "; write all its values after one" : ""));
    }
    if (parameter.shape().kind() == shape_kind::boolean) return flag(parameter, name, found.negated, std::move(values));
    const bool list = parameter.shape().kind() == shape_kind::list;
    take_values(values, list);
    if (is_flag(parameter) && (found.negated || values.empty()))
      return flag_inside(parameter, name, found.negated, values);
    if (values.empty() && !list) {
      return bad_arguments(name + ": a value is missing (" + std::string{describe(parameter.shape().kind())} + ")" +
                           hidden_option(name));
    }
    if (parameter.is_streaming() && parameter.shape().kind() == shape_kind::blob) {
      body_file_ = body_file(values[0]);
      return {};
    }
    if (!list) values[0] = named_value(operation_, parameter.name(), values[0]);
    auto value = read_parameter(parameter, name, values, options_.blobs);
    if (!value) return value.error();
    if (!found.inside) {
      input_[parameter.name()] = *std::move(value);
      return {};
    }
    auto& outer = input_.emplace(found.inside->name(), json::object{}).first->value();
    if (!outer.is_object()) return bad_arguments(option_name(*found.inside) + " is no structure");
    outer.get_object()[parameter.name()] = *std::move(value);
    return {};
  }

  /// Whether this member or row comes for the first time; `inside`: the structure that the member is in.
  bool is_new(const void* what, std::optional<member_model> inside = {}) {
    if (is_given(what, inside)) return false;
    given_.emplace_back(what, inside);
    return true;
  }

  bool is_given(const void* what, std::optional<member_model> inside = {}) const {
    return std::find(given_.begin(), given_.end(), std::pair{what, inside}) != given_.end();
  }

  /// The name itself, or the only one that begins so.
  result<std::string> whole_name(const std::string& name) const {
    const auto plain = std::string_view{name}.substr(2);
    if (find_simple_parameter(operation_, plain) || find_parameter(operation_, plain).parameter) return name;
    const auto meant = parameters_beginning(operation_, plain);
    if (meant.size() == 1) return "--" + meant.front();
    if (meant.empty()) return unknown_parameter(operation_, name);
    std::string message = name + " may be";
    constexpr std::size_t most_listed = 12;
    for (std::size_t i = 0; i < std::min(meant.size(), most_listed); ++i) message += " --" + meant[i];
    if (meant.size() > most_listed) message += " and " + std::to_string(meant.size() - most_listed) + " more";
    return error{error_kind::usage, "UnknownParameter", message + ": write more of it"};
  }

  void take_values(std::vector<std::string>& values, bool list) {
    while (!words_.empty() && !is_option_word(words_.front()) && !starts_with_typographic_dash(words_.front()) &&
           (list || values.empty())) {
      values.push_back(words_.front());
      words_ = words_.subspan(1);
    }
  }

  /// An option of the program that the parameter's name hides is named, with the way to it.
  static std::string hidden_option(const std::string& name) {
    const auto plain = std::string_view{name}.substr(2);
    if (!find_program_option(plain)) return {};
    return "; it is a parameter of this operation, and the program's own is --cli-" + std::string{plain} +
           " or stands before the service";
  }

  /// One of the short forms that the models do not have.
  result<void> simple(const simple_parameter& row, const std::string& name, std::vector<std::string> values) {
    if (!is_new(&row)) return bad_arguments(name + " is given twice");
    const auto top = row.input.substr(2, row.input.find('"', 2) - 2);
    const auto whole = operation_.input().find(top);
    if (whole && is_given(&whole->get()))
      return bad_arguments(name + " is short for a part of " + option_name(*whole) + ": give one of them");
    const bool flag = row.form == simple_form::flag;
    if (!flag) take_values(values, takes_list(operation_, row));
    if (flag && !values.empty()) return bad_arguments(name + " takes no value");
    if (!flag && values.empty()) return bad_arguments(name + ": a value is missing");
    if (!flag) values[0] = named_value(operation_, row.option, values[0]);
    return add_simple_parameter(input_, operation_, row, values, options_.blobs);
  }

  /// A structure of one boolean is a flag as well.
  result<void> flag_inside(const member_model& parameter, const std::string& name, bool negated,
                           const std::vector<std::string>& values) {
    if (!values.empty()) return bad_arguments(name + " takes no value");
    input_[parameter.name()] = json::object{{parameter.shape().members()[0].name(), !negated}};
    return {};
  }

  /// What a document or a chat has made of two hyphens.
  static bool starts_with_typographic_dash(std::string_view word) noexcept {
    return word.starts_with("\u2014") || word.starts_with("\u2013") || word.starts_with("\u2012");
  }

  error unexpected(const std::string& word) const {
    if (starts_with_typographic_dash(word))
      return bad_arguments('\'' + word + "' begins with a typographic dash: type two hyphens, --" +
                           word.substr(std::string_view{"\u2014"}.size()));
    return bad_arguments("unexpected word '" + word + "': parameters are written --name value" + after_previous());
  }

  /// A streaming body is the name of a file, as the AWS CLI takes it.
  static std::string body_file(const std::string& word) {
    if (word == "-") return "/dev/stdin";
    const bool prefixed = word.starts_with("file://") || word.starts_with("fileb://");
    return prefixed ? word.substr(word.find("//") + 2) : word;
  }

  /// A flag stands alone; an explicit true or false after it is understood too.
  result<void> flag(const member_model& parameter, const std::string& name, bool negated,
                    std::vector<std::string> values) {
    if (values.empty() && !negated && !words_.empty() && (words_.front() == "true" || words_.front() == "false")) {
      values.push_back(words_.front());
      words_ = words_.subspan(1);
    }
    if (negated && !values.empty()) return bad_arguments(name + " takes no value");
    if (values.empty()) values.emplace_back(negated ? "false" : "true");
    auto value = read_parameter(parameter, name, values, options_.blobs);
    if (!value) return value.error();
    input_[parameter.name()] = *std::move(value);
    return {};
  }

  std::string missing_parameters() const {
    std::string missing;
    if (!operation_.input()) return missing;
    for (const auto one : operation_.input().members()) {
      // Tokens are made up when absent; streaming bodies and events travel beside the input and are checked where they
      // are read.
      const bool beside = one.is_streaming() || one.shape().is_event_stream();
      if (!one.is_required() || one.is_idempotency_token() || beside || input_.contains(one.name())) continue;
      missing += (missing.empty() ? "" : ", ") + option_name(one);
    }
    if (missing.empty()) return missing;
    const bool several = missing.find(',') != std::string::npos;
    return operation_.kebab_name() + " needs the parameter" + (several ? "s " : " ") + missing;
  }

  std::string after_previous() const {
    if (previous_.empty()) return {};
    const auto found = find_parameter(operation_, std::string_view{previous_}.substr(2));
    const bool flag = found.parameter && found.parameter->shape().kind() == shape_kind::boolean;
    return " (" + previous_ + (flag ? " takes no value)" : " takes one value)");
  }

  const operation_model operation_;
  std::span<const std::string> words_;
  const argument_options& options_;
  json::object input_;
  std::string body_file_, outfile_;
  std::vector<std::pair<const void*, std::optional<member_model>>> given_;  // members and rows
  std::string previous_;
};

/// Some event of its stream is bytes.
bool gives_bytes(const operation_model& operation) noexcept {
  for (const auto stream : operation.output().members()) {
    if (!stream.shape().is_event_stream()) continue;
    for (const auto event : stream.shape().members())
      for (const auto each : event.shape().members())
        if (each.is_event_payload() && each.shape().kind() == shape_kind::blob) return true;
  }
  return false;
}

}  // namespace

bool has_outfile(const operation_model& operation) noexcept {
  return operation.has_event_stream_output() ? gives_bytes(operation) : operation.has_blob_output();
}

result<operation_arguments> read_arguments(const operation_model& operation, std::span<const std::string> words,
                                           const argument_options& options) {
  return reader{operation, words, options}.run();
}

}  // namespace aloft::cli
