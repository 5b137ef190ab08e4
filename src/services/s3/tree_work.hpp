#pragma once
// One object of many: transferred, removed, told of.

#include "services/s3/transfer_state.hpp"

#include <aloft/s3_sync.hpp>

#include <boost/asio/awaitable.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::s3 {

/// What the coroutines of one tree share. Thread: safe.
class tree_work {
 public:
  tree_work(transfers by, transfers source, tree_place from, tree_place to, const tree_options& how);

  tree_action action() const noexcept { return action_; }
  std::string source_name(std::string_view key) const { return name_of(from_, key); }
  std::string destination_name(std::string_view key) const { return name_of(to_, key); }

  /// Never fails: what went wrong is an event.
  boost::asio::awaitable<void> transfer(object_entry one, bool replaces);
  /// The same, unless both have the same checksum.
  boost::asio::awaitable<void> transfer_if_different(object_entry one);
  /// Of the destination, or of the source of a removal: by the thousand.
  boost::asio::awaitable<void> remove(std::vector<std::string> keys);

  void tell_skipped(std::string_view key, std::string_view source, const error& why);
  tree_counts counts() const;
  void count(std::uint64_t tree_counts::*what, std::uint64_t by = 1);

 private:
  static std::string name_of(const tree_place& place, std::string_view key);
  boost::asio::awaitable<result<object_info>> move_bytes(const object_entry& one);
  boost::asio::awaitable<result<void>> remove_source(const object_entry& one);
  boost::asio::awaitable<std::optional<bool>> same_checksum(const object_entry& one);
  boost::asio::awaitable<result<object_checksum>> checksum_in(const transfers& by, const tree_place& place,
                                                              const object_entry& one,
                                                              std::optional<object_checksum> like);
  boost::asio::awaitable<void> remove_files(std::vector<std::string> keys);
  void tell_removed(const std::string& key, const error* failure);
  void tell(tree_event& what);

  const transfers by_, source_;
  const tree_place from_, to_;
  const tree_options& how_;
  const tree_action action_;
  const bool through_;  // the source is seen by others than the destination
  mutable std::mutex mutex_;
  tree_counts counts_;
};

/// Those of DeleteObjects in one call: keys and, of each that was not removed, why. Temporary refusals are tried again.
boost::asio::awaitable<result<std::vector<std::pair<std::string, error>>>> delete_objects(
    shared_transfers by, std::string bucket, std::vector<std::string> keys, const boost::json::object& settings);

/// An object of one account to another.
boost::asio::awaitable<result<object_info>> copy_through(shared_transfers source, shared_transfers by,
                                                         object_place from, object_place to, object_settings what);

}  // namespace aloft::s3
