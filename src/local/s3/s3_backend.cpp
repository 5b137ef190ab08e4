#include "local/s3/s3_backend.hpp"

#include "local/s3/routes.hpp"
#include "local/s3/s3_operations.hpp"
#include "local/s3/upload_intake.hpp"
#include "protocol/uri_template.hpp"

#include <algorithm>
#include <array>

namespace aloft::local::s3 {
namespace {

struct row {
  std::string_view name;
  outcome (*run)(store&, const input&, const call_context&);
};

constexpr row table[] = {
    {"AbortMultipartUpload", abort_multipart_upload},
    {"CompleteMultipartUpload", complete_multipart_upload},
    {"CopyObject", copy_object},
    {"CreateBucket", create_bucket},
    {"CreateMultipartUpload", create_multipart_upload},
    {"DeleteBucket", delete_bucket},
    {"DeleteBucketTagging", delete_bucket_tagging},
    {"DeleteObject", delete_object},
    {"DeleteObjectTagging", delete_object_tagging},
    {"DeleteObjects", delete_objects},
    {"GetBucketLocation", get_bucket_location},
    {"GetBucketTagging", get_bucket_tagging},
    {"GetBucketVersioning", get_bucket_versioning},
    {"GetObject", get_object},
    {"GetObjectAttributes", get_object_attributes},
    {"GetObjectTagging", get_object_tagging},
    {"HeadBucket", head_bucket},
    {"HeadObject", head_object},
    {"ListBuckets", list_buckets},
    {"ListMultipartUploads", list_multipart_uploads},
    {"ListObjectVersions", list_object_versions},
    {"ListObjects", list_objects},
    {"ListObjectsV2", list_objects_v2},
    {"ListParts", list_parts},
    {"PutBucketTagging", put_bucket_tagging},
    {"PutBucketVersioning", put_bucket_versioning},
    {"PutObject", put_object},
    {"PutObjectTagging", put_object_tagging},
    {"UploadPart", upload_part},
    {"UploadPartCopy", upload_part_copy},
};
static_assert(std::ranges::is_sorted(table, {}, &row::name));

constexpr auto names = [] {
  std::array<std::string_view, std::size(table)> all;
  std::ranges::transform(table, all.begin(), &row::name);
  return all;
}();

/// Whether the body is an object's or a part's.
bool uploads_bytes(const http_request& head) {
  if (head.headers.contains("x-amz-copy-source")) return false;
  const auto at = place_of(head);
  if (at.key.empty()) return false;
  return std::ranges::all_of(protocol::parse_query(head.query), [](const auto& parameter) {
    const auto& name = parameter.first;
    return name == "x-id" || name == "partNumber" || name == "uploadId" || name.starts_with("X-Amz-") ||
           name.starts_with("x-amz-");
  });
}

}  // namespace

result<std::unique_ptr<backend>> backend::open(const std::string& folder) {
  if (folder.empty()) return std::unique_ptr<backend>{new backend{memory_space()}};
  auto space = folder_space(folder + "/blobs");
  if (!space) return space.error();
  auto records = journal::open(folder);
  if (!records) return records.error();
  std::unique_ptr<backend> made{new backend{*std::move(space)}};
  if (auto kept = made->store_.keep_in(*std::move(records)); !kept) return kept.error();
  return made;
}

backend::backend(std::shared_ptr<blob_space> space) : space_{std::move(space)}, store_{space_} {}

backend::~backend() { space_->leave_files(); }

std::span<const std::string_view> backend::operations() const noexcept { return names; }

outcome backend::run(std::string_view operation, const input& request, const call_context& context) {
  const auto* found = std::ranges::lower_bound(table, operation, {}, &row::name);
  const std::lock_guard lock{mutex_};
  return found->run(store_, request, context);
}

std::shared_ptr<body_intake> backend::intake(const http_request& head, const auth::signature_claim& claim,
                                             std::string_view secret) {
  if (!uploads_bytes(head)) return nullptr;
  return std::make_shared<upload_intake>(head, claim, secret, *space_, keys_);
}

}  // namespace aloft::local::s3
