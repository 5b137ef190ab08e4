#pragma once
// Sorted entries of either side, one at a time.

#include "services/s3/transfer_state.hpp"

#include <aloft/s3_sync.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace aloft::s3 {

/// Reads a page or a run of files at a time. Keys are those below the place.
class entry_stream {
 public:
  virtual ~entry_stream() = default;
  /// The entry that it stands at, once advance() has been called; null: at the end.
  object_entry* head() noexcept { return at_ < run_.size() ? &run_[at_] : nullptr; }
  /// To the next entry. Errors: protocol "UnsortedListing"; those of reading. Cancellation: total.
  boost::asio::awaitable<result<void>> advance();

  /// What was left out since the last time.
  virtual std::vector<std::pair<std::string, error>> take_faults() { return {}; }

 protected:
  virtual boost::asio::awaitable<result<std::vector<object_entry>>> read() = 0;

 private:
  std::vector<object_entry> run_;
  std::size_t at_ = 0;
  std::string last_;
  bool ended_ = false, begun_ = false;
};

/// `missing_is_empty`: a folder that does not exist has no files.
std::unique_ptr<entry_stream> stream_entries(const shared_transfers& by, const tree_place& from,
                                             const tree_options& how, bool missing_is_empty);

}  // namespace aloft::s3
