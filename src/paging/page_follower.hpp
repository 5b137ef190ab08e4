#pragma once
// Reading an operation page by page, without I/O: outputs go in, what the next request must say comes out.
//
//   follower = page_follower::start(operation, limits)      limits: page size, rows wanted, where to begin
//   ┌─▶ send the input with request_members() laid over it
//   │   resume(output) ─▶ next ─┐
//   └───────────────────────────┘
//                      ─▶ done: the last page, or rows enough: resume_token() says where it goes on
//                      ─▶ error: the answer names a page that was read, or says that there is more and not where
//
// Tokens: those that a page does not give are taken out of the next request. All absent or false in botocore's sense
// (null, false, 0, "", [], {}) is the end. `more_results` true and no token at all is an error, not an end.

#include "aloft/jmespath.hpp"
#include "aloft/value.hpp"
#include "model/service.hpp"
#include "paging/page_tokens.hpp"
#include "paging/token_history.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::paging {

struct page_limits {
  std::optional<std::size_t> page_size = {};  ///< rows to ask for in each request
  std::optional<std::size_t> max_items = {};  ///< rows of the primary result in all, at least 1
  std::string starting_token = {};            ///< empty: from the beginning
};

class page_follower {
 public:
  /// Errors, usage: "NotPaginated" (the operation has no pages), "NoPageSize" (no member limits its pages), "NoRows"
  /// (max_items, and nothing to count), "BadMaxItems" (0), "BadStartingToken"; config "InvalidModel".
  static result<page_follower> start(const model::operation& operation, const page_limits& limits);

  /// Members of the next request: those that are null must be absent, whatever the caller's input says.
  const boost::json::object& request_members() const noexcept { return members_; }

  enum class action { next, done };
  /// Takes the output of that request and cuts it where the caller wants fewer rows than it has (nobody may have views
  /// of it yet). Errors, protocol: "RepeatedToken", "MissingToken"; nothing can be done with the follower after them.
  result<action> resume(value output);

  /// Where to go on after the page that was taken last: empty when that was the last one.
  std::string resume_token() const { return resume_ ? encode(*resume_) : std::string{}; }

 private:
  explicit page_follower(const model::operation& operation) : operation_{&operation}, pages_{&*operation.pages} {}
  result<void> compile();
  result<void> begin(const page_limits& limits);
  boost::json::value page_size(std::size_t rows) const;
  void skip_rows(value output) const;
  /// Nothing: this was the last page.
  result<std::optional<page_tokens>> next_tokens(value output) const;
  void ask_for(const page_tokens& page);
  error broken(const char* code, std::string message) const;

  const model::operation* operation_;
  const model::paginator* pages_;
  std::vector<jmespath::expression> tokens_;
  std::optional<jmespath::expression> more_;
  std::optional<std::size_t> max_items_;
  boost::json::object members_;
  resume_point current_;  // the page that is asked for, and how many of its rows are skipped
  std::optional<resume_point> resume_;
  std::size_t rows_ = 0;  // had so far
  token_history history_;
};

}  // namespace aloft::paging
