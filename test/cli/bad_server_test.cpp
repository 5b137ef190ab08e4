// What the program says of servers that are not what they should be: a distinct error each, one line, no hang.

#include "cloud_fixture.hpp"
#include "support/scripted_server.hpp"
#include "support/test_authority.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

using aloft::testing::peer;
using aloft::testing::scripted_server;
using aloft::testing::test_authority;
using ::testing::AllOf;
using ::testing::HasSubstr;

class bad_server : public test::cloud {
 protected:
  /// One call to that server; expects one line on the standard error and nothing on the other.
  std::string refusal(const std::string& scheme, const scripted_server& server, int status = 255) {
    environment_["AWS_ENDPOINT_URL"] = scheme + "://127.0.0.1:" + std::to_string(server.port());
    const auto result = run({"ec2", "describe-vpcs", "--max-attempts", "1"});
    EXPECT_EQ(result.status, status) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    return result.err;
  }

  /// The same of a server that answers with this text whatever it is asked, then closes.
  std::string refusal_of(const std::string& answer, int status = 255) {
    scripted_server server{[&](peer& client) {
      client.read_request();
      client.write(answer);
    }};
    return refusal("http", server, status);
  }

  static std::string with_body(const std::string& body, const std::string& status = "200 OK") {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
};

TEST_F(bad_server, certificates_that_cannot_be_trusted) {
  test_authority authority, stranger;
  const auto refused = [&](const test_authority::certificate& about, const std::string& ca_file) {
    const auto context = authority.server(about);
    scripted_server server{[&](peer& client) { client.start_tls(context.get()); }};
    environment_["AWS_CA_BUNDLE"] = ca_file;
    return refusal("https", server);
  };
  test_authority::certificate good, other_host, expired;
  other_host.names = "DNS:elsewhere.test";
  expired.valid_from = -7200;
  expired.valid_until = -3600;
  EXPECT_THAT(refused(good, stranger.ca_file()), HasSubstr("ertificate"));
  EXPECT_THAT(refused(other_host, authority.ca_file()), AllOf(HasSubstr("ertificate"), HasSubstr("127.0.0.1")));
  EXPECT_THAT(refused(expired, authority.ca_file()), HasSubstr("expired"));
}

TEST_F(bad_server, no_tls_behind_https) {
  scripted_server server{[](peer& client) { client.write("HTTP/1.1 400 Bad Request\r\n\r\n"); }};
  EXPECT_THAT(refusal("https", server), HasSubstr("TLS"));
}

TEST_F(bad_server, heads_without_end) {
  EXPECT_THAT(refusal_of("HTTP/1.1 200 OK\r\nX: " + std::string(200'000, 'x')), HasSubstr("HeaderTooLarge"));
}

TEST_F(bad_server, answers_without_end) {
  scripted_server server{[](peer& client) {
    client.read_request();
    client.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<DescribeVpcsResponse>");
    while (client.write("<requestId>" + std::string(1 << 20, 'x') + "</requestId>")) {
    }
  }};
  EXPECT_THAT(refusal("http", server), AllOf(HasSubstr("BodyTooLarge"), HasSubstr("max_document")));
}

TEST_F(bad_server, bodies_that_are_no_answer) {
  EXPECT_THAT(refusal_of(with_body("<DescribeVpcsResponse><vpcSet>")), HasSubstr("truncated"));
  EXPECT_THAT(refusal_of(with_body(std::string{"\0\1\2", 3})), HasSubstr("XML"));
  std::string deep = "<DescribeVpcsResponse>";
  for (int i = 0; i < 10'000; ++i) deep += "<a>";
  EXPECT_THAT(refusal_of(with_body(deep)), HasSubstr("deep"));
  // A proxy's page instead of the service's error: its status and its beginning are shown.
  EXPECT_THAT(refusal_of(with_body("<html><h1>Who are you?</h1></html>", "407 Proxy Authentication Required")),
              HasSubstr("407"));
}

}  // namespace
}  // namespace aloft::cli
