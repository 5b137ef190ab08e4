#pragma once
// The operations of the embedded S3, by the model's names. Each throws api_error and changes nothing then.

#include "local/operation.hpp"
#include "local/s3/store.hpp"

namespace aloft::local::s3 {

// buckets.cpp
outcome create_bucket(store& all, const input& request, const call_context& context);
outcome delete_bucket(store& all, const input& request, const call_context& context);
outcome get_bucket_location(store& all, const input& request, const call_context& context);
outcome get_bucket_versioning(store& all, const input& request, const call_context& context);
outcome head_bucket(store& all, const input& request, const call_context& context);
outcome list_buckets(store& all, const input& request, const call_context& context);
outcome put_bucket_versioning(store& all, const input& request, const call_context& context);

// puts.cpp
outcome put_object(store& all, const input& request, const call_context& context);

// reads.cpp
outcome get_object(store& all, const input& request, const call_context& context);
outcome get_object_attributes(store& all, const input& request, const call_context& context);
outcome head_object(store& all, const input& request, const call_context& context);

// deletes.cpp
outcome delete_object(store& all, const input& request, const call_context& context);
outcome delete_objects(store& all, const input& request, const call_context& context);

// listings.cpp, versions.cpp
outcome list_objects(store& all, const input& request, const call_context& context);
outcome list_objects_v2(store& all, const input& request, const call_context& context);
outcome list_object_versions(store& all, const input& request, const call_context& context);

// copies.cpp
outcome copy_object(store& all, const input& request, const call_context& context);
outcome upload_part_copy(store& all, const input& request, const call_context& context);

// uploads.cpp
outcome abort_multipart_upload(store& all, const input& request, const call_context& context);
outcome complete_multipart_upload(store& all, const input& request, const call_context& context);
outcome create_multipart_upload(store& all, const input& request, const call_context& context);
outcome list_multipart_uploads(store& all, const input& request, const call_context& context);
outcome list_parts(store& all, const input& request, const call_context& context);
outcome upload_part(store& all, const input& request, const call_context& context);

// tagging.cpp
outcome delete_bucket_tagging(store& all, const input& request, const call_context& context);
outcome delete_object_tagging(store& all, const input& request, const call_context& context);
outcome get_bucket_tagging(store& all, const input& request, const call_context& context);
outcome get_object_tagging(store& all, const input& request, const call_context& context);
outcome put_bucket_tagging(store& all, const input& request, const call_context& context);
outcome put_object_tagging(store& all, const input& request, const call_context& context);

}  // namespace aloft::local::s3
