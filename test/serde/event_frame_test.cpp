#include "serde/event_frame.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace aloft::serde {
namespace {

using headers = std::vector<event_header>;

const headers& every_type() {
  static const headers made{{"yes", true},
                            {"no", false},
                            {"byte", std::int8_t{-1}},
                            {"short", std::int16_t{-2}},
                            {"int", std::int32_t{0x12345678}},
                            {"long", std::numeric_limits<std::int64_t>::min()},
                            {"blob", event_bytes{std::string_view{"\0\xff", 2}}},
                            {":event-type", std::string_view{"Records"}},
                            {"time", aloft::timestamp{-1, 999'000'000}},
                            {"uuid", event_uuid{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}}}};
  return made;
}

std::string frame_of(const headers& with, std::string_view payload) {
  std::string frame;
  EXPECT_TRUE(append_event(frame, with, payload));
  return frame;
}

/// What came out of the decoder, copied: "name=index of the type" per header, then the payload.
std::string told(const event_frame& frame) {
  std::string text;
  for (const auto& [name, value] : frame.headers) text += std::string{name} + '=' + std::to_string(value.index()) + ' ';
  return text + std::string{frame.payload};
}

TEST(EventFrame, EveryTypeOfHeaderInPiecesOfEverySize) {
  const std::string bytes = frame_of(every_type(), "payload") + frame_of({}, "") + frame_of({{"a", true}}, "second");
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    event_decoder decoder;
    std::vector<std::string> seen;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      const std::string piece = bytes.substr(at, size);  // of its own memory: what is kept of it has been copied
      decoder.write(piece);
      for (;;) {
        const auto frame = decoder.next();
        ASSERT_TRUE(frame);
        if (!*frame) break;
        if (seen.empty()) {
          EXPECT_EQ(headers((*frame)->headers.begin(), (*frame)->headers.end()), every_type());
          EXPECT_EQ((*frame)->text(":event-type"), "Records");
          EXPECT_EQ((*frame)->text("byte"), std::nullopt);
          EXPECT_EQ((*frame)->header("absent"), nullptr);
        }
        seen.push_back(told(**frame));
      }
    }
    ASSERT_EQ(seen.size(), 3u) << size;
    EXPECT_EQ(seen[1], "");
    EXPECT_EQ(seen[2], "a=0 second");
    EXPECT_TRUE(decoder.empty());
  }
}

// From the format's published examples: no headers, no payload.
TEST(EventFrame, SmallestFrame) {
  const std::string frame{"\x00\x00\x00\x10\x00\x00\x00\x00\x05\xc2\x48\xeb\x7d\x98\xc8\xff", 16};
  EXPECT_EQ(frame_of({}, ""), frame);
  const std::string both = frame + frame;
  event_decoder decoder;
  decoder.write(both);
  EXPECT_TRUE(decoder.next().value());
  EXPECT_FALSE(decoder.empty());
  EXPECT_TRUE(decoder.next().value());
  EXPECT_TRUE(decoder.empty());
  EXPECT_FALSE(decoder.next().value());
}

TEST(EventFrame, WholeFramesAreNotCopied) {
  const std::string bytes = frame_of({{"a", std::string_view{"text"}}}, "payload");
  event_decoder decoder;
  decoder.write(bytes);
  const auto frame = decoder.next().value();
  ASSERT_TRUE(frame);
  const auto inside = [&](std::string_view part) {
    return part.data() >= bytes.data() && part.data() + part.size() <= bytes.data() + bytes.size();
  };
  EXPECT_TRUE(inside(frame->payload));
  EXPECT_TRUE(inside(frame->encoded_headers));
  EXPECT_TRUE(inside(frame->text("a").value()));
}

TEST(EventFrame, EveryFlippedBitIsFound) {
  const std::string frame = frame_of(every_type(), "payload");
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

TEST(EventFrame, ANameThatComesTwiceIsRefused) {
  const auto refuses = [](std::size_t others) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < others; ++i) names.push_back("n" + std::to_string(i));
    headers with;
    for (const auto& name : names) with.push_back({name, true});
    with.push_back({"twin", true});
    with.push_back({"twin", std::string_view{"other"}});
    const std::string bytes = frame_of(with, "");
    event_decoder decoder;
    decoder.write(bytes);
    return !decoder.next();
  };
  EXPECT_TRUE(refuses(0));
  EXPECT_TRUE(refuses(100));
}

TEST(EventFrame, LimitsComeFromOutside) {
  const std::string frame = frame_of({}, std::string(101, 'x'));
  event_decoder narrow{frame.size() - 1};
  narrow.write(frame);
  EXPECT_FALSE(narrow.next());
  // A length is refused as soon as it is known, not when the bytes are there.
  event_decoder early{frame.size() - 1};
  early.write(std::string_view{frame}.substr(0, 12));
  EXPECT_FALSE(early.next());

  const std::string largest = frame_of({{":event-type", std::string_view{"Records"}}}, std::string(24u << 20, 'x'));
  event_decoder usual;
  usual.write(largest);
  const auto read = usual.next();
  ASSERT_TRUE(read && *read);
  EXPECT_EQ((*read)->payload.size(), 24u << 20);
}

TEST(EventFrame, WhatIsTooLongIsNotWritten) {
  std::string to = "before";
  const std::string text(40'000, 'x'), name(256, 'n'), payload((24u << 20) + 1, 'x');
  const headers long_value{{"long", std::string_view{text}}}, long_name{{name, true}}, no_name{{"", true}};
  EXPECT_FALSE(append_event(to, long_value, ""));
  EXPECT_FALSE(append_event(to, long_name, ""));
  EXPECT_FALSE(append_event(to, no_name, ""));
  EXPECT_FALSE(append_event(to, {}, payload));
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back("n" + std::to_string(i));
  headers many;
  const std::string_view most{text.data(), 32'767};
  for (const auto& each : names) many.push_back({each, most});
  EXPECT_FALSE(append_event(to, many, ""));
  EXPECT_EQ(to, "before");
}

}  // namespace
}  // namespace aloft::serde
