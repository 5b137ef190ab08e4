// Input that must not reach a server: refused before anything is sent, with a message that says why.

#include "client/fixture.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct refusals : ::testing::Test {
  asio::io_context context;
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  session_options options = options_for(server);

  /// What is said, after "kind code: ". Expects that nobody was connected to.
  std::string refused(std::string_view service, std::string_view operation, boost::json::value input = {},
                      client_options how = {}) {
    session with{context.get_executor(), options};
    const auto before = script.requests().size();
    const auto client = with.try_client(service, std::move(how));
    if (!client) return said(client.error());
    const auto outcome = run(context, client->try_call(operation, std::move(input)));
    EXPECT_EQ(script.requests().size(), before) << "something was sent";
    return outcome ? "accepted" : said(outcome.error());
  }
  static std::string said(const error& failure) {
    return std::string{to_string(failure.kind())} + ' ' + std::string{failure.code()} + ": " +
           std::string{failure.message()};
  }
  std::string bucket(std::string_view name) { return refused("s3", "head_bucket", {{"Bucket", name}}); }
  std::string object(std::string_view key) { return refused("s3", "head_object", {{"Bucket", "films"}, {"Key", key}}); }
};

TEST_F(refusals, regions) {
  options.endpoint_url = "";
  for (const auto* region : {"eu west-1", "eu-west-1/", "eu-west-1\r\nX: y", "a.b", "-x", "x-", "eu_west", "évian",
                             "a?b", "a#b", "a@b.example", "a:80"}) {
    EXPECT_THAT(refused("ec2", "describe_regions", {}, {.region = region}), HasSubstr("expected a name like eu-west-1"))
        << region;
    options.region = region;
    EXPECT_THAT(refused("ec2", "describe_regions"), HasSubstr("expected a name like eu-west-1")) << region;
    options.region = "eu-west-1";
  }
}

TEST_F(refusals, regions_of_copies) {
  for (const auto* region : {"a.b", "x/", "evil.example.com#"})
    EXPECT_THAT(refused("ec2", "copy_snapshot", {{"SourceRegion", region}, {"SourceSnapshotId", "snap-1"}}),
                HasSubstr("SourceRegion: expected a region's name"));
}

TEST_F(refusals, arns) {
  options.endpoint_url = "";
  EXPECT_THAT(bucket("arn:aws:s3"), HasSubstr("Invalid ARN: `arn:aws:s3` was not a valid ARN"));
  EXPECT_THAT(bucket("arn:aws:s3:us-west-2:123456789012"), HasSubstr("was not a valid ARN"));
  EXPECT_THAT(bucket("arn:aws:s3:us-west-2:123456789012:accesspoint"), HasSubstr("no name was provided"));
  EXPECT_THAT(bucket("arn:aws:s3:us-west-2::accesspoint:mine"),
              HasSubstr("Invalid ARN: The account id may only contain"));
  EXPECT_THAT(bucket("arn:aws:s3:us west:123456789012:accesspoint:mine"), HasSubstr("Invalid region in ARN"));
  EXPECT_THAT(bucket("arn:aws:s3:us-west-2:123456789012:accesspoint:a b"),
              HasSubstr("The access point name may only contain"));
  EXPECT_THAT(bucket("arn:aws:s3:us-west-2:123456789012:accesspoint:mine/more"), HasSubstr("Invalid ARN"));
  EXPECT_THAT(bucket("arn:aws:s3-outposts:us-west-2:123456789012:outpost"), HasSubstr("Invalid ARN"));
  EXPECT_THAT(bucket("arn:aws:s3:us-west-2:123456789012:accesspoint:a\r\nb"), Not(HasSubstr("accepted")));
}

TEST_F(refusals, buckets) {
  for (const std::string_view name : {"", "a/b", "..", "a b", "a\r\nX: y", "a?b", "a#b", "ü", "a%b", "a:b", "a@b"})
    EXPECT_THAT(bucket(name), AllOf(HasSubstr("usage "), HasSubstr("Bucket"))) << name;
  EXPECT_THAT(bucket(std::string(256, 'a')), HasSubstr("Bucket"));
}

TEST_F(refusals, fips_where_there_is_none) {
  options.endpoint_url = "";
  EXPECT_THAT(refused("s3", "list_buckets", {}, {.region = "cn-north-1", .endpoint = {.use_fips_endpoint = true}}),
              HasSubstr("Partition does not support FIPS"));
  EXPECT_THAT(refused("ec2", "describe_regions", {},
                      {.endpoint_url = "https://example.com", .endpoint = {.use_fips_endpoint = true}}),
              HasSubstr("FIPS and custom endpoint are not supported"));
}

TEST_F(refusals, endpoint_urls) {
  for (const auto* url :
       {"example.com", "//example.com", "ftp://example.com", "http://", "http://a b", "http://h/?q=1", "http://h/#f",
        "http://user:word@h/", "http://h:0", "http://h:99999", "http://h:x", "http://h\r\nX: y", "http://h/a b",
        "http://h/\r\n", "http://[::1", "http://h:80:80", "http:///p"}) {
    const auto text = refused("ec2", "describe_regions", {}, {.endpoint_url = url});
    EXPECT_THAT(text, HasSubstr("config InvalidEndpointUrl: ")) << url;
    EXPECT_THAT(text, AllOf(Not(HasSubstr("word@")), Not(HasSubstr("\r")))) << url;
  }
}

TEST_F(refusals, object_keys) {
  EXPECT_THAT(object(""), HasSubstr("Key"));
  for (const auto* key : {"a\nb", "a\r\nX-Evil: 1\r\n\r\n", " a", "a HTTP/1.1\r\n"}) {
    session with{context.get_executor(), options};
    run(context, with.client("s3").try_call("head_object", {{"Bucket", "films"}, {"Key", key}}));
    const std::string sent = script.requests().back();
    const auto line = sent.substr(0, sent.find("\r\n"));
    EXPECT_EQ(std::count(line.begin(), line.end(), ' '), 2) << line;
    EXPECT_THAT(line, AllOf(HasSubstr("HEAD /films/"), Not(HasSubstr("\n"))));
    EXPECT_THAT(sent, Not(HasSubstr("\nX-Evil")));
  }
}

TEST_F(refusals, headers_with_control_characters) {
  for (const std::string_view text :
       std::vector<std::string_view>{"a\r\nX: y", "a\nb", "a\rb", std::string_view{"a\0b", 3}, "a\x7f", "a\x01"}) {
    const std::string value{text};
    const auto put = [&](boost::json::object input) {
      input["Bucket"] = "films";
      input["Key"] = "k";
      return refused("s3", "put_object", boost::json::value(std::move(input)));
    };
    EXPECT_THAT(put({{"ContentType", value}}), HasSubstr("control character"));
    EXPECT_THAT(put({{"Metadata", {{"owner", value}}}}), HasSubstr("control character"));
    EXPECT_THAT(put({{"Metadata", {{"x" + value, "v"}}}}), Not(HasSubstr("accepted")));
  }
}

TEST_F(refusals, credentials) {
  for (const auto* bad : {"", "a\nb", "a\r\nX: y", "a b", "a\x01"}) {
    const auto keep = options.credentials;
    options.credentials->access_key_id = bad;
    EXPECT_THAT(refused("ec2", "describe_regions"), HasSubstr("credentials ")) << bad;
    options.credentials = keep;
    options.credentials->secret_access_key = bad;
    const auto text = refused("ec2", "describe_regions");
    EXPECT_THAT(text,
                AllOf(HasSubstr("credentials "), HasSubstr(*bad == 0 ? "secret_access_key" : "secret access key")))
        << bad;
    if (*bad != '\0') {
      EXPECT_THAT(text, Not(HasSubstr(bad)));
    }
    options.credentials = keep;
    if (*bad == '\0') continue;
    options.credentials->session_token = bad;
    EXPECT_THAT(refused("ec2", "describe_regions"), HasSubstr("session token")) << bad;
    options.credentials = keep;
  }
}

}  // namespace
}  // namespace aloft
