#pragma once
// Collects the records and strings of one blob and lays them out.

#include "model/blob_format.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace aloft::model {

class blob_writer {
 public:
  using attribute_run = std::vector<std::pair<format::attribute, std::uint32_t>>;

  std::vector<format::operation_record> operations;
  std::vector<std::uint32_t> folded;
  std::vector<std::uint32_t> errors;
  std::vector<format::shape_record> shapes;
  std::vector<format::member_record> members;
  std::vector<format::waiter_record> waiters;
  std::vector<format::acceptor_record> acceptors;
  format::string_ref endpoint_rules = 0;

  /// Equal strings lie in the blob once.
  format::string_ref text(std::string_view value);
  /// Where the run begins; runs that are empty or equal share one place.
  std::uint32_t attributes(const attribute_run& run);

  std::string finish() const;

 private:
  std::string strings_ = std::string(4, '\0');
  std::unordered_map<std::string, format::string_ref> known_strings_{{"", 0}};
  std::vector<format::attribute_record> attributes_{{format::attribute::end, 0}};
  std::unordered_map<std::string, std::uint32_t> known_runs_;
};

}  // namespace aloft::model
