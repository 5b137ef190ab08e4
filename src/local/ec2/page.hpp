#pragma once
// MaxResults and NextToken. A token names the operation, what was asked, and the position after which to go on; it
// holds no state of the server's.

#include "local/call_parameters.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace aloft::local::ec2 {

class page {
 public:
  /// Reads MaxResults (5 to 1000 unless stated) and NextToken; both are refused when they are not valid for
  /// `operation`.
  page(std::string_view operation, const input& request, std::int64_t least = 5, std::int64_t most = 1000);

  /// Offers the next resource in order of position. True: it belongs to this page. False: it was before the page, or
  /// the page is full.
  bool take(std::uint64_t position) noexcept;
  bool full() const noexcept { return more_; }
  bool limited() const noexcept { return limit_.has_value(); }

  /// Writes NextToken when something was left over.
  void finish(boost::json::object& output) const;

 private:
  std::optional<std::int64_t> limit_;
  std::uint64_t subject_;  ///< digest of operation and filters
  std::int64_t taken_ = 0;
  std::uint64_t after_ = 0, last_ = 0;
  bool more_ = false;
};

}  // namespace aloft::local::ec2
