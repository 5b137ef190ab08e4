#include "runtime/extra_headers.hpp"

#include <gtest/gtest.h>

namespace aloft::runtime {
namespace {

std::string outcome(std::string name, std::string value) {
  header_list given;
  given.add(name, value);
  http_request request;
  request.headers.set("Content-Type", "application/json");
  const auto added = add_headers(given, request);
  return added ? std::string{request.headers.find(name).value_or("")} : added.error().code();
}

TEST(extra_headers, take_the_place_of_the_protocols_own) {
  EXPECT_EQ(outcome("X-Trace", "1"), "1");
  EXPECT_EQ(outcome("content-type", "text/plain"), "text/plain");
}

TEST(extra_headers, may_stand_several_times) {
  header_list given;
  given.add("X-Tag", "a");
  given.add("X-Tag", "b");
  http_request request;
  ASSERT_TRUE(add_headers(given, request));
  EXPECT_EQ(request.headers.size(), 2U);
}

TEST(extra_headers, that_would_break_the_request_are_refused) {
  for (const char* name : {"", "a b", "a:", "a\r\nb", "Authorization", "host", "CONTENT-LENGTH", "x-amz-date"})
    EXPECT_EQ(outcome(name, "v"), "InvalidHeader") << name;
  for (const char* value : {"a\r\nX-Evil: 1", "a\nb", "a\x01"}) EXPECT_EQ(outcome("X-A", value), "InvalidHeader");
}

}  // namespace
}  // namespace aloft::runtime
