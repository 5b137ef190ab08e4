#include "local/policy.hpp"

#include "core/ascii.hpp"
#include "local/api_error.hpp"
#include "local/wildcards.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <optional>

namespace aloft::local {
namespace {

namespace json = boost::json;

error invalid(std::string why) { return {error_kind::usage, "InvalidPolicy", std::move(why)}; }

/// A text or a list of texts; nothing for anything else.
std::optional<std::vector<std::string>> texts_of(const json::value& value) {
  const auto text_of = [](const json::value& one) -> std::optional<std::string> {
    if (const auto* text = one.if_string()) return std::string{*text};
    if (const auto* flag = one.if_bool()) return *flag ? "true" : "false";
    return std::nullopt;
  };
  std::vector<std::string> texts;
  if (const auto* list = value.if_array()) {
    for (const auto& one : *list) {
      auto text = text_of(one);
      if (!text) return std::nullopt;
      texts.push_back(*std::move(text));
    }
    return texts;
  }
  if (auto text = text_of(value)) return std::vector{*std::move(text)};
  return std::nullopt;
}

result<void> read_principal(const json::value& stated, policy::statement& into) {
  if (stated.is_string() && stated.get_string() == "*") {
    into.anybody = true;
    return {};
  }
  const auto* kinds = stated.if_object();
  if (kinds == nullptr) return invalid("Principal is neither \"*\" nor an object");
  for (const auto& [name, value] : *kinds) {
    const auto texts = texts_of(value);
    if (!texts) return invalid("Principal." + std::string{name} + " is neither a text nor a list of texts");
    for (const auto& text : *texts) {
      if (name == "Service") into.services.push_back(text);
      if (name != "AWS") continue;
      if (text == "*") into.anybody = true;
      into.accounts.push_back(text);
    }
  }
  return {};
}

result<void> read_conditions(const json::value& stated, policy::statement& into) {
  const auto* tests = stated.if_object();
  if (tests == nullptr) return invalid("Condition is no object");
  for (const auto& [test, keys] : *tests) {
    if (!keys.is_object()) return invalid("Condition." + std::string{test} + " is no object");
    for (const auto& [key, value] : keys.get_object()) {
      auto values = texts_of(value);
      if (!values) return invalid("Condition." + std::string{test} + "." + std::string{key} + " holds no texts");
      into.conditions.push_back({std::string{test}, ascii::lower(key), *std::move(values)});
    }
  }
  return {};
}

result<policy::statement> read_statement(const json::value& stated) {
  const auto* members = stated.if_object();
  if (members == nullptr) return invalid("a statement is no object");
  policy::statement made;
  bool has_effect = false;
  for (const auto& [name, value] : *members) {
    result<void> fine;
    if (name == "Effect") {
      has_effect = value.is_string() && (value.get_string() == "Allow" || value.get_string() == "Deny");
      made.allow = has_effect && value.get_string() == "Allow";
    } else if (name == "Principal") {
      fine = read_principal(value, made);
    } else if (name == "Action" || name == "Resource") {
      auto texts = texts_of(value);
      if (!texts) return invalid(std::string{name} + " is neither a text nor a list of texts");
      (name == "Action" ? made.actions : made.resources) = *std::move(texts);
    } else if (name == "Condition") {
      fine = read_conditions(value, made);
    } else if (name != "Sid") {
      return invalid("a statement has the member " + std::string{name} +
                     "; expected Sid, Effect, Principal, Action, Resource, Condition");
    }
    if (!fine) return fine.error();
  }
  if (!has_effect) return invalid("a statement's Effect is neither Allow nor Deny");
  if (made.actions.empty()) return invalid("a statement has no Action");
  return made;
}

/// Nothing when the test is not known.
std::optional<bool> compare(std::string_view test, std::string_view value, std::string_view actual) {
  if (test == "StringEquals") return value == actual;
  if (test == "StringEqualsIgnoreCase") return ascii::lower(value) == ascii::lower(actual);
  if (test == "StringLike" || test == "ArnLike" || test == "ArnEquals") return matches_wildcards(value, actual);
  if (test == "Bool") return ascii::lower(value) == ascii::lower(actual);
  return std::nullopt;
}

bool holds(const policy::condition& condition, const access_request& asked, bool if_unknown) {
  const auto actual = asked.keys.find(condition.key);
  if (actual == asked.keys.end()) return if_unknown;
  for (const auto& value : condition.values) {
    const auto same = compare(condition.test, value, actual->second);
    if (!same) return if_unknown;
    if (*same) return true;
  }
  return false;
}

/// "123456789012", "arn:aws:iam::123456789012:root" or of a user or role of it.
bool is_of_account(std::string_view principal, std::string_view account) {
  if (principal == account) return true;
  const auto at = principal.find("::");
  return at != principal.npos && principal.substr(at + 2, account.size()) == account;
}

bool applies(const policy::statement& statement, const access_request& asked) {
  const bool is_action = std::ranges::any_of(statement.actions, [&](const std::string& one) {
    return matches_wildcards(ascii::lower(one), ascii::lower(asked.action));  // case does not count in actions
  });
  const bool is_resource =
      statement.resources.empty() || std::ranges::any_of(statement.resources, [&](const std::string& one) {
        return matches_wildcards(one, asked.resource);
      });
  const bool is_principal =
      statement.anybody ||
      (!asked.service.empty() && std::ranges::find(statement.services, asked.service) != statement.services.end()) ||
      (!asked.account.empty() && std::ranges::any_of(statement.accounts, [&](const std::string& one) {
        return is_of_account(one, asked.account);
      }));
  return is_principal && is_action && is_resource && std::ranges::all_of(statement.conditions, [&](const auto& one) {
           return holds(one, asked, !statement.allow);
         });
}

}  // namespace

result<policy> policy::parse(std::string_view text) {
  boost::system::error_code failed;
  const auto document = json::parse({text.data(), text.size()}, failed);
  if (failed) return invalid("it is no JSON: " + failed.message());
  const auto* members = document.if_object();
  const auto* statements = members != nullptr ? members->if_contains("Statement") : nullptr;
  if (statements == nullptr) return invalid("it is no object with a Statement");
  policy made;
  const auto add = [&](const json::value& stated) -> result<void> {
    auto read = read_statement(stated);
    if (!read) return read.error();
    made.statements_.push_back(*std::move(read));
    return {};
  };
  if (const auto* list = statements->if_array()) {
    for (const auto& one : *list)
      if (auto added = add(one); !added) return added.error();
  } else if (auto added = add(*statements); !added) {
    return added.error();
  }
  return made;
}

bool policy::allows(const access_request& asked) const {
  bool allowed = false;
  for (const auto& one : statements_) {
    if (!applies(one, asked)) continue;
    if (!one.allow) return false;
    allowed = true;
  }
  return allowed;
}

}  // namespace aloft::local
