#include "cli/command/cloudformation/template_packager.hpp"
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"

#include <fstream>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view usage =
    "aloft cloudformation package --template-file FILE --s3-bucket NAME [--s3-prefix PREFIX] [--kms-key-id ID] "
    "[--output-template-file FILE] [--use-json] [--force-upload] [--metadata KEY=VALUE,...]";

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary};
  if (!(file << text).flush()) throw output_error{errno, std::generic_category(), "cannot write to " + path};
}

}  // namespace

int run_package(const global_options& options, console& out) {
  auto words = options.words;
  const auto file = take_option(words, "--template-file");
  const auto output = take_option(words, "--output-template-file").value_or("");
  const bool as_json = take_flag(words, "--use-json");
  const auto where = bucket_options::take(words);
  expect_no_more(words, 2, usage);
  if (!file || where.bucket.empty())
    throw error{error_kind::usage, "MissingParameter", "needs --template-file and --s3-bucket: " + std::string{usage}};
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const artifact_bucket bucket{opened, options, where, out};
    template_packager packager{bucket};
    auto text = co_await packager.package(*file);
    if (as_json) text = template_as_json(parse_template(text, *file));
    if (output.empty()) {
      out.write(text);
      co_return exit_status::success;
    }
    write_file(output, text);
    out.write("\nSuccessfully packaged artifacts and wrote output template to file " + output +
              ".\nExecute the following command to deploy the packaged template\naloft cloudformation deploy "
              "--template-file " +
              std::filesystem::absolute(output).string() + " --stack-name <YOUR STACK NAME>\n");
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
