#include "cli/options/global_options.hpp"

#include <gmock/gmock.h>

namespace aloft::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

result<global_options> read(const std::vector<std::string>& words) { return read_global_options(words); }

std::string refusal(const std::vector<std::string>& words) {
  const auto options = read(words);
  return options ? "" : options.error().message();
}

TEST(global_options, stand_anywhere_and_leave_the_rest_in_order) {
  const auto options = read({"--region", "eu-west-1", "ec2", "describe-vpcs", "--output", "table", "--vpc-ids", "a",
                             "b", "--debug", "--dry-run", "--max-results=5", "-1", "--filters", "Name=x,Values=y"});
  ASSERT_TRUE(options) << options.error().what();
  EXPECT_EQ(options->region, "eu-west-1");
  EXPECT_EQ(options->output, output_format::table);
  EXPECT_TRUE(options->debug);
  EXPECT_THAT(options->words, ElementsAre("ec2", "describe-vpcs", "--vpc-ids", "a", "b", "--dry-run", "--max-results=5",
                                          "-1", "--filters", "Name=x,Values=y"));
}

TEST(global_options, read_their_values) {
  const auto options =
      read({"--cli-connect-timeout", "3", "--cli-read-timeout", "0", "--max-attempts", "5", "--print-request", "curl",
            "--cli-binary-format", "raw-in-base64-out", "--no-sign-request", "--no-verify-ssl", "--page-size", "7"});
  ASSERT_TRUE(options) << options.error().what();
  EXPECT_EQ(options->connect_timeout, std::chrono::seconds{3});
  EXPECT_EQ(options->read_timeout, std::chrono::seconds{0});
  EXPECT_EQ(options->max_attempts, 5);
  EXPECT_EQ(options->print_request, request_form::curl);
  EXPECT_EQ(options->blobs, binary_format::raw_in_base64_out);
  EXPECT_TRUE(options->no_sign_request && options->no_verify_ssl);
  EXPECT_EQ(options->page_size, 7u);
  EXPECT_FALSE(options->output || options->skeleton);
  EXPECT_EQ(read({"--generate-cli-skeleton"})->skeleton, "input");
  EXPECT_EQ(read({"--region", "a", "--region", "b"})->region, "b");
}

TEST(global_options, refuse_what_cannot_be) {
  EXPECT_THAT(refusal({"--region"}), HasSubstr("--region"));
  EXPECT_THAT(refusal({"--output", "jsn"}), HasSubstr("did you mean json"));
  EXPECT_THAT(refusal({"--max-attempts", "0"}), HasSubstr("--max-attempts"));
  EXPECT_THAT(refusal({"--cli-read-timeout", "soon"}), HasSubstr("--cli-read-timeout"));
  EXPECT_THAT(refusal({"--print-request", "wget"}), HasSubstr("--print-request"));
  EXPECT_THAT(refusal({"--region", "a", "--regions", "b"}), HasSubstr("exclude each other"));
}

}  // namespace
}  // namespace aloft::cli
