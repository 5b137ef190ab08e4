#pragma once
// The tokens of one page, and the text form in which botocore, and so the AWS CLI, keeps them to go on later:
// base64("{"NextToken": "…", "boto_truncate_amount": 2}").

#include "aloft/error.hpp"
#include "model/paginator.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace aloft::paging {

struct page_tokens {
  boost::json::object values;     ///< by input token, in the paginator's order; null: the page is named without it
  boost::json::array blob_paths;  ///< where in `values` there are blobs (as base64), each a list of keys and indexes

  /// Nothing names a page but the operation itself: the first one.
  bool empty() const noexcept;
};

/// A place to go on from: a page, and how many of its rows were had before.
struct resume_point {
  page_tokens page;
  std::size_t skip = 0;
  bool within_page = false;  ///< the page was cut, though `skip` may be 0
};

/// The same text as botocore's build_full_result gives.
std::string encode(const resume_point& point);

/// Reads such a text, botocore's older form ("token___2"), or a service's own token, where the paginator has one only
/// or takes the others as absent. Errors: usage "BadStartingToken": text that is a token of another operation, or no
/// token at all.
result<resume_point> decode(std::string_view text, const model::paginator& pages);

}  // namespace aloft::paging
