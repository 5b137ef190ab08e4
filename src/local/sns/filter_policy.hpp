#pragma once
// Filter policies of subscriptions: which messages they want. The policy is a JSON object; each of its keys has a list
// of conditions of which one must hold, "$or" a list of policies of which one must hold.
// https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html

#include "aloft/error.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local::sns {

class filter_policy {
 public:
  /// What is read of a message: a JSON object whose leaves are compared. Texts, numbers, true, false and null are
  /// values; of a list, each element is.
  using subject = boost::json::object;

  /// Usage error "InvalidFilterPolicy" saying what is wrong with the text. Policies of message attributes have no
  /// nested keys.
  static result<filter_policy> parse(std::string_view text, bool nested);

  bool matches(const subject& of) const;

  /// A value, and whether it passes; `present` is false when the key is not there.
  struct condition {
    std::function<bool(const boost::json::value& value)> passes;  ///< empty: only whether it is there counts
    bool wants_absent = false;
  };
  struct rule {
    std::vector<std::string> path;
    std::vector<condition> conditions;
  };
  struct group {
    std::vector<rule> rules;                       ///< all must hold
    std::vector<std::vector<group>> alternatives;  ///< of each, one must hold
  };

 private:
  group all_;
};

}  // namespace aloft::local::sns
