#include "serde/event_stream.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace aloft::serde {
namespace {

event_message every_type() {
  event_message message;
  message.headers = {{"yes", true},
                     {"no", false},
                     {"byte", std::int8_t{-1}},
                     {"short", std::int16_t{-2}},
                     {"int", std::int32_t{0x12345678}},
                     {"long", std::numeric_limits<std::int64_t>::min()},
                     {"blob", event_blob{std::string{"\0\xff", 2}}},
                     {":event-type", std::string{"Records"}},
                     {"time", aloft::timestamp{-1, 999'000'000}},
                     {"uuid", event_uuid{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}}}};
  message.payload = "payload";
  return message;
}

TEST(EventStream, EveryTypeOfHeader) {
  const std::string frame = encode_event(every_type()).value();
  for (const std::size_t piece : {frame.size(), std::size_t{1}, std::size_t{5}}) {
    event_decoder decoder;
    std::optional<event_message> message;
    for (std::size_t at = 0; at < frame.size(); at += piece) {
      ASSERT_FALSE(message);
      decoder.write(std::string_view{frame}.substr(at, piece));
      message = decoder.next().value();
    }
    ASSERT_TRUE(message);
    EXPECT_EQ(message->headers, every_type().headers);
    EXPECT_EQ(message->payload, "payload");
    EXPECT_EQ(message->text_header(":event-type"), "Records");
    EXPECT_EQ(message->text_header("byte"), "");
    EXPECT_TRUE(decoder.empty());
  }
}

// From the format's published examples: no headers, no payload.
TEST(EventStream, SmallestFrame) {
  const std::string frame{"\x00\x00\x00\x10\x00\x00\x00\x00\x05\xc2\x48\xeb\x7d\x98\xc8\xff", 16};
  EXPECT_EQ(encode_event({}).value(), frame);
  event_decoder decoder;
  decoder.write(frame + frame);
  EXPECT_TRUE(decoder.next().value());
  EXPECT_FALSE(decoder.empty());
  EXPECT_TRUE(decoder.next().value());
  EXPECT_TRUE(decoder.empty());
  EXPECT_FALSE(decoder.next().value());
}

TEST(EventStream, EveryFlippedBitIsFound) {
  const std::string frame = encode_event(every_type()).value();
  for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
    std::string damaged = frame;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    event_decoder decoder;
    decoder.write(damaged);
    const auto read = decoder.next();
    ASSERT_FALSE(read) << bit;
    EXPECT_EQ(read.error().code(), "UnreadableEvent");
  }
}

TEST(EventStream, Limits) {
  event_decoder decoder{100};
  event_message message;
  message.payload = std::string(101, 'x');
  decoder.write(encode_event(message).value());
  EXPECT_FALSE(decoder.next());
  message.headers = {{"", true}};
  EXPECT_FALSE(encode_event(message));
  message.headers = {{"long", std::string(40'000, 'x')}};
  EXPECT_FALSE(encode_event(message));
}

}  // namespace
}  // namespace aloft::serde
