#pragma once
// Objects of S3 moved whole: files up and down, objects from bucket to bucket, whatever their size.
//
//   aloft::s3::transfers s3{session.client("s3")};
//   co_await s3.upload("backup.tar", {"my-bucket", "backup.tar"});
//   co_await s3.download({"my-bucket", "backup.tar"}, "restored.tar");
//
// Small objects travel in one request; large ones in parts side by side, all transfers of one `transfers` under one
// budget of requests and memory. An upload is there whole or not at all, and so is a downloaded file. Checksums are
// made while bytes are read and verified as they arrive; a download asks for each part "if it is still the same
// object", so that one that changes meanwhile is an error and never a mixture. docs/s3.md has more.

#include <aloft/client.hpp>
#include <aloft/completion.hpp>
#include <aloft/error.hpp>
#include <aloft/object_checksum.hpp>
#include <aloft/option_text.hpp>
#include <aloft/request_body.hpp>
#include <aloft/s3_object.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace aloft::s3 {

constexpr std::uint64_t smallest_part = 5ULL << 20;  ///< but for the last of an object
constexpr std::uint64_t largest_part = 5ULL << 30;
constexpr std::uint32_t most_parts = 10'000;

/// What the transfers of one `transfers` share. Usage error "InvalidOption" of each transfer for values that cannot be.
struct transfer_options {
  std::size_t requests = 64;             ///< requests at once, of all transfers together
  std::uint64_t part_size = 8ULL << 20;  ///< bytes; larger where an object would have more than 10,000 parts
  std::uint64_t threshold = 8ULL << 20;  ///< objects of more bytes travel in parts
  std::uint64_t memory = 256ULL << 20;   ///< bytes of parts that wait to be sent
  std::uint64_t bandwidth = 0;           ///< bytes a second, up and down together; 0: no limit
  std::size_t file_threads = 4;          ///< threads that read and write files
  std::optional<crc_kind> checksum = crc_kind::crc64nvme;  ///< of uploads; nothing: none is made
  bool verify = true;       ///< downloads must come to the checksum that the bucket has, where it has one
  bool sync_files = false;  ///< files are on the disk (fsync) before they appear
  /// A folder that keeps how far files in parts have come, so that the next attempt of the same transfer goes on there
  /// (docs/s3.md): an upload that breaks off leaves its parts in the bucket, a download a file beside its place. Empty:
  /// nothing is left.
  option_text resume_folder = {};
};

/// What is said of an object beside its bytes. Members by the names of S3's model: {"ContentType": "text/plain",
/// "StorageClass": "GLACIER", "Metadata": {"a": "b"}}. Each request of the transfer gets those that it knows.
struct object_settings {
  boost::json::object members = {};
  boost::json::object source_members = {};  ///< of copies: for what is asked of the source (RequestPayer, …)
};

/// How far all transfers of one `transfers` have come; a snapshot.
struct transfer_counters {
  std::uint64_t bytes_sent = 0, bytes_received = 0;  ///< of bodies, repetitions included
  std::uint64_t requests = 0;                        ///< begun, retries not counted
};

/// Takes pieces of an object in order, each valid during the call; a slow one slows the transfer down.
using piece_sink = std::function<boost::asio::awaitable<result<void>>(std::string_view)>;

/// A cheap handle; copies are the same.
/// Cancellation: terminal and partial. What runs is stopped and waited for; files that are not whole are removed, parts
///   of uploads aborted, unless a resume_folder is to keep them.
/// Ends with: see completion.hpp.
/// Errors: those of calls; usage "BodyFile", "OutputFile" for files, "FileChanged" (a file that changed while it was
///   read), "TooManyParts", "ObjectTooLarge"; protocol "ChecksumMismatch", "ObjectChanged" (the object was replaced
///   while it was read).
/// Lifetime: a transfer goes on without the handle. The executor's context must outlive it.
/// Thread: safe. Blocks: no file is touched in the executor's threads.
class transfers {
 public:
  explicit transfers(client s3, transfer_options how = {});

  /// A file to an object. What is no regular file (a pipe, /dev/stdin) is read to its end, in parts when it is long.
  boost::asio::awaitable<object_info> upload(std::string path, object_place to, object_settings what = {}) const;
  boost::asio::awaitable<result<object_info>> try_upload(std::string path, object_place to,
                                                         object_settings what = {}) const;
  template <class CompletionToken = default_token>
  auto async_upload(std::string path, object_place to, object_settings what = {},
                    CompletionToken&& token = CompletionToken{}) const {
    return aloft::detail::initiate<object_info>(
        get_executor(),
        [self = *this, path = std::move(path), to = std::move(to), what = std::move(what)] {
          return self.try_upload(path, to, what);
        },
        std::forward<CompletionToken>(token));
  }
  /// The same with bytes of any source, of unknown length too.
  boost::asio::awaitable<result<object_info>> try_upload_from(std::shared_ptr<body_source> from, object_place to,
                                                              object_settings what = {}) const;

  /// An object to a file, which appears, or is replaced, when the whole object is there; it gets the object's time of
  /// modification. What exists and is no regular file (/dev/null, a pipe) is written to as it is.
  boost::asio::awaitable<object_info> download(object_place from, std::string path, object_settings what = {}) const;
  boost::asio::awaitable<result<object_info>> try_download(object_place from, std::string path,
                                                           object_settings what = {}) const;
  template <class CompletionToken = default_token>
  auto async_download(object_place from, std::string path, object_settings what = {},
                      CompletionToken&& token = CompletionToken{}) const {
    return aloft::detail::initiate<object_info>(
        get_executor(),
        [self = *this, path = std::move(path), from = std::move(from), what = std::move(what)] {
          return self.try_download(from, path, what);
        },
        std::forward<CompletionToken>(token));
  }
  /// The same below a folder, which nothing leads out of: the path is relative, and a symbolic link on its way that
  /// leaves the folder is the usage error "OutputFile". Folders on the way are made.
  boost::asio::awaitable<result<object_info>> try_download_below(object_place from, std::string folder,
                                                                 std::string path, object_settings what = {}) const;
  /// The bytes of an object in order.
  boost::asio::awaitable<result<object_info>> try_read(object_place from, piece_sink to,
                                                       object_settings what = {}) const;

  /// An object to another place, within S3: its bytes are not seen here. Of large objects metadata, tags and storage
  /// class are carried over as in one copy.
  boost::asio::awaitable<object_info> copy(object_place from, object_place to, object_settings what = {}) const;
  boost::asio::awaitable<result<object_info>> try_copy(object_place from, object_place to,
                                                       object_settings what = {}) const;
  template <class CompletionToken = default_token>
  auto async_copy(object_place from, object_place to, object_settings what = {},
                  CompletionToken&& token = CompletionToken{}) const {
    return aloft::detail::initiate<object_info>(
        get_executor(),
        [self = *this, from = std::move(from), to = std::move(to), what = std::move(what)] {
          return self.try_copy(from, to, what);
        },
        std::forward<CompletionToken>(token));
  }
  /// The same where the source is seen by other keys than the destination: asks `source` for the object and streams it
  /// through this process.
  boost::asio::awaitable<result<object_info>> try_copy_through(transfers source, object_place from, object_place to,
                                                               object_settings what = {}) const;

  transfer_counters counters() const;
  client::executor_type get_executor() const noexcept;
  const client& s3_client() const noexcept;
  const transfer_options& options() const noexcept;

  struct state;
  const std::shared_ptr<state>& shared() const noexcept { return state_; }  ///< for what is built on transfers

 private:
  std::shared_ptr<state> state_;
};

}  // namespace aloft::s3
