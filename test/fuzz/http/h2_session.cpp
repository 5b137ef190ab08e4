// What the other side of HTTP/2 sends, in pieces of any size, to a client with requests under way and to a server: no
// crash, no word after the last, bounded memory, and the same however the bytes arrive.

#include "http/h2/h2_session.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <list>
#include <string>

namespace {

using namespace aloft::http;

void expect(bool holds) {
  if (!holds) std::abort();
}

struct heard final : h2_stream {
  void headers(int status, aloft::header_list&& fields) override {
    expect(!closed_);
    said += "h" + std::to_string(status) + ',' + std::to_string(fields.size());
  }
  void trailers(aloft::header_list&& fields) override { said += "t" + std::to_string(fields.size()); }
  void data(std::string_view bytes) override {
    expect(!closed_ && !bytes.empty());
    body += bytes;
    expect(body.size() <= 64 * 1024);  // the stream's window, of which nothing is given back
  }
  void ended() override {
    expect(!closed_);
    said += 'e';
  }
  void headers_too_large() override { said += 'l'; }
  h2_piece pull(char* into, std::size_t room) override {
    const std::size_t size = std::min<std::size_t>(room, 100);
    std::memset(into, 'x', size);
    return {size, true};
  }
  void closed(h2_code why) override {
    expect(!closed_);
    closed_ = true;
    said += 'c' + name_of(why);
  }
  std::string said, body;
  bool closed_ = false;
};

struct other_side final : h2_peer {
  void settings(std::uint32_t) override { said += 's'; }
  void goaway(h2_code why, std::string_view) override { said += 'g' + name_of(why); }
  void ping_answered() override { said += 'p'; }
  h2_stream* request(std::int32_t, h2_request&& asked) override {
    said += 'r' + asked.method + ' ' + asked.path;
    if (streams.size() >= 20) return nullptr;
    return &streams.emplace_back();
  }
  std::string said;
  std::list<heard> streams;
};

constexpr h2_limits limits{.stream_window = 64 * 1024,
                           .connection_window = 1 << 20,
                           .header_bytes = 4096,
                           .max_streams = 20,
                           .idle_frames = 200};

std::string run(std::string_view bytes, std::size_t at_once, h2_session::side side) {
  other_side told;
  heard first, second;
  h2_session session{side, limits, told};
  if (side == h2_session::side::client) {
    aloft::header_list head;
    head.add(":method", "POST");
    head.add(":scheme", "https");
    head.add(":authority", "h");
    head.add(":path", "/");
    expect(session.request(head, true, first).has_value());
    expect(session.request(head, false, second).has_value());
  }
  std::string out;
  bool fine = true;
  session.produce(out, 1 << 20);
  for (std::size_t at = 0; at < bytes.size() && fine; at += at_once)
    fine = session.receive(bytes.substr(at, at_once), {}).has_value();
  session.produce(out, 1 << 20);
  expect(out.size() < 1'000'000);
  fine = fine && !session.fault();  // some faults are told of when the goodbye goes out
  std::string all = told.said + '|' + first.said + '|' + second.said + '|' + first.body + '|' + second.body;
  for (const auto& each : told.streams) all += '|' + each.said + '|' + each.body;
  return all + (fine ? '+' : '-');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const auto side = data[0] % 2 == 0 ? h2_session::side::client : h2_session::side::server;
  std::string bytes{reinterpret_cast<const char*>(data + 1), size - 1};
  if (side == h2_session::side::server) bytes.insert(0, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  const std::string whole = run(bytes, bytes.size() + 1, side), dripped = run(bytes, 1 + data[0] / 2 % 16, side);
  // What follows a GOAWAY may be read or not, as it comes together with it or by itself.
  const bool comparable = whole.back() == '+' && dripped.back() == '+' && whole.find('g') == whole.npos;
  if (comparable) expect(dripped == whole);
  return 0;
}
