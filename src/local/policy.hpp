#pragma once
// Resource policies: JSON documents that say who may do what. Enough of the language to decide whether a service or an
// account may use a queue or a topic.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html

#include "aloft/error.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local {

/// What is asked of a policy.
struct access_request {
  std::string_view action;                                 ///< "sqs:SendMessage"
  std::string_view resource;                               ///< ARN
  std::string_view service;                                ///< principal, if it is a service: "sns.amazonaws.com"
  std::string_view account;                                ///< principal, if it is an account's: "123456789012"
  std::map<std::string, std::string, std::less<>> keys{};  ///< condition keys in lower case: "aws:sourcearn"
};

class policy {
 public:
  /// Usage error "InvalidPolicy" saying what is wrong with the document.
  static result<policy> parse(std::string_view text);

  /// Whether a statement allows it and none denies it. Conditions with operators or keys that are not known hold for
  /// statements that deny, and do not for those that allow.
  bool allows(const access_request& asked) const;

  struct condition {
    std::string test;  ///< "ArnLike"
    std::string key;   ///< in lower case
    std::vector<std::string> values;
  };
  struct statement {
    bool allow = false;
    bool anybody = false;
    std::vector<std::string> services, accounts;  ///< principals; accounts as ids or ARNs
    std::vector<std::string> actions, resources;  ///< with wildcards; no resources: any
    std::vector<condition> conditions;
  };

 private:
  std::vector<statement> statements_;
};

}  // namespace aloft::local
