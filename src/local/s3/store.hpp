#pragma once
// The embedded S3's state: buckets by name, whoever owns them and wherever they are. All changes go through it.

#include "local/operation.hpp"
#include "local/s3/journal.hpp"
#include "local/s3/objects.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::local::s3 {

class store {
 public:
  explicit store(std::shared_ptr<blob_space> space);
  /// Takes over what the records say, writes them anew, and notes every change from then on. Usage error
  /// "InvalidOption".
  result<void> keep_in(journal records);

  /// The bucket that the request names. Throws api_error: NoSuchBucket; AccessDenied where another account owns it, or
  /// where ExpectedBucketOwner does not; PermanentRedirect where it is in another region than the request was signed
  /// for.
  bucket& require(const input& request, const call_context& context);
  /// The same of the bucket that a copy reads, of any region.
  bucket& require_source(std::string_view name, const call_context& context);

  bucket* find(std::string_view name);
  const std::map<std::string, bucket, std::less<>>& all() const noexcept { return buckets_; }
  bucket& create(bucket made);
  void remove(const bucket& gone);

  /// Puts a version as the newest of its key; without versioning it takes the place of "null". Gives what it became.
  version_ptr put(bucket& to, std::string_view key, object_version made);
  /// What DeleteObject without a version does: a delete marker, or the end of the object. Null: nothing was changed.
  version_ptr remove_current(bucket& from, std::string_view key, timestamp now);
  /// Null: there was none.
  version_ptr remove_version(bucket& from, std::string_view key, std::string_view version);
  /// Puts another version, alike but for its tags or suchlike, in the place of one.
  void replace(bucket& in, std::string_view key, const version_ptr& old, object_version made);

  upload& begin(bucket& in, upload made, std::string& id);
  /// Throws api_error NoSuchUpload.
  upload& require_upload(bucket& in, std::string_view key, std::string_view id);
  void put_part(bucket& in, std::string_view id, int number, uploaded_part made);
  void end_upload(bucket& in, std::string_view id);

  /// Tells that settings of the bucket have changed.
  void changed(const bucket& which);

  blob_space& space() noexcept { return *space_; }

 private:
  std::string fresh_id();
  void note(const boost::json::object& record);
  result<void> check_bytes() const;
  void take_record(const boost::json::object& record);
  version_ptr place(bucket& in, std::string_view key, version_ptr made);

  std::shared_ptr<blob_space> space_;
  std::map<std::string, bucket, std::less<>> buckets_;
  std::uint64_t random_;
  std::optional<journal> records_;  ///< none: in memory
};

}  // namespace aloft::local::s3
