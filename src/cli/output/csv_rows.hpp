#pragma once
// CSV that is written while rows are still coming: the columns are known before the first row, from the model.

#include "aloft/model.hpp"
#include "cli/output/answer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

class csv_rows {
 public:
  /// `rows`: the member of the output whose elements are the records; empty: outputs are. Nothing where the model does
  /// not say what columns there are (rows are maps or texts). `profiles`: rows have a profile and an account.
  static std::optional<csv_rows> of(const operation_model& operation, std::string_view rows, bool with_region,
                                    bool profiles);

  /// The line of names: origin, then the row's members in model order, those of its structures as "State.Name".
  /// Lists, maps and what lies deeper are one column, JSON in it. The same for all answers of the operation.
  std::string header() const;
  /// The records of a page.
  std::string records(const answer_part& page) const;

 private:
  std::string rows_;
  bool with_region_ = false, profiles_ = false;
  std::vector<std::string> origin_;
  struct column {
    std::string name;
    std::vector<std::string_view> path;  ///< members from the row down
  };
  std::vector<column> columns_;

  void add_columns(const shape_model& of, const std::vector<std::string_view>& path);
};

}  // namespace aloft::cli
