#include "client/fixture.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::HasSubstr;

TEST(call, asks_and_reads_an_answer) {
  sequence script{{answer(200, two_regions, "Date: Sat, 21 Nov 2026 09:00:00 GMT\r\n")}};
  scripted_server server{script.script()};
  asio::io_context context;
  session with{context.get_executor(), options_for(server)};
  const response regions = run(context, with.client("ec2").call("describe_regions", R"({"AllRegions": true})"_json));
  ASSERT_EQ(regions["Regions"].size(), 2U);
  EXPECT_EQ(regions["Regions"][1]["RegionName"].as_text(), "us-east-1");
  EXPECT_EQ(regions.metadata().http_status, 200);
  EXPECT_EQ(regions.metadata().region, "eu-west-1");
  EXPECT_EQ(regions.metadata().endpoint, "http://127.0.0.1:" + std::to_string(server.port()));
  ASSERT_EQ(script.requests().size(), 1U);
  EXPECT_THAT(script.requests()[0], HasSubstr("Action=DescribeRegions&"));
  EXPECT_THAT(script.requests()[0], HasSubstr("AllRegions=true"));
  EXPECT_THAT(script.requests()[0], HasSubstr("/eu-west-1/ec2/aws4_request"));
  EXPECT_THAT(script.requests()[0], HasSubstr("amz-sdk-request: attempt=1; max=3"));
}

}  // namespace
}  // namespace aloft
