// PutObject.

#include "crypto/hex.hpp"
#include "local/s3/checksums.hpp"
#include "local/s3/conditions.hpp"
#include "local/s3/heads.hpp"
#include "local/s3/request_parts.hpp"
#include "local/s3/s3_operations.hpp"

namespace aloft::local::s3 {

outcome put_object(store& all, const input& request, const call_context& context) {
  auto& to = all.require(request, context);
  const auto key = request.text("Key");
  check_acl(to, request);
  object_version made;
  made.head = read_head(request);
  check_write_conditions(request, key, to.current(key).get());
  auto body = take_body(context);
  made.modified = context.now;
  made.etag = crypto::to_hex(body.md5);
  made.data = std::move(body.data);
  const auto algorithm = body.stated.value_or(crypto::checksum_algorithm::crc64nvme);
  made.checksum = object_checksum{algorithm, body.checksums.at(algorithm), true};
  const auto put = all.put(to, key, std::move(made));

  boost::json::object output{{"ETag", in_quotes(put->etag)},
                             {"ServerSideEncryption", put->head.fields.at("ServerSideEncryption")}};
  put_checksum(output, *put->checksum, 0);
  if (to.versioning != versioning_state::off) output["VersionId"] = put->id;
  return output;
}

}  // namespace aloft::local::s3
