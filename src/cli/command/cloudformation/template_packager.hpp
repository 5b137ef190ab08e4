#pragma once
// A template whose local files are in S3 instead.

#include "cli/command/cloudformation/artifact_bucket.hpp"
#include "cli/command/cloudformation/artifact_properties.hpp"
#include "cli/command/cloudformation/template_tree.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace aloft::cli {

/// Uploads what a template names on this machine and gives the template with the places in S3 in their stead. Nothing
/// else of its text changes. Templates that it names are packaged first.
/// Cancellation: terminal, as that of calls. Ends with: the template's new text.
/// Errors: usage "BadYaml", "ParameterFile", "NoSuchArtifact" (names resource and property), "TemplateCycle"; those of
/// S3's calls. Lifetime: the bucket outlives it. Thread: the caller's.
class template_packager {
 public:
  explicit template_packager(const artifact_bucket& to) : to_{to} {}
  boost::asio::awaitable<std::string> package(std::filesystem::path file);

 private:
  struct artifact {
    std::string about;  ///< "Function.CodeUri", for messages
    const artifact_property* row;
    const template_node* value;       ///< null: the property is absent
    const template_node* properties;  ///< of the resource
  };

  static std::vector<artifact> artifacts_in(const template_node& root);
  static void add_includes(const template_node& in, std::vector<artifact>& to);
  boost::asio::awaitable<std::string> place_of(const artifact& one, const std::filesystem::path& folder);

  const artifact_bucket& to_;
  std::vector<std::filesystem::path> open_;  // templates that are being packaged, the outermost first
};

}  // namespace aloft::cli
