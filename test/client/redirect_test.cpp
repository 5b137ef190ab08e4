// S3 asked in a region that the bucket is not in: corrected, remembered, sent once more.

#include "client/fixture.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string in_frankfurt = "x-amz-bucket-region: eu-central-1\r\n";

std::string s3_error(const std::string& code, const std::string& more = "") {
  return "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>elsewhere</Message>" + more + "</Error>";
}

struct redirects : ::testing::Test {
  asio::io_context context;

  /// The requests that calls of one client come to, and what the last one gave.
  struct outcome {
    std::vector<std::string> seen;
    std::string error;
    response_metadata about;
  };
  outcome ask(std::vector<std::string> answers, std::vector<std::string> operations, boost::json::value input) {
    sequence script{std::move(answers)};
    scripted_server server{script.script()};
    session with{context.get_executor(), options_for(server)};
    const auto s3 = with.client("s3");
    outcome out;
    for (const auto& operation : operations) {
      auto answered = run(context, s3.try_call(operation, input));
      out.error = answered ? "" : answered.error().code();
      if (answered) out.about = answered->metadata();
    }
    out.seen = script.requests();
    return out;
  }
};

const boost::json::value bucket{{"Bucket", "films"}};
const boost::json::value object{{"Bucket", "films"}, {"Key", "k"}};

TEST_F(redirects, follow_the_header_and_remember_the_bucket) {
  const auto got = ask({answer(301, s3_error("PermanentRedirect"), in_frankfurt), answer(204, "")},
                       {"delete_object", "delete_object"}, object);
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.seen.size(), 3U) << "the second call knows";
  EXPECT_THAT(got.seen[0], HasSubstr("/eu-west-1/s3/aws4_request"));
  EXPECT_THAT(got.seen[1], AllOf(HasSubstr("/eu-central-1/s3/aws4_request"), StartsWith("DELETE /films/k ")));
  EXPECT_THAT(got.seen[2], HasSubstr("/eu-central-1/s3/aws4_request"));
  EXPECT_EQ(got.about.region, "eu-central-1");
  EXPECT_TRUE(got.about.attempts.empty());
}

TEST_F(redirects, tell_of_the_attempt_in_vain) {
  const auto got =
      ask({answer(307, s3_error("TemporaryRedirect"), in_frankfurt), answer(204, "")}, {"delete_object"}, object);
  ASSERT_EQ(got.about.attempts.size(), 1U);
  EXPECT_EQ(got.about.attempts[0].code, "TemporaryRedirect");
}

TEST_F(redirects, follow_the_body_where_there_is_no_header) {
  const std::string region = "<Region>eu-central-1</Region>";
  for (const auto& body :
       {s3_error("AuthorizationHeaderMalformed", region), s3_error("IllegalLocationConstraintException", region)}) {
    const auto got = ask({answer(400, body), answer(204, "")}, {"delete_object"}, object);
    EXPECT_EQ(got.error, "");
    ASSERT_EQ(got.seen.size(), 2U);
    EXPECT_THAT(got.seen[1], HasSubstr("/eu-central-1/s3/aws4_request"));
  }
}

TEST_F(redirects, answers_to_head_have_the_header_alone) {
  const auto got = ask({answer(400, "", in_frankfurt), answer(200, "")}, {"head_object"}, object);
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.seen.size(), 2U);
  const auto head = ask({answer(301, "", in_frankfurt), answer(200, "")}, {"head_bucket"}, bucket);
  EXPECT_EQ(head.error, "");
  EXPECT_EQ(head.seen.size(), 2U);
}

TEST_F(redirects, ask_for_the_region_that_nobody_told) {
  const auto got = ask({answer(301, s3_error("PermanentRedirect")), answer(200, "", in_frankfurt), answer(204, "")},
                       {"delete_object"}, object);
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.seen.size(), 3U);
  EXPECT_THAT(got.seen[1], StartsWith("HEAD /films "));
  EXPECT_THAT(got.seen[2], AllOf(StartsWith("DELETE "), HasSubstr("/eu-central-1/s3/aws4_request")));
  const auto moved =
      ask({answer(301, s3_error("PermanentRedirect")), answer(400, "", in_frankfurt), answer(200, ""), answer(204, "")},
          {"delete_object"}, object);
  EXPECT_EQ(moved.error, "");
  ASSERT_EQ(moved.seen.size(), 4U) << "HeadBucket was sent to the wrong region too";
  EXPECT_THAT(moved.seen[3], HasSubstr("/eu-central-1/s3/aws4_request"));
}

TEST_F(redirects, happen_once_a_call) {
  const auto got = ask({answer(301, s3_error("PermanentRedirect"), in_frankfurt),
                        answer(301, s3_error("PermanentRedirect"), "x-amz-bucket-region: eu-west-3\r\n")},
                       {"delete_object"}, object);
  EXPECT_EQ(got.error, "PermanentRedirect");
  EXPECT_EQ(got.seen.size(), 2U);
}

TEST_F(redirects, do_not_follow_what_is_no_region) {
  for (const auto* region : {"evil.example.com", "a/b", "-x", "12", ""}) {
    const auto got =
        ask({answer(400, s3_error("AuthorizationHeaderMalformed", "<Region>" + std::string{region} + "</Region>"))},
            {"delete_object"}, object);
    EXPECT_EQ(got.error, "AuthorizationHeaderMalformed");
    EXPECT_EQ(got.seen.size(), 1U) << region;
  }
  EXPECT_EQ(ask({answer(400, s3_error("InvalidArgument"), in_frankfurt)}, {"delete_object"}, object).seen.size(), 1U);
}

TEST_F(redirects, send_a_body_again) {
  const auto got = ask({answer(301, s3_error("PermanentRedirect"), in_frankfurt), answer(200, "")}, {"put_object"},
                       boost::json::value{{"Bucket", "films"}, {"Key", "k"}, {"Body", "Ym9keQ=="}});
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.seen.size(), 2U);
  EXPECT_THAT(got.seen[1], HasSubstr("\r\n\r\nbody"));
}

TEST_F(redirects, presigning_knows_the_region_too) {
  sequence script{{answer(301, s3_error("PermanentRedirect"), in_frankfurt), answer(204, "")}};
  scripted_server server{script.script()};
  session with{context.get_executor(), options_for(server)};
  const auto s3 = with.client("s3");
  ASSERT_TRUE(run(context, s3.try_call("delete_object", object)));
  EXPECT_THAT(run(context, s3.try_presign("get_object", object))->url, HasSubstr("%2Feu-central-1%2Fs3%2F"));
}

TEST_F(redirects, a_refused_signature_names_the_line_that_differs) {
  sequence script{{answer(403,
                          "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message><CanonicalRequest>DELETE\n"
                          "/films/other\n</CanonicalRequest></Error>")}};
  scripted_server server{script.script()};
  session with{context.get_executor(), options_for(server)};
  const auto refused = run(context, with.client("s3").try_call("delete_object", object));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(),
              HasSubstr("line 2 of the canonical request is \"/films/k\" here and \"/films/other\" on the server"));
}

}  // namespace
}  // namespace aloft
