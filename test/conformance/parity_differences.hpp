#pragma once
// Where aloft differs from botocore on purpose: each difference is known by a rule, counted, and printed with its
// reason.

#include "aloft/error.hpp"
#include "model/service.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <ostream>
#include <string>
#include <string_view>

namespace aloft::conformance {

/// Two requests for the same parameters; header names in lower case.
struct request_pair {
  const model::operation& operation;
  std::string_view protocol;
  std::map<std::string, std::string> theirs, ours;
  std::string their_body, our_body;
};

class difference_log {
 public:
  /// Makes both the same where they differ for one of the reasons.
  void settle(request_pair& pair);
  void settle(const model::operation& operation, boost::json::value& theirs, boost::json::value& ours);
  /// For a token that the parameters left out.
  void token();
  /// Whether an answer that is none of the service's was told as aloft does, where botocore names its status.
  bool stray(std::string_view code, const error& failure);

  /// Each reason that was met, and how often.
  void print(std::ostream& out) const;

 private:
  void count(std::string_view reason) { ++counts_[std::string{reason}]; }

  std::map<std::string, std::size_t> counts_;
};

}  // namespace aloft::conformance
