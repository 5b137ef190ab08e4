#include <aloft/names.hpp>
#include "cli/customizations/simple_parameter.hpp"
#include "cli/grammar/operation_arguments.hpp"
#include "cli/help/examples.hpp"
#include "cli/help/help.hpp"
#include "cli/help/type_text.hpp"
#include "cli/options/program_option.hpp"
#include "cli/text/wrap.hpp"

#include <set>
#include <utility>
#include <vector>

namespace aloft::cli {
namespace {

class page {
 public:
  page(const operation_model& operation, const documentation_model* words, std::size_t width)
      : operation_{operation}, words_{words}, width_{width} {}

  std::string write() {
    const auto command = "aloft " + std::string{operation_.service_name()} + " " + operation_.kebab_name();
    text_ = command + "\n";
    if (operation_.is_deprecated()) text_ += "\n  AWS calls this operation deprecated.\n";
    const auto about = words_ ? words_->operation(operation_) : std::string_view{};
    const auto first = first_sentence(about);
    if (!about.empty()) text_ += "\n" + wrapped(first, 2, width_);
    synopsis(command);
    ways();
    program();
    if (about.size() > first.size() + 1) text_ += "\nDescription\n" + wrapped(about, 2, width_);
    parameters();
    output();
    return std::move(text_);
  }

 private:
  static std::string spelling(const member_model& parameter) {
    const auto target = parameter.shape();
    if (is_flag(parameter)) return option_name(parameter) + " | --no-" + parameter.kebab_name();
    return option_name(parameter) + (target.kind() == shape_kind::list ? " VALUE ..." : " VALUE");
  }

  static bool is_needed(const member_model& parameter) {
    return parameter.is_required() && !parameter.is_idempotency_token();
  }

  /// Needed parameters first, as in a call that is typed.
  std::vector<member_model> in_order() const {
    std::vector<member_model> ordered;
    if (!operation_.input()) return ordered;
    for (const bool needed : {true, false}) {
      for (const auto parameter : operation_.input().members()) {
        if (is_needed(parameter) == needed) ordered.push_back(parameter);
      }
    }
    return ordered;
  }

  /// Required parameters a line each, the others behind each other: all of it on one screen.
  void synopsis(const std::string& command) {
    text_ += "\nUsage\n  " + command + "\n";
    std::string line;
    const auto add = [&](const std::string& piece) {
      if (!line.empty() && line.size() + piece.size() + 7 > width_) text_ += "      " + std::exchange(line, {}) + "\n";
      line += (line.empty() ? "" : " ") + piece;
    };
    for (const auto& parameter : in_order()) {
      if (is_needed(parameter))
        text_ += "      " + spelling(parameter) + "\n";
      else
        add("[" + spelling(parameter) + "]");
    }
    for (const auto& row : simple_parameters(operation_))
      add("[--" + std::string{row.option} + (row.form == simple_form::flag ? "]" : " VALUE]"));
    if (operation_.has_event_stream_output()) {
      add("[--max-events N]");
      add("[--for DURATION]");
      if (operation_.has_event_stream_input()) add("[--events FILE|-]");
    }
    if (!line.empty()) text_ += "      " + line + "\n";
    if (has_outfile(operation_)) text_ += operation_.streaming_output() ? "      OUTFILE|-\n" : "      [OUTFILE|-]\n";
  }

  void ways() {
    bool first = true;
    for (const auto& one : examples()) {
      const auto folder = one.service == "s3api" ? "s3" : one.service;
      if (folder != operation_.service_name() || one.operation != operation_.kebab_name()) continue;
      text_ += (std::exchange(first, false) ? "\nExamples\n" : "") + wrapped(one.purpose, 2, width_);
      text_ += "    aloft " + std::string{one.service} + " " + std::string{one.operation} + " " +
               std::string{one.arguments} + "\n";
    }
  }

  /// The options of the program that go with every call, by name; `aloft help` says more.
  void program() {
    text_ += "\nOptions of the program (aloft help)\n";
    std::set<std::string, std::less<>> own;
    if (operation_.input())
      for (const auto parameter : operation_.input().members()) own.insert(parameter.kebab_name());
    std::string names;
    for (const auto& option : program_options()) {
      if (option.help.empty()) continue;
      const bool hidden = own.contains(option.name) && member_instead_of_option(operation_, option.name, {});
      names += (names.empty() ? "" : " ") + std::string{hidden ? "--cli-" : "--"} + std::string{option.name};
    }
    text_ += wrapped(names, 2, width_);
  }

  void parameters() {
    const auto all = in_order();
    if (all.empty()) return;
    text_ += "\nParameters\n";
    for (const auto& parameter : all) {
      const auto target = parameter.shape();
      text_ += "  " + option_name(parameter) + "  (" + type_name(target);
      if (is_needed(parameter)) text_ += ", required";
      if (parameter.is_idempotency_token()) text_ += ", made up when absent";
      if (const auto limits = limits_text(target); !limits.empty()) text_ += ", " + limits;
      text_ += ")\n" + wrapped(documentation(operation_.input(), parameter), 6, width_);
      const auto plain = parameter.kebab_name();
      if (find_program_option(plain) && member_instead_of_option(operation_, plain, {}))
        text_ += wrapped(
            "The program's own --" + plain + " is written --cli-" + plain + " here, or before the service.", 6, width_);
      if (const auto syntax = shorthand_syntax(target); !syntax.empty()) {
        text_ += "      Shorthand:\n" + broken_at_commas(syntax, 10);
      }
      values(target, 6);
      if (is_structured(target)) {
        path_.clear();
        fields(target, 10);
      }
      text_ += '\n';
    }
    short_forms();
  }

  void short_forms() {
    for (const auto& row : simple_parameters(operation_)) {
      text_ += "  --" + std::string{row.option} + "\n";
      text_ += wrapped("Short for " + std::string{row.input}, 6, width_) + "\n";
    }
  }

  /// Shorthand has no spaces: long ones go on after a comma between members.
  std::string broken_at_commas(std::string_view syntax, std::size_t indent) const {
    std::string text(indent, ' ');
    std::size_t depth = 0, line = indent;
    for (std::size_t at = 0; at < syntax.size(); ++at) {
      const char c = syntax[at];
      text += c;
      ++line;
      if (c == '[' || c == '{') ++depth;
      if (c == ']' || c == '}') --depth;
      const auto next = syntax.find(',', at + 1);
      const auto member = (next == std::string_view::npos ? syntax.size() : next) - at;
      if (c == ',' && depth <= 1 && line + member > width_) {
        text += "\n" + std::string(indent + 2 * depth, ' ');
        line = indent + 2 * depth;
      }
    }
    return text + "\n";
  }

  void output() {
    if (!operation_.output() || operation_.output().members().empty()) {
      text_ += "\nOutput\n  none\n";
      return;
    }
    text_ += (text_.ends_with("\n\n") ? "Output\n" : "\nOutput\n");
    path_.clear();
    fields(operation_.output(), 2);
  }

  static bool is_structured(const shape_model& of) { return bool{members_of(of)}; }

  /// The structure inside lists and maps; empty when there is none.
  static shape_model members_of(const shape_model& of) {
    auto inner = of;
    for (int depth = 0; depth < 8 && (inner.kind() == shape_kind::list || inner.kind() == shape_kind::map); ++depth) {
      inner = inner.element();
    }
    return inner.kind() == shape_kind::structure && !inner.members().empty() ? inner : shape_model{};
  }

  /// Members below each other, structures opened until they repeat.
  void fields(const shape_model& of, std::size_t indent) {
    const auto structure = members_of(of);
    if (!structure || path_.size() >= 6 || !path_.insert(structure.get()).second) return;
    for (const auto member : structure.members()) {
      text_.append(indent, ' ');
      text_ += std::string{member.name()} + "  (" + type_name(member.shape()) +
               (member.is_required() ? ", required" : "") + ")\n";
      text_ += wrapped(first_sentence(documentation(structure, member)), indent + 4, width_);
      values(member.shape(), indent + 4);
      fields(member.shape(), indent + 4);
    }
    path_.erase(structure.get());
  }

  void values(const shape_model& of, std::size_t indent) {
    const auto known = enum_values(of);
    if (known.empty()) return;
    std::string line = "One of:";
    for (const auto& value : known) line += " " + value;
    text_ += wrapped(line, indent, width_);
  }

  std::string_view documentation(const shape_model& structure, const member_model& member) const {
    return words_ ? words_->member(structure, member) : std::string_view{};
  }

  const operation_model operation_;
  const documentation_model* words_;
  std::size_t width_;
  std::string text_;
  std::set<const model::shape*> path_;  // structures that are open, to stop where one contains itself
};

}  // namespace

std::string operation_help(const operation_model& operation, const documentation_model* words, std::size_t width) {
  return page{operation, words, width}.write();
}

}  // namespace aloft::cli
