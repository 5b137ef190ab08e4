// The session without I/O: two of them, one for each side, and the bytes between them by hand.

#include "http/h2_server.hpp"

#include <boost/asio/io_context.hpp>

namespace aloft::http {
namespace {

/// What a client is told of its stream.
struct told_stream final : h2_stream {
  void headers(int status, header_list&& fields) override {
    said += "head " + std::to_string(status) + ';';
    head = std::move(fields);
  }
  void trailers(header_list&& fields) override { said += "trailers " + std::to_string(fields.size()) + ';'; }
  void data(std::string_view bytes) override { body += bytes; }
  void ended() override { said += "end;"; }
  void headers_too_large() override { said += "too large;"; }
  h2_piece pull(char* into, std::size_t room) override {
    const std::size_t count = std::min(room, out.size());
    std::memcpy(into, out.data(), count);
    out.erase(0, count);
    return {count, out.empty() && last};
  }
  void closed(h2_code why) override { said += "closed " + name_of(why) + ';'; }

  std::string said, body, out;
  header_list head;
  bool last = true;
};

struct told_peer final : h2_peer {
  void settings(std::uint32_t max_streams) override { said += "settings " + std::to_string(max_streams) + ';'; }
  void goaway(h2_code why, std::string_view) override { said += "goaway " + name_of(why) + ';'; }
  void ping_answered() override { said += "pong;"; }
  h2_stream* request(std::int32_t id, h2_request&& asked) override {
    if (refuses) return nullptr;
    last = std::make_unique<h2_served>(*session, id, std::move(asked));
    if (each) each(*last);
    return last.get();
  }
  h2_session* session = nullptr;
  std::unique_ptr<h2_served> last;
  std::function<void(h2_served&)> each;
  bool refuses = false;
  std::string said;
};

struct session2 : ::testing::Test {
  told_peer of_client, of_server;
  h2_session client{h2_session::side::client, {}, of_client};
  h2_session server{h2_session::side::server, {.stream_window = 100, .max_streams = 7}, of_server};
  told_stream stream;
  std::int32_t id = 0;

  session2() { of_server.session = &server; }
  /// In pieces of that size.
  void exchange_bytes(std::size_t piece = 100000) {
    for (bool more = true; more;) {
      std::string there, back;
      client.produce(there, 1 << 20);
      server.produce(back, 1 << 20);
      more = !there.empty() || !back.empty();
      for (std::size_t at = 0; at < there.size(); at += piece)
        ASSERT_TRUE(server.receive(std::string_view{there}.substr(at, piece), {}));
      for (std::size_t at = 0; at < back.size(); at += piece)
        ASSERT_TRUE(client.receive(std::string_view{back}.substr(at, piece), {}));
    }
  }
  void ask(std::string body = "") {
    stream.out = std::move(body);
    header_list head;
    for (const auto& [name, value] :
         {std::pair{":method", "POST"}, {":scheme", "https"}, {":authority", "h"}, {":path", "/p"}})
      head.add(name, value);
    id = client.request(head, !stream.out.empty() || !stream.last, stream).value();
  }
};

TEST_F(session2, CarryARequestAndItsAnswerInPiecesOfAnySize) {
  for (const std::size_t piece : {1u, 7u, 100000u}) {
    of_server.each = [](h2_served& one) {
      one.on_end = [](h2_served& whole) { whole.answer(201, "you said " + whole.body); };
    };
    stream = {};
    ask("hello");
    exchange_bytes(piece);
    EXPECT_EQ(of_server.last->request.path, "/p");
    EXPECT_EQ(stream.said, "head 201;end;closed NO_ERROR;");
    EXPECT_EQ(stream.body, "you said hello");
  }
  EXPECT_EQ(of_client.said, "settings 7;");
}

TEST_F(session2, AWindowStopsWhatIsSentUntilItIsReadBack) {
  of_server.each = [](h2_served&) {};
  ask(std::string(1000, 'x'));
  exchange_bytes();
  EXPECT_EQ(of_server.last->body.size(), 1000u);  // it takes at once
  stream = {};
  of_server.each = [](h2_served& one) { one.answer(200, std::string(300000, 'y')); };
  ask("x");
  exchange_bytes();
  EXPECT_EQ(stream.body.size(), 256u * 1024u);  // nobody has taken any
  client.consume(id, stream.body.size());
  exchange_bytes();
  EXPECT_EQ(stream.body.size(), 300000u);
}

TEST_F(session2, BodiesThatComeLaterAreResumed) {
  of_server.each = [](h2_served&) {};
  stream.last = false;
  ask("");
  exchange_bytes();
  ASSERT_TRUE(of_server.last);  // the head did not wait for the body
  stream.out = "late";
  client.resume(id);
  exchange_bytes();
  EXPECT_EQ(of_server.last->body, "late");
  EXPECT_FALSE(of_server.last->whole);
  stream.last = true;
  client.resume(id);
  exchange_bytes();
  EXPECT_TRUE(of_server.last->whole);
}

TEST_F(session2, EndsAreTold) {
  of_server.refuses = true;
  ask("x");
  exchange_bytes();
  EXPECT_EQ(stream.said, "closed REFUSED_STREAM;");
  of_server.refuses = false;
  stream = {};
  ask("x");
  client.reset(id, h2_code::cancel);
  exchange_bytes();
  EXPECT_EQ(stream.said.substr(0, 7), "closed ");
  stream = {};
  ask("x");
  client.forget(id);
  exchange_bytes();
  EXPECT_EQ(stream.said, "");
  client.ping();
  exchange_bytes();
  EXPECT_EQ(of_client.said, "settings 7;pong;");
  server.shut(h2_code::enhance_your_calm);
  exchange_bytes();
  EXPECT_EQ(of_client.said, "settings 7;pong;goaway ENHANCE_YOUR_CALM;");
  stream = {};
  header_list head;
  head.add(":method", "GET");
  EXPECT_TRUE(client.request(head, false, stream).has_value());  // it stands in line, and does not come up
  exchange_bytes();
  EXPECT_EQ(stream.said, "closed REFUSED_STREAM;");
}

TEST_F(session2, BytesThatAreNoFramesAreAFault) {
  std::string goodbye;
  static_cast<void>(client.receive("HTTP/1.1 200 OK\r\n\r\n", {}));
  client.produce(goodbye, 1 << 20);
  ASSERT_TRUE(client.fault());
  EXPECT_EQ(client.fault()->code(), "MalformedResponse");
  EXPECT_TRUE(client.over());
  EXPECT_EQ(server.receive("GET / HTTP/1.1\r\n\r\n", {}).error().code(), "MalformedResponse");
}

TEST(h2_code_names, AreThoseOfTheStandard) {
  EXPECT_EQ(name_of(h2_code::refused_stream), "REFUSED_STREAM");
  EXPECT_EQ(name_of(static_cast<h2_code>(99)), "code 99");
}

}  // namespace
}  // namespace aloft::http
