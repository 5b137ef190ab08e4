#include "services/message_digest.hpp"

#include <gtest/gtest.h>

namespace aloft::sqs {
namespace {

// Each digest was made by an implementation of somebody else's: Python's hashlib over the layout that SQS's Developer
// Guide describes.
TEST(message_digests, of_bodies) {
  EXPECT_EQ(digest_of("hello"), "5d41402abc4b2a76b9719d911017c592");
  EXPECT_EQ(digest_of("grüße €"), "24fb908c78a1f10d753c188559038b2c");
}

TEST(message_digests, of_attributes_in_the_order_of_their_names) {
  EXPECT_EQ(digest_of(attributes{}), "");
  EXPECT_EQ(digest_of(attributes{{"b", {"Number", "12"}}, {"a", {"String", "x"}}}), "f6490383dc9dafc079f482ed91c83b37");
}

TEST(message_digests, of_bytes) {
  EXPECT_EQ(digest_of(attributes{{"raw", {"Binary.gzip", std::string{"\0\1\xff", 3}}}}),
            "86fb78a54dd675b0eb9a3bb1c1abc3e0");
}

}  // namespace
}  // namespace aloft::sqs
