#pragma once
// What a call gave, ready to be printed: one answer, or the pages and regions of a call merged into one document.

#include <aloft/model.hpp>
#include "aloft/jmespath.hpp"
#include "aloft/value.hpp"
#include "cli/output/format.hpp"
#include "cli/output/json_printer.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aloft::cli {

/// One page of one answer, and where it came from.
struct answer_part {
  std::string_view region;
  value output;
  std::string_view profile = {};       ///< empty: there is one only
  std::string_view account = {};       ///< of the profile; empty: unknown
  bool paged = false;                  ///< one of the pages of an answer, if only the only one
  std::string_view resume_token = {};  ///< where to go on after the page; empty: it is the last one
  bool first = true;                   ///< of the pages of an answer

  bool from_where(const answer_part& other) const noexcept {
    return region == other.region && profile == other.profile;
  }
};

struct print_options {
  output_format format = output_format::json;
  bool with_region = false;  ///< rows carry Region (CallRegion where they have a Region of their own), and, where the
                             ///< parts have a profile, Profile and Account in the same way
  std::size_t width = 0;     ///< of the terminal, for tables; 0: unlimited
  bool color = false;        ///< tables may be coloured
  time_form times = iso8601_time;                  ///< how times are printed and queries see them
  std::string_view without = {};                   ///< a member of the output that is shown elsewhere
  std::optional<std::size_t> max_rows = {};        ///< rows of all origins after these are left out
  std::optional<jmespath::expression> query = {};  ///< what of the document is printed
};

/// The member of the output whose elements are the rows of the answer; empty when the output is one record. That is
/// the first result of the paginator, else the only list there is.
std::string_view row_list(const operation_model& operation);

/// Where the list is that --max-items counts: the rows, or a list further inside ("DistributionList.Items"), as the
/// paginator has it; empty when there is none.
std::string row_path(const operation_model& operation);

/// One document of all parts: the pages of each origin are merged, and what is of single pages (tokens, IsTruncated, …)
/// is left out; where pages are left, NextToken says which. When asked for origins, lists are joined in order
/// and their elements carry the region and profile, other members lie below "Regions" by region ("Profiles" by profile
/// and region), and outputs without rows become the rows of "Results". Else all parts are pages of one answer.
boost::json::object merge(const operation_model& operation, std::span<const answer_part> parts, bool with_region,
                          time_form times = iso8601_time);

/// Text to write to the standard output, with its last line end; "" when there is nothing to show. A query is put to
/// each region's document, and what it finds are the rows. Throws the query's errors (usage).
std::string print_answer(const operation_model& operation, std::span<const answer_part> parts,
                         const print_options& options);

/// A row with its origin in front: as members of records, as the first elements of lists.
boost::json::value with_origin(boost::json::value row, const answer_part& from);

/// Whether the pages of an answer are printed one by one, as the AWS CLI prints lines of text, and not as one document.
bool prints_by_page(const operation_model& operation, const print_options& options);

/// The last line of text where there is more.
std::string next_token_line(std::string_view resume_token);

/// Any JSON document in one of the forms; `rows` names the list that has the rows. Throws the query's errors.
std::string print_document(const boost::json::value& document, std::string_view rows, const print_options& options);

}  // namespace aloft::cli
