#pragma once
// The properties of templates that may name files of this machine, and become places in S3.

#include <span>
#include <string_view>

namespace aloft::cli {

/// What stands in the property's place once its file is in S3.
enum class artifact_form {
  url,           ///< s3://BUCKET/KEY
  template_url,  ///< a template with artifacts of its own; https://ENDPOINT/BUCKET/KEY
  lambda_code,   ///< S3Bucket, S3Key
  bucket_key,    ///< Bucket, Key
};

struct artifact_property {
  std::string_view resource;  ///< type of the resource
  std::string_view property;  ///< dots lead into it: "Command.ScriptLocation"
  artifact_form form = artifact_form::url;
  bool always_zip = false;        ///< files that are no archive become one
  bool folder_if_absent = false;  ///< where nothing is said, the template's own folder is meant
};

std::span<const artifact_property> artifact_properties();

}  // namespace aloft::cli
