#pragma once
// How an operation is read page by page, as its service's model says or its members suggest.

#include <string_view>
#include <vector>

namespace aloft::model {

/// Token i of the output goes into token i of the next input; the lists are as long as each other. Output tokens and
/// `more_results` are JMESPath expressions, the keys are members, or paths of members ("DistributionList.Items").
struct paginator {
  std::vector<std::string_view> input_tokens;        ///< members of the input
  std::vector<std::string_view> output_tokens;       ///< expressions over the output
  std::vector<std::string_view> result_keys;         ///< what pages are read for, the primary one first; may be empty
  std::vector<std::string_view> non_aggregate_keys;  ///< what every page says alike
  std::string_view limit_key;                        ///< member of the input that limits a page; empty: none
  std::string_view more_results;                     ///< says whether there is a next page; empty: the tokens do
  bool heuristic = false;                            ///< guessed from members that pair up; the model has no paginator
};

}  // namespace aloft::model
