#include "local/s3/s3_error.hpp"

namespace aloft::local::s3 {

api_error no_such_bucket(std::string_view name) {
  return api_error{404, "NoSuchBucket", "The specified bucket does not exist"}.with_element("BucketName",
                                                                                            std::string{name});
}

api_error no_such_key(std::string_view key) {
  return api_error{404, "NoSuchKey", "The specified key does not exist."}.with_element("Key", std::string{key});
}

api_error no_such_version(std::string_view key, std::string_view version) {
  return api_error{404, "NoSuchVersion", "The specified version does not exist."}
      .with_element("Key", std::string{key})
      .with_element("VersionId", std::string{version});
}

api_error no_such_upload(std::string_view id) {
  return api_error{404, "NoSuchUpload",
                   "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
                   "aborted or completed."}
      .with_element("UploadId", std::string{id});
}

api_error invalid_argument(std::string message, std::string_view name, std::string_view value) {
  return api_error{400, "InvalidArgument", std::move(message)}
      .with_element("ArgumentName", std::string{name})
      .with_element("ArgumentValue", std::string{value});
}

api_error invalid_request(std::string message) { return {400, "InvalidRequest", std::move(message)}; }

api_error access_denied() { return {403, "AccessDenied", "Access Denied"}; }

api_error precondition_failed(std::string_view condition) {
  return api_error{412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"}
      .with_element("Condition", std::string{condition});
}

api_error malformed_xml() {
  return {400, "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published schema"};
}

}  // namespace aloft::local::s3
