#pragma once
// Where the artifacts of templates go in S3: named after what is in them, so that the same is uploaded once.

#include "aloft/session.hpp"
#include "cli/options/global_options.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::cli {

struct bucket_options {
  std::string bucket, prefix, kms_key;
  bool force = false;  ///< upload what is there already
  std::vector<std::pair<std::string, std::string>> metadata;

  /// Takes --s3-bucket, --s3-prefix, --kms-key-id, --force-upload and --metadata out of the words.
  static bucket_options take(std::vector<std::string>& words);
};

/// Whether the file is a ZIP archive, JAR included.
bool is_archive(const std::filesystem::path& file);

/// A ZIP archive of a folder's files, or of one file: the same bytes for the same content, whenever it was written.
/// `visible_only`: without files and folders whose names begin with a dot. Throws usage error "ParameterFile" for what
/// cannot be read.
std::string archive_of(const std::filesystem::path& what, bool visible_only = false);

class artifact_bucket {
 public:
  artifact_bucket(const session& session, const global_options& options, bucket_options where, console& out);

  /// The key under which the bytes are. Cancellation: terminal, as that of calls. Ends with: they are there.
  /// Errors: those of calls. Lifetime: the arguments' is the caller's until the end. Thread: the caller's.
  boost::asio::awaitable<std::string> put(std::string content, std::string_view extension,
                                          std::string_view about) const;
  /// An https address of a key, as CloudFormation takes templates. The rest is as that of put().
  boost::asio::awaitable<std::string> address_of(std::string_view key) const;

  const std::string& name() const noexcept { return where_.bucket; }

 private:
  client s3_;
  bucket_options where_;
  console& out_;
};

}  // namespace aloft::cli
