// sign, presign and the login tokens: the program as its users meet it. Nothing is sent.

#include "run_program.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace aloft::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct signing : ::testing::Test {
  test::variables environment{{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                              {"AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
                              {"AWS_REGION", "eu-west-1"},
                              {"AWS_CONFIG_FILE", "/dev/null"},
                              {"AWS_SHARED_CREDENTIALS_FILE", "/dev/null"},
                              {"PATH", std::getenv("PATH")}};

  signing() {
    // Sanitizers and a pack in another place keep their settings.
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS", "ALOFT_PACK"})
      if (const char* value = std::getenv(name)) environment[name] = value;
  }

  test::program_result run(const std::vector<std::string>& words) const {
    return test::run_program(words, environment);
  }
  std::string out(const std::vector<std::string>& words) const {
    const auto done = run(words);
    EXPECT_EQ(done.status, 0) << done.err;
    return done.out;
  }
};

// "get-vanilla" of AWS's signing suite.
TEST_F(signing, signs_a_request_from_the_standard_input) {
  const std::string request = "printf 'GET / HTTP/1.1\\r\\nHost: example.amazonaws.com\\r\\n\\r\\n' | ";
  const std::string words = "\"$ALOFT\" sign --region us-east-1 --service service --time 20150830T123600Z";
  EXPECT_THAT(test::run_shell(request + words, environment).out,
              HasSubstr("\nAuthorization: AWS4-HMAC-SHA256 "
                        "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                        "SignedHeaders=host;x-amz-date, "
                        "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31\n"));
  EXPECT_EQ(test::run_shell(request + words + " --show canonical-request", environment).out,
            "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n");
  EXPECT_THAT(test::run_shell(request + words + " --show string-to-sign", environment).out,
              StartsWith("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n"));
}

TEST_F(signing, signs_curls_arguments) {
  EXPECT_THAT(out({"sign", "--service", "execute-api", "--output-format", "curl", "-X", "PUT", "-d", "it's",
                   "https://api.example.com/a?b"}),
              AllOf(StartsWith("curl --request PUT --path-as-is 'https://api.example.com/a?b'"),
                    HasSubstr("SignedHeaders=content-type;host;x-amz-date"), HasSubstr("--data-binary 'it'\\''s'")));
  EXPECT_THAT(out({"sign", "--service=s3", "--presign", "--expires-in=5", "--output-format=url", "https://b/a b"}),
              AllOf(StartsWith("https://b/a%20b?X-Amz-Algorithm=AWS4-HMAC-SHA256&"), HasSubstr("X-Amz-Expires=5&")));
  EXPECT_THAT(out({"sign", "--service=s3", "--sigv4a", "--region=*", "https://b/"}),
              AllOf(HasSubstr("X-Amz-Region-Set: *\n"), HasSubstr("AWS4-ECDSA-P256-SHA256"),
                    HasSubstr("X-Amz-Content-Sha256: ")));
  EXPECT_THAT(out({"sign", "--service=s3", "--unsigned-payload", "-d", "x", "https://b/"}),
              HasSubstr("X-Amz-Content-Sha256: UNSIGNED-PAYLOAD\n"));
}

TEST_F(signing, says_what_is_wrong) {
  const auto refused = [&](std::vector<std::string> words, int status, std::string_view text) {
    const auto done = run(words);
    EXPECT_EQ(done.status, status) << done.err;
    EXPECT_THAT(done.err, HasSubstr(std::string{text}));
    EXPECT_EQ(done.out, "");
  };
  refused({"sign", "https://h/"}, 252, "--service");
  refused({"sign", "--service", "s3", "/no/such/file"}, 252, "cannot read '/no/such/file'");
  refused({"sign", "--service", "s3", "-H", "a: b\r\nc: d", "https://h/"}, 252, "control character");
  refused({"sign", "--service", "s3", "--presign", "--expires-in", "691200", "https://h/"}, 252, "7 days");
  refused({"sign", "--service", "s3", "--presign", "--expires-in", "0", "https://h/"}, 252, "7 days");
  refused({"sign", "--service", "s3", "--region", "a/b", "https://h/"}, 252, "region");
  refused({"sign", "--service", "s3", "--time", "soon", "https://h/"}, 252, "--time");
  refused({"sign", "--service", "s3", "--show", "secret", "https://h/"}, 252, "canonical-request, string-to-sign");
  refused({"s3", "presign", "s3://bucket"}, 252, "names no object");
  refused({"s3", "presign", "s3://bucket/k", "--expires-in", "soon"}, 252, "whole number of seconds");
  refused({"s3", "presign", "s3://bucket/k", "--expires-in", "691200"}, 252, "7 days");
  refused({"rds", "generate-db-auth-token", "--hostname", "h", "--port", "99999", "--username", "u"}, 252, "--port");
  refused({"rds", "generate-db-auth-token", "--port", "1", "--username", "u"}, 252, "--hostname");
  environment.erase("AWS_REGION");
  refused({"sign", "--service", "s3", "https://h/"}, 253, "--region");
  refused({"dsql", "generate-db-connect-auth-token", "--hostname", "h"}, 253, "--region");
}

TEST_F(signing, presigns_calls) {
  const auto upload = run({"s3", "put-object", "--bucket", "films", "--key", "k", "--acl", "private", "--presign"});
  EXPECT_EQ(upload.status, 0) << upload.err;
  EXPECT_THAT(upload.out, StartsWith("https://films.s3.eu-west-1.amazonaws.com/k?X-Amz-Algorithm="));
  EXPECT_EQ(upload.err, "aloft: send it as PUT with x-amz-acl: private\n");
  EXPECT_THAT(
      out({"s3", "presign", "s3://films/file://a b", "--expires-in=60"}),
      AllOf(StartsWith("https://films.s3.eu-west-1.amazonaws.com/file%3A//a%20b?"), HasSubstr("X-Amz-Expires=60&")));
  EXPECT_THAT(out({"sts", "get-caller-identity", "--presign", "--regions", "eu-west-1,us-east-1"}),
              AllOf(HasSubstr("https://sts.eu-west-1.amazonaws.com/?Action="), HasSubstr("https://sts.us-east-1.")));
  EXPECT_THAT(out({"dynamodb", "list-tables", "--presign", "--print-request", "http"}),
              AllOf(StartsWith("POST /?X-Amz-Algorithm="), Not(HasSubstr("User-Agent")), Not(HasSubstr("amz-sdk")),
                    HasSubstr("X-Amz-Target: DynamoDB_20120810.ListTables\n")));
}

TEST_F(signing, makes_forms) {
  EXPECT_THAT(out({"s3", "presign-post", "s3://films/up/${filename}", "--max-size", "9", "--field", "acl=private",
                   "--query", "fields.acl", "--output", "text"}),
              "private\n");
  EXPECT_THAT(
      out({"s3", "presign-post", "s3://films/up", "--print-request", "curl"}),
      AllOf(StartsWith("curl --request POST 'https://films.s3.eu-west-1.amazonaws.com/' \\\n  --form-string 'key=up'"),
            HasSubstr("--form file=@FILE\n")));
}

}  // namespace
}  // namespace aloft::cli
