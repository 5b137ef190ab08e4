#pragma once
// The pages of one answer as one document, as botocore's build_full_result makes it.
//
// Thread: one at a time. Lifetime: a service_model, client or response of the operation's service must outlive it.

#include <aloft/model.hpp>
#include <aloft/value.hpp>

#include <boost/json/object.hpp>

#include <string>

namespace aloft {

/// Adds up what the paginator calls results (lists and texts are joined, numbers summed, entries of maps collected),
/// then takes the first page's non-aggregate keys. Everything else belongs to single pages (tokens, IsTruncated,
/// MaxItems, …) and is left out; where the paginator names no results, all members of the first page but its tokens
/// are taken.
class full_result {
 public:
  /// `operation` has pages.
  explicit full_result(const operation_model& operation);

  void add(value page);
  /// The document; a token to go on with becomes "NextToken", as in the AWS CLI's answers.
  boost::json::object take(std::string resume_token = {});

  /// Whether a page's members are all such as would stay: then the only page is the document.
  static bool is_whole(const operation_model& operation, value page);

 private:
  void add_results(value page);
  static bool is_token(const model::paginator& pages, std::string_view member) noexcept;

  const model::paginator& pages_;
  boost::json::object results_, non_aggregate_;
  bool first_ = true;
};

}  // namespace aloft
