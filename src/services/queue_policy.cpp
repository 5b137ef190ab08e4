// The text of a queue's policy, and what it allows. No I/O.

#include <aloft/sqs_policy.hpp>

#include "services/json_spans.hpp"
#include "services/topic_name.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <vector>

namespace aloft::sqs {
namespace json = boost::json;
using services::json_span;
namespace {

constexpr std::string_view own_sid = "AloftAllowTopics";
constexpr std::size_t most_bytes = 8192, most_statements = 20;

error invalid(const std::string& what) {
  return error{error_kind::usage, "InvalidPolicy", "the queue's policy " + what + "; nothing was changed"};
}

/// Texts of a member that is one, or a list of them.
std::vector<std::string> texts_of(const json::value* of) {
  std::vector<std::string> all;
  if (of == nullptr) return all;
  if (of->is_string()) all.emplace_back(of->get_string());
  if (of->is_array())
    for (const auto& one : of->get_array())
      if (one.is_string()) all.emplace_back(one.get_string());
  return all;
}

bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i)
      if (matches(pattern.substr(1), text.substr(i))) return true;
    return false;
  }
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) && matches(pattern.substr(1), text.substr(1));
}

bool equal_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x) == (y >= 'A' && y <= 'Z' ? y - 'A' + 'a' : y);
  });
}

template <class Texts, class Test>
bool any(const Texts& all, Test test) {
  return std::any_of(all.begin(), all.end(), test);
}

bool is_text(const json::object& of, std::string_view name, std::string_view text) {
  const auto* const found = of.if_contains({name.data(), name.size()});
  return found != nullptr && found->is_string() && std::string_view{found->get_string()} == text;
}

bool names_principal(const json::object& statement, std::string_view principal) {
  const auto* const found = statement.if_contains("Principal");
  if (found == nullptr) return false;
  if (found->is_string()) return found->get_string() == "*";
  if (!found->is_object()) return false;
  const auto& kinds = found->get_object();
  return any(texts_of(kinds.if_contains("Service")), [&](const std::string& one) { return one == principal; }) ||
         any(texts_of(kinds.if_contains("AWS")), [](const std::string& one) { return one == "*"; });
}

/// Conditions that hold for everything the topic sends. Those of other kinds may not: they say no.
bool conditions_hold(const json::object& statement, std::string_view topic) {
  const auto* const found = statement.if_contains("Condition");
  if (found == nullptr) return true;
  if (!found->is_object()) return false;
  for (const auto& [kind, tests] : found->get_object()) {
    const bool exact = kind == "ArnEquals" || kind == "StringEquals" || kind == "ArnLike" || kind == "StringLike";
    if (!exact || !tests.is_object()) return false;
    for (const auto& [key, values] : tests.get_object()) {
      const auto allowed = texts_of(&values);
      if (equal_letters(key, "aws:SourceArn")) {
        const bool patterns = kind != "StringEquals";
        if (!any(allowed, [&](const std::string& one) { return patterns ? matches(one, topic) : one == topic; }))
          return false;
      } else if (equal_letters(key, "aws:SourceAccount")) {
        if (!any(allowed, [&](const std::string& one) { return one == account_of(topic); })) return false;
      } else {
        return false;
      }
    }
  }
  return true;
}

bool grants(const json::object& statement, std::string_view queue, std::string_view topic, std::string_view principal) {
  const auto allows = [](const std::string& one) {
    return one == "*" || equal_letters(one, "sqs:*") || equal_letters(one, "sqs:SendMessage");
  };
  return is_text(statement, "Effect", "Allow") && names_principal(statement, principal) &&
         any(texts_of(statement.if_contains("Action")), allows) &&
         any(texts_of(statement.if_contains("Resource")),
             [&](const std::string& one) { return matches(one, queue); }) &&
         conditions_hold(statement, topic);
}

/// A policy that was read: its statements, and where they stand in its text.
struct reading {
  json::value document;
  std::optional<json_span> list;  // the member Statement: an array, or an object of its own
  bool single = false;
  std::vector<json_span> spans;
  std::vector<const json::object*> statements;
};

result<reading> read(std::string_view policy) {
  reading out;
  boost::system::error_code bad;
  out.document = json::parse({policy.data(), policy.size()}, bad);
  if (bad) return invalid("is no JSON: " + bad.message());
  if (!out.document.is_object()) return invalid("is JSON, but no object");
  out.list = services::member_span(policy, services::value_span(policy), "Statement");
  const auto* const found = out.document.get_object().if_contains("Statement");
  if ((found != nullptr) != out.list.has_value()) return invalid("names its statements in a way that cannot be edited");
  if (found == nullptr) return out;
  if (found->is_object()) {
    out.single = true;
    out.spans = {*out.list};
    out.statements = {&found->get_object()};
    return out;
  }
  if (!found->is_array()) return invalid("has a Statement that is neither an object nor a list");
  out.spans = services::element_spans(policy, *out.list);
  for (const auto& one : found->get_array()) {
    if (!one.is_object()) return invalid("has a statement that is no object");
    out.statements.push_back(&one.get_object());
  }
  if (out.spans.size() != out.statements.size()) return invalid("cannot be edited");
  return out;
}

std::optional<std::size_t> own_statement(const reading& of) {
  for (std::size_t i = 0; i < of.statements.size(); ++i)
    if (is_text(*of.statements[i], "Sid", own_sid)) return i;
  return std::nullopt;
}

json::array list_of(const std::vector<std::string>& texts) {
  json::array all;
  for (const auto& one : texts) all.emplace_back(one);
  return all;
}

/// The topics that the library's own statement names; nothing: it is not as the library writes it.
std::optional<std::vector<std::string>> topics_of(const json::object& statement) {
  const auto* const condition = statement.if_contains("Condition");
  if (!is_text(statement, "Effect", "Allow") || condition == nullptr || !condition->is_object()) return std::nullopt;
  const auto* const equals = condition->get_object().if_contains("ArnEquals");
  if (equals == nullptr || !equals->is_object() || condition->get_object().size() > 2) return std::nullopt;
  return texts_of(equals->get_object().if_contains("aws:SourceArn"));
}

std::string statement_text(std::string_view queue, const std::vector<std::string>& topics,
                           const json::value& principal) {
  std::vector<std::string> accounts;
  for (const auto& one : topics)
    if (const std::string account{account_of(one)};
        std::find(accounts.begin(), accounts.end(), account) == accounts.end())
      accounts.push_back(account);
  return json::serialize(json::object{{"Sid", own_sid},
                                      {"Effect", "Allow"},
                                      {"Principal", principal},
                                      {"Action", "sqs:SendMessage"},
                                      {"Resource", queue},
                                      {"Condition",
                                       {{"ArnEquals", {{"aws:SourceArn", list_of(topics)}}},
                                        {"StringEquals", {{"aws:SourceAccount", list_of(accounts)}}}}}});
}

result<edited_policy> limited(edited_policy edit, std::size_t statements) {
  if (edit.after.size() <= most_bytes && statements <= most_statements) return edit;
  return error{error_kind::usage, "PolicyTooLarge",
               "the queue's policy would have " + std::to_string(edit.after.size()) + " bytes and " +
                   std::to_string(statements) + " statements; SQS takes " + std::to_string(most_bytes) + " and " +
                   std::to_string(most_statements) + "; nothing was changed"};
}

std::string replaced(std::string_view text, json_span part, std::string_view by) {
  return std::string{text.substr(0, part.begin)}.append(by).append(text.substr(part.end));
}

std::string with_statement(std::string_view policy, const reading& of, const std::string& statement) {
  if (!of.list) {
    const auto whole = services::value_span(policy);
    const bool empty = of.document.get_object().empty();
    return replaced(policy, {whole.end - 1, whole.end}, (empty ? "" : ",") + ("\"Statement\":[" + statement + "]}"));
  }
  if (of.single) return replaced(policy, *of.list, "[" + std::string{of.list->of(policy)} + "," + statement + "]");
  if (of.spans.empty()) return replaced(policy, *of.list, "[" + statement + "]");
  return replaced(policy, {of.spans.back().end, of.spans.back().end}, "," + statement);
}

std::string without_statement(std::string_view policy, const reading& of, std::size_t own) {
  if (of.spans.size() == 1) return {};  // SQS takes no policy without a statement
  // With the comma before it, or behind the first.
  return own == 0 ? replaced(policy, {of.spans[0].begin, of.spans[1].begin}, "")
                  : replaced(policy, {of.spans[own - 1].end, of.spans[own].end}, "");
}

}  // namespace

result<edited_policy> with_topic(std::string_view policy, std::string_view queue_arn, std::string_view topic_arn,
                                 std::string_view principal) {
  if (!is_topic_arn(topic_arn)) return not_a_topic(topic_arn);
  edited_policy edit{policy_edit::unchanged, std::string{policy}, std::string{policy}};
  const json::value sender{{"Service", principal}};
  std::vector<std::string> topics;
  if (policy.empty()) {
    edit.what = policy_edit::added;
    edit.after =
        R"({"Version":"2012-10-17","Statement":[)" + statement_text(queue_arn, {std::string{topic_arn}}, sender) + "]}";
    return limited(std::move(edit), 1);
  }
  auto found = read(policy);
  if (!found) return found.error();
  for (const auto* const one : found->statements)
    if (grants(*one, queue_arn, topic_arn, principal)) return edit;
  const auto own = own_statement(*found);
  if (!own) {
    edit.what = policy_edit::added;
    edit.after = with_statement(policy, *found, statement_text(queue_arn, {std::string{topic_arn}}, sender));
    return limited(std::move(edit), found->statements.size() + 1);
  }
  const auto& statement = *found->statements[*own];
  auto known = topics_of(statement);
  if (!known || known->empty() || !is_text(statement, "Resource", queue_arn))
    return invalid("has a statement " + std::string{own_sid} + " that somebody else has changed");
  topics = std::move(*known);
  topics.emplace_back(topic_arn);
  edit.what = policy_edit::rewritten;
  edit.after = replaced(policy, found->spans[*own], statement_text(queue_arn, topics, statement.at("Principal")));
  return limited(std::move(edit), found->statements.size());
}

result<edited_policy> without_topic(std::string_view policy, std::string_view topic_arn) {
  if (!is_topic_arn(topic_arn)) return not_a_topic(topic_arn);
  edited_policy edit{policy_edit::unchanged, std::string{policy}, std::string{policy}};
  if (policy.empty()) return edit;
  auto found = read(policy);
  if (!found) return found.error();
  const auto own = own_statement(*found);
  if (!own) return edit;
  const auto& statement = *found->statements[*own];
  auto topics = topics_of(statement);
  const auto* const queue = statement.if_contains("Resource");
  if (!topics || queue == nullptr || !queue->is_string())
    return invalid("has a statement " + std::string{own_sid} + " that somebody else has changed");
  if (std::erase(*topics, std::string{topic_arn}) == 0) return edit;
  edit.what = topics->empty() ? policy_edit::removed : policy_edit::rewritten;
  edit.after = topics->empty()
                   ? without_statement(policy, *found, *own)
                   : replaced(policy, found->spans[*own],
                              statement_text(std::string{queue->get_string()}, *topics, statement.at("Principal")));
  return edit;
}

}  // namespace aloft::sqs
