#pragma once
// The pages of one answer as one document, as botocore's build_full_result makes it.
//
// Thread: one at a time. Lifetime: a service_model, client or response of the operation's service must outlive it.

#include <aloft/json_text.hpp>
#include <aloft/model.hpp>
#include <aloft/value.hpp>

#include <boost/json/object.hpp>

#include <string>

namespace aloft {

/// Adds up what the paginator calls results (lists and texts are joined, numbers summed, entries of maps collected),
/// then takes the first page's non-aggregate keys, null where it has none. Everything else belongs to single pages
/// (tokens, IsTruncated, MaxItems, …) and is left out; where the paginator names no results, all members of the first
/// page but its tokens are taken.
class full_result {
 public:
  /// `operation` has pages; `times`: what times become.
  explicit full_result(const operation_model& operation, time_form times = rfc3339_time);

  void add(value page);
  /// The document; a token to go on with becomes "NextToken", as in the AWS CLI's answers.
  boost::json::object take(std::string resume_token = {});

  /// Whether a page's members are all such as would stay, in this order: then the only page is the document.
  static bool is_whole(const operation_model& operation, value page);

  /// A page as the AWS CLI prints it in lines of text: what pages are read for, null where there is none, and with the
  /// first page what every page says alike. The paginator has results.
  static boost::json::object lines_of(const operation_model& operation, value page, bool first, time_form times);

 private:
  void add_results(value page);
  static bool is_token(const model::paginator& pages, std::string_view member) noexcept;

  const model::paginator& pages_;
  time_form times_;
  boost::json::object results_, non_aggregate_;
  bool first_ = true;
};

}  // namespace aloft
