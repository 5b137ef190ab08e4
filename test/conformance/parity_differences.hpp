#pragma once
// Where aloft differs from botocore on purpose: each difference is known by a rule, counted, and printed with its
// reason.

#include "model/service.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

  /// Each reason that was met, and how often.
  void print(std::ostream& out) const;

 private:
  void count(std::string_view reason) { ++counts_[std::string{reason}]; }

  std::map<std::string, std::size_t> counts_;
};

std::string lower_case(std::string_view text);
/// Decoded pairs of a query string.
std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query);

}  // namespace aloft::conformance
