#include "cli/command/cloudformation/artifact_bucket.hpp"
#include "cli/command/further_commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/s3_uri.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <boost/json/object.hpp>

#include <filesystem>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view usage =
    "aloft deploy push --application-name NAME --s3-location s3://BUCKET/KEY [--source FOLDER] "
    "[--ignore-hidden-files] [--description TEXT]";

}  // namespace

int run_deploy_push(const global_options& options, console& out) {
  auto words = options.words;
  const auto application = take_option(words, "--application-name"), location = take_option(words, "--s3-location");
  const fs::path source = take_option(words, "--source").value_or(".");
  const auto description = take_option(words, "--description").value_or("Uploaded by aloft");
  const bool visible_only = take_flag(words, "--ignore-hidden-files");
  take_flag(words, "--no-ignore-hidden-files");
  expect_no_more(words, 2, usage);
  if (!application || !location)
    throw error{error_kind::usage, "MissingParameter",
                "needs --application-name and --s3-location: " + std::string{usage}};
  const auto place = parse_s3_uri(*location).value();
  if (place.key.empty())
    throw error{error_kind::usage, "BadS3Uri", "--s3-location: expected s3://BUCKET/KEY, got '" + *location + '\''};
  if (!fs::exists(source / "appspec.yml"))
    throw error{error_kind::usage, "NoAppSpec",
                "'" + source.string() + "' has no appspec.yml, which says what is deployed"};
  auto bundle = archive_of(source, visible_only);
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const auto s3 = opened.client("s3", other_client_settings(options, {}));
    const auto deploy = opened.client("codedeploy", client_settings(options, {}));
    json::object object{{"Bucket", place.bucket}, {"Key", place.key}};
    call_options with;
    with.body = request_body::bytes(std::move(bundle));
    const response stored = co_await s3.call("PutObject", std::move(object), std::move(with));
    json::object where{{"bucket", place.bucket}, {"key", place.key}, {"bundleType", "zip"}};
    std::string shown = "bucket=" + place.bucket + ",key=" + place.key + ",bundleType=zip";
    for (const auto& [from, to] : {std::pair{"ETag", "eTag"}, {"VersionId", "version"}}) {
      const value known = stored[from];
      if (known.is_null()) continue;
      std::string text{known.as_text()};
      if (text.starts_with('"') && text.size() > 1) text = text.substr(1, text.size() - 2);
      shown += std::string{","} + to + "=" + text;
      where[to] = std::move(text);
    }
    json::object revision{{"revisionType", "S3"}, {"s3Location", std::move(where)}};
    json::object input{
        {"applicationName", *application}, {"description", description}, {"revision", std::move(revision)}};
    co_await deploy.call("RegisterApplicationRevision", std::move(input));
    out.write("To deploy with this revision, run:\naloft deploy create-deployment --application-name " + *application +
              " --s3-location " + shown +
              " --deployment-group-name <deployment-group-name> --deployment-config-name <deployment-config-name> "
              "--description <description>\n");
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
