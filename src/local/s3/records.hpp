#pragma once
// The state of the embedded S3 as the records of its journal.

#include "local/s3/objects.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace aloft::local::s3 {

boost::json::object record_of(const bucket& one);
boost::json::object record_of(const object_version& one);
boost::json::object record_of(const upload& one);
boost::json::object record_of(const uploaded_part& one);

// Each throws std::runtime_error for what is no such record. Blobs need not be there.
void read_record(const boost::json::object& from, bucket& to);
object_version read_version(const boost::json::object& from, blob_space& space);
upload read_upload(const boost::json::object& from);
uploaded_part read_part(const boost::json::object& from, blob_space& space);

}  // namespace aloft::local::s3
