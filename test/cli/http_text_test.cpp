#include "cli/grammar/http_text.hpp"
#include "cli/grammar/s3_uri.hpp"

#include <gmock/gmock.h>

namespace aloft::cli {
namespace {

using ::testing::HasSubstr;

std::string header(const http_request& request, std::string_view name) {
  return std::string{request.headers.find(name).value_or("(none)")};
}

TEST(http_text, reads_a_request) {
  const auto read = read_http_text(
      "PUT /a%20b/\xc3\xa9?x=1&y=a b HTTP/1.1\r\nHost: Example.com:8080\r\nX-Long: one\r\n  two\r\n"
      "Content-Length: 4\r\n\r\nbody");
  ASSERT_TRUE(read) << read.error().what();
  EXPECT_EQ(read->method, "PUT");
  EXPECT_EQ(read->scheme, "https");
  EXPECT_EQ(read->authority(), "example.com:8080");
  EXPECT_EQ(read->path, "/a%20b/%C3%A9");
  EXPECT_EQ(read->query, "x=1&y=a%20b");
  EXPECT_EQ(header(*read, "x-long"), "one two");
  EXPECT_EQ(header(*read, "host"), "(none)") << "it is the request's host";
  EXPECT_EQ(read->body, "body");
  const auto absolute = read_http_text("GET http://h/p HTTP/1.1\n\n");
  ASSERT_TRUE(absolute);
  EXPECT_EQ(absolute->scheme + ' ' + absolute->authority() + ' ' + absolute->path, "http h /p");
}

TEST(http_text, refuses_what_is_no_request) {
  for (const std::string_view text :
       {"", "GET", "GET p HTTP/1.1\nHost: h\n\n", "GET / HTTP/1.1\n\n", "GET / HTTP/1.1\nHost: h\nno header\n\n",
        "GET / HTTP/1.1\nHost: h\nContent-Length: 5\n\nbody", "GET / HTTP/1.1\nHost: h i\n\n",
        "GET ftp://h/ HTTP/1.1\n\n"})
    EXPECT_EQ(read_http_text(text).error().code(), "BadRequest") << text;
}

TEST(http_text, reads_curls_arguments) {
  const auto post = read_curl_words({"-s", "-XPATCH", "--header=A: b", "-d", "x=1", "--data-raw", "@y", "h/p?q#f"});
  ASSERT_TRUE(post) << post.error().what();
  EXPECT_EQ(post->method, "PATCH");
  EXPECT_EQ(post->body, "x=1&@y");
  EXPECT_EQ(header(*post, "a"), "b");
  EXPECT_EQ(header(*post, "content-type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(post->scheme + "://" + post->authority() + post->path + '?' + post->query, "https://h/p?q");
  const auto get = read_curl_words({"-G", "-d", "a=1", "https://h/?b", "-H", "Host: other:81"});
  ASSERT_TRUE(get);
  EXPECT_EQ(get->method + ' ' + get->authority() + ' ' + get->query, "GET other:81 b&a=1");
  EXPECT_EQ(read_curl_words({"-d", "{}", "--json", "[]", "h"})->method, "POST");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{}, {"-X"}, {"--frob", "h"}, {"h", "i"}, {"-H", "x", "h"}, {"https://user:word@h/"}})
    EXPECT_EQ(read_curl_words(words).error().code(), "BadRequest");
}

TEST(s3_uri, ends_the_bucket_at_the_first_slash) {
  const auto read = [](std::string_view text) {
    const auto uri = parse_s3_uri(text);
    return uri ? uri->bucket + '|' + uri->key : uri.error().code();
  };
  EXPECT_EQ(read("s3://b/k/../x y"), "b|k/../x y");
  EXPECT_EQ(read("b//k"), "b|/k");
  EXPECT_EQ(read("s3://b"), "b|");
  EXPECT_EQ(read("s3://arn:aws:s3:us-west-2:123456789012:accesspoint/mine/k/l"),
            "arn:aws:s3:us-west-2:123456789012:accesspoint/mine|k/l");
  EXPECT_EQ(read("s3://arn:aws:s3::123456789012:accesspoint:name.mrap/k"),
            "arn:aws:s3::123456789012:accesspoint:name.mrap|k");
  EXPECT_EQ(read("s3://arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/ap/k"),
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/ap|k");
  EXPECT_EQ(read("s3:///k"), "BadS3Uri");
  EXPECT_EQ(read(""), "BadS3Uri");
  EXPECT_EQ(read("https://b/k"), "BadS3Uri");
}

}  // namespace
}  // namespace aloft::cli
