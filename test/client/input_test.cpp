#include "aloft/blocking.hpp"
#include "client/fixture.hpp"

#include <boost/asio/use_future.hpp>

#include <map>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Notes what it is told.
struct noting_sink : shape_sink {
  std::vector<std::string> texts;

  using shape_sink::begin;
  void begin(const model::shape&, std::size_t) override {}
  void end() override {}
  void member(const model::member&) override {}
  void key(std::string_view) override {}
  void text(std::string_view value) override { texts.emplace_back(value); }
  void integer(std::int64_t) override {}
  void real(double) override {}
  void boolean(bool) override {}
  void blob(std::string_view) override {}
  void timestamp(aloft::timestamp) override {}
  void null() override {}
};

struct parameters : ::testing::Test {
  asio::io_context context;

  std::string sent(std::string_view service, std::string_view operation, input given) {
    sequence script{{answer(200, "")}};
    scripted_server server{script.script()};
    session with{context.get_executor(), options_for(server)};
    const auto outcome = run(context, with.client(service).try_call(operation, std::move(given)));
    EXPECT_TRUE(outcome) << outcome.error().what();
    return script.requests().empty() ? "" : script.requests()[0];
  }
};

TEST_F(parameters, of_cpp_values_are_sent_as_the_operation_wants_them) {
  const std::map<std::string, std::string> metadata{{"team", "blue"}};
  const auto request =
      sent("s3", "put_object",
           params("Bucket", "b", "Key", std::string{"a key"}, "Body", blob("bytes"), "Metadata", metadata, "Expires",
                  std::chrono::sys_seconds{1398796238s}, "ContentType", std::optional<std::string>{}));
  EXPECT_THAT(request, AllOf(HasSubstr("/a%20key"), HasSubstr("x-amz-meta-team: blue\r\n"),
                             HasSubstr("Expires: Tue, 29 Apr 2014 18:30:38 GMT\r\n"), HasSubstr("\r\n\r\nbytes")));
}

TEST_F(parameters, are_edited_whatever_they_are_made_of) {
  const param source = params("Bucket", "from", "Key", "a?versionId=b", "VersionId", "v1");
  const auto request = sent("s3", "copy_object", params("Bucket", "b", "Key", "k", "CopySource", source));
  EXPECT_THAT(request, HasSubstr("x-amz-copy-source: from/a%3FversionId%3Db?versionId=v1\r\n"));
  const auto keyed = sent("s3", "head_object",
                          params("Bucket", "b", "Key", "k", "SSECustomerAlgorithm", "AES256", "SSECustomerKey",
                                 blob(std::string(32, 'k'))));
  EXPECT_THAT(keyed, AllOf(HasSubstr("x-amz-server-side-encryption-customer-key: a2tr"),
                           HasSubstr("x-amz-server-side-encryption-customer-key-MD5: ")));
}

TEST_F(parameters, that_do_not_fit_are_named_before_anything_is_sent) {
  session with{context.get_executor(), {.region = "eu-west-1"}};
  const auto outcome = run(context, with.client("dynamodb").try_call("get_item", params("Key", 1, "TableNam", "t")));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "ParamValidation");
  EXPECT_THAT(outcome.error().message(), AllOf(HasSubstr("TableName"), HasSubstr("Key: expected an object")));
}

TEST_F(parameters, and_answers_of_ones_own) {
  sequence script{{answer(503, ec2_error("Unavailable")), answer(200, two_regions)}};
  scripted_server server{script.script()};
  const virtual_clock clock;
  session_options patient = options_for(server);
  patient.clock = &clock;
  session with{context.get_executor(), patient};
  noting_sink sink;
  call_options options;
  options.output = &sink;
  const auto page = run(context, with.client("ec2").call("describe_regions", {}, options));
  EXPECT_TRUE(page.output().is_null());
  EXPECT_THAT(sink.texts,
              ElementsAre("eu-west-1", "ec2.eu-west-1.amazonaws.com", "us-east-1", "ec2.us-east-1.amazonaws.com"));
}

/// The same, but that it can begin anew.
struct patient_sink final : noting_sink {
  bool restart() override {
    texts.clear();
    ++restarts;
    return true;
  }
  int restarts = 0;
};

// What was pushed of an answer that broke off is not left in front of the next one's.
TEST_F(parameters, an_answer_that_breaks_off_comes_again_into_sinks_that_can_begin_anew) {
  const std::string whole = answer(200, two_regions);
  const std::string broken = whole.substr(0, whole.find("us-east-1") + 9) + "</regionName>";
  for (const bool patient : {true, false}) {
    std::atomic<int> asked{0};
    scripted_server server{[&](peer& client) {
      while (!client.read_request().empty()) {
        const bool breaks_off = ++asked == 1;
        client.write(breaks_off ? broken : whole);
        if (breaks_off) return;
      }
    }};
    const virtual_clock clock;
    session_options with_clock = options_for(server);
    with_clock.clock = &clock;
    session with{context.get_executor(), with_clock};
    patient_sink anew;
    noting_sink once;
    call_options options;
    options.output = patient ? static_cast<shape_sink*>(&anew) : &once;
    const auto outcome = run(context, with.client("ec2").try_call("describe_regions", {}, options));
    EXPECT_EQ(outcome.has_value(), patient);
    EXPECT_EQ(asked, patient ? 2 : 1);
    if (patient) {
      EXPECT_EQ(anew.restarts, 1);
      EXPECT_THAT(anew.texts,
                  ElementsAre("eu-west-1", "ec2.eu-west-1.amazonaws.com", "us-east-1", "ec2.us-east-1.amazonaws.com"));
    } else {
      EXPECT_EQ(outcome.error().code(), "TruncatedResponse");
    }
  }
}

/// Refuses what it is told.
struct refusing_sink final : noting_sink {
  void text(std::string_view) override { fail({error_kind::usage, "Enough", "no more of it"}); }
};

TEST_F(parameters, a_sink_that_fails_ends_the_call_with_its_error) {
  sequence script{{answer(200, two_regions), answer(200, two_regions)}};
  scripted_server server{script.script()};
  session with{context.get_executor(), options_for(server)};
  refusing_sink sink;
  call_options options;
  options.output = &sink;
  const auto outcome = run(context, with.client("ec2").try_call("describe_regions", {}, options));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "Enough");
  EXPECT_EQ(script.requests().size(), 1U);
}

TEST_F(parameters, answers_that_are_edited_reach_a_sink_too) {
  sequence script{{answer(200,
                          "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a%2Bb</Key></Contents>"
                          "</ListBucketResult>")}};
  scripted_server server{script.script()};
  session with{context.get_executor(), options_for(server)};
  noting_sink sink;
  call_options options;
  options.output = &sink;
  run(context, with.client("s3").call("list_objects_v2", params("Bucket", "b"), options));
  EXPECT_THAT(sink.texts, ::testing::Contains("a+b"));
}

TEST_F(parameters, every_operation_takes_any_token) {
  scripted_server server{always(answer(200, two_regions))};
  session with{context.get_executor(), options_for(server)};
  const auto ec2 = with.client("ec2");
  auto page = ec2.async_call("describe_regions", params("AllRegions", true), asio::use_future);
  auto prepared = ec2.async_prepare("describe_regions", {}, {}, asio::use_future);
  auto presigned = ec2.async_presign("describe_regions", {}, {}, asio::use_future);
  auto refused = ec2.async_presign_post({}, asio::use_future);
  auto keys = with.async_credentials(asio::use_future);
  const auto awaited = [](client of) -> asio::awaitable<std::size_t> {
    const auto some = co_await of.async_call("describe_regions");
    co_return some["Regions"].size();
  };
  EXPECT_EQ(run(context, awaited(ec2)), 2U);
  context.restart();
  context.run();
  const response came = page.get();
  EXPECT_EQ(came["Regions"].size(), 2U);
  EXPECT_THAT(prepared.get().body, HasSubstr("Action=DescribeRegions"));
  EXPECT_THAT(presigned.get().url, HasSubstr("X-Amz-Signature="));
  EXPECT_THROW(refused.get(), error);
  EXPECT_THAT(keys.get().access_key_id, Not(IsEmpty()));
}

TEST_F(parameters, blocking_callers_have_all_of_it) {
  scripted_server server{always(answer(200, two_regions))};
  const session with{options_for(server)};
  const auto ec2 = blocking(with.client("ec2"));
  const response page = ec2.call("describe_regions", params("AllRegions", true));
  EXPECT_EQ(page["Regions"].size(), 2U);
  EXPECT_THAT(ec2.prepare("describe_regions").body, HasSubstr("Action=DescribeRegions"));
  EXPECT_FALSE(ec2.try_prepare("describe_region"));
  EXPECT_THAT(blocking(with).credentials().access_key_id, Not(IsEmpty()));
  EXPECT_TRUE(blocking(with).try_credentials());
}

}  // namespace
}  // namespace aloft
