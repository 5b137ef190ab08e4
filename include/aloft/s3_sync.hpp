#pragma once
// Many objects at once: folders to buckets, buckets to folders, buckets to buckets.
//
//   aloft::s3::transfers s3{session.client("s3")};
//   auto counts = co_await aloft::s3::sync(s3, {.folder = "site"}, {.bucket = "my-bucket", .prefix = "www/"});
//
// Source and destination are read as sorted streams and merged as they come, so memory does not grow with their number;
// transfers run meanwhile, under the budget of `transfers`. Deletions come last, and only where both sides were read to
// their end without a fault. What a key cannot be on a file system is refused one by one; nothing is ever written
// outside the destination. docs/s3.md has the rules.
//
// Cancellation: terminal and partial: nothing is begun any more, what runs is stopped and waited for.
// Ends with: see completion.hpp.
// Errors: those of listing either side; usage "NoSuchFolder", "EmptySource", "TooManyDeletions", "SamePlace". Those of
//   single objects are events, and counted.
// Lifetime: goes on without the transfers; the executor's context must outlive it.
// Thread: safe.

#include <aloft/s3_transfer.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::s3 {

/// A folder, or the keys of a bucket with a prefix.
struct tree_place {
  std::string folder = {};  ///< empty: it is a bucket
  std::string bucket = {};
  std::string prefix = {};  ///< as it is: "www/" has only what is below www

  bool local() const noexcept { return bucket.empty(); }
};

/// `--include`, `--exclude`: a pattern over what follows prefix or folder (docs/s3.md).
struct filter_rule {
  bool include = false;
  std::string pattern;
};

/// What the rules say of a key: the last one that matches decides; none: taken. `*` stands for any text, '/' too, `?`
/// for one byte, `[a-z]` and `[!a]` for one of a set.
bool takes_key(const std::vector<filter_rule>& rules, std::string_view key) noexcept;

/// When an object of the destination is the same as that of the source.
enum class comparison {
  none,        ///< never: everything is transferred
  size_time,   ///< equal size, and the destination is not older; downloads: the file is not newer
  exact_time,  ///< equal size, downloads: and equal time
  size,        ///< equal size
  etag,        ///< between buckets: equal size and equal ETag
  checksum,    ///< equal size, and equal checksums of the contents: files are read, objects asked for theirs
};

enum class link_choice {
  follow,  ///< what a symbolic link leads to
  skip,    ///< none of them
};

/// What is done with one object or file.
enum class tree_action { upload, download, copy, remove };
std::string_view to_string(tree_action action) noexcept;

/// What became of one. Views are valid during the call.
struct tree_event {
  tree_action action = tree_action::upload;
  std::string_view key;                  ///< below the place
  std::string_view source, destination;  ///< paths or URIs; of removals only source
  std::uint64_t size = 0;
  bool replaces = false;              ///< the destination has one already, where that was looked at
  bool moved = false;                 ///< the source was removed as well
  const error* failure = nullptr;     ///< null: done
  bool skipped = false;               ///< with a failure that says why: left out, no attempt was made
  const object_info* info = nullptr;  ///< of what was transferred
};

struct tree_options {
  std::vector<filter_rule> filters = {};
  comparison compare = comparison::none;
  bool delete_extra = false;  ///< what the destination has and the source has not
  bool move = false;          ///< a source is removed once its object is there
  bool dry_run = false;       ///< events are told, nothing is done
  bool allow_empty = false;   ///< delete_extra although the source has nothing at all
  /// More deletions than this: none is made, usage error "TooManyDeletions" at the end. Nothing: half of what the
  /// destination has, once that is 100 or more.
  std::optional<std::uint64_t> max_delete = {};
  std::optional<double> max_delete_percent = {};  ///< the same, of what the destination has
  link_choice links = link_choice::follow;
  bool glacier = false;  ///< try objects of storage classes that must be restored first, too
  std::optional<std::size_t> page_size = {};
  object_settings settings = {};
  /// Members of the model for one object, over those of settings: its content type. May be null.
  std::function<void(const object_entry&, boost::json::object&)> settings_of = {};
  /// Called for each, in the executor's threads, one at a time. May be null.
  std::function<void(const tree_event&)> on_event = {};
};

struct tree_counts {
  std::uint64_t transferred = 0, removed = 0, failed = 0, skipped = 0, same = 0;
  std::uint64_t bytes = 0;      ///< transferred
  std::uint64_t listed = 0;     ///< of the source, after the filters
  bool deletions_held = false;  ///< something failed before, so that nothing was deleted
};

/// `source` reads the one side, `by` writes the other: two accounts, or twice the same. Objects are copied within S3
/// where both are the same client's, else through this process.
boost::asio::awaitable<result<tree_counts>> try_transfer_tree(transfers by, transfers source, tree_place from,
                                                              tree_place to, tree_options how);
/// Whatever is there, within one account.
boost::asio::awaitable<tree_counts> sync(transfers by, tree_place from, tree_place to, tree_options how = {});

/// Removes objects, by the thousand where there are many. Those that could not be are events.
boost::asio::awaitable<result<tree_counts>> try_remove_tree(transfers by, tree_place what, tree_options how);

/// The objects of a bucket, in the order of their keys; or what a folder has, in the same order.
class tree_reader {
 public:
  virtual ~tree_reader() = default;
  /// The next ones; none at the end.
  virtual boost::asio::awaitable<result<std::vector<object_entry>>> next() = 0;
};
std::unique_ptr<tree_reader> read_tree(const transfers& by, const tree_place& from, const tree_options& how = {});

}  // namespace aloft::s3
