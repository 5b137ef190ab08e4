#pragma once
// HTTP/2 (RFC 9113) without I/O: bytes in, bytes out, and what comes of them told to streams. The rules of frames,
// windows and header compression are libnghttp2's; h2_session.cpp alone knows it.
//
// Windows: the connection's is given back as bytes arrive, so that a stream which nobody reads stops no other; a
// stream's when its reader has taken them (consume()).
//
// Thread: one at a time, its streams included. Functions of h2_stream and h2_peer are called from within receive() and
// produce(): they may call everything here but those two.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct nghttp2_session;

namespace aloft::http {

/// Codes of RFC 9113 §7 that mean something here.
enum class h2_code : std::uint32_t {
  no_error = 0,
  protocol_error = 1,
  internal_error = 2,
  flow_control_error = 3,
  refused_stream = 7,
  cancel = 8,
  enhance_your_calm = 11,
  http_1_1_required = 13,
};
/// "REFUSED_STREAM"; "code 99" for one that the standard does not know.
std::string name_of(h2_code code);

/// The next bytes of a body.
struct h2_piece {
  std::size_t size = 0;  ///< 0 and not `last`: there are none yet, see h2_session::resume()
  bool last = false;     ///< nothing follows them
};

/// What is told of a stream. The object must live until closed(), or until h2_session::forget().
class h2_stream {
 public:
  /// A whole header block. `fields` are without those that begin with ':'. To clients: the status of an answer, interim
  /// ones included.
  virtual void headers(int status, header_list&& fields) = 0;
  /// Fields behind a body.
  virtual void trailers(header_list&&) {}
  /// Bytes of the body, never none; consume() is due for them.
  virtual void data(std::string_view bytes) = 0;
  /// The other side sends no more.
  virtual void ended() = 0;
  /// A header block is longer than the session allows: the stream is being reset.
  virtual void headers_too_large() = 0;
  /// Bytes for the other side, into room for at least one.
  virtual h2_piece pull(char* into, std::size_t room) = 0;
  /// The stream is over. The last word on it.
  virtual void closed(h2_code why) = 0;

 protected:
  ~h2_stream() = default;
};

/// The head of a request, as servers get it.
struct h2_request {
  std::string method, scheme, authority, path;
  header_list fields;
};

/// What is told of the connection.
class h2_peer {
 public:
  /// Its SETTINGS: how many streams it takes at once.
  virtual void settings(std::uint32_t max_streams) = 0;
  /// It takes no new streams.
  virtual void goaway(h2_code why, std::string_view reason) = 0;
  /// A PING has come back.
  virtual void ping_answered() {}
  /// To servers: a request has begun; the stream that takes it, or null to refuse it.
  virtual h2_stream* request(std::int32_t /*id*/, h2_request&&) { return nullptr; }

 protected:
  ~h2_peer() = default;
};

struct h2_limits {
  std::uint32_t stream_window = 256 * 1024;
  std::uint32_t connection_window = 16 * 1024 * 1024;
  std::size_t header_bytes = 32 * 1024;  ///< names and values of a block
  std::uint32_t max_streams = 100;       ///< that a client may open
  std::uint32_t idle_frames = 1000;      ///< that carry nothing (SETTINGS, PING, empty DATA …) in ten seconds
};

class h2_session {
 public:
  enum class side { client, server };
  using time = std::chrono::steady_clock::time_point;

  /// The preface and SETTINGS are ready to be sent. `told` must outlive the session.
  h2_session(side which, const h2_limits& limits, h2_peer& told);
  ~h2_session();
  h2_session(const h2_session&) = delete;
  h2_session& operator=(const h2_session&) = delete;

  /// Bytes of the other side. Errors (protocol): MalformedResponse; produce() may have a last word to send then, and
  /// nothing else is of use any more. Some faults are known once produce() has had that word: see fault().
  result<void> receive(std::string_view bytes, time now);

  /// Appends bytes for the other side until there are that many, or no more. False when there may be more.
  bool produce(std::string& to, std::size_t enough);
  bool wants_to_send() const noexcept;
  /// Neither side has anything to say any more.
  bool over() const noexcept;
  /// What has made the session unusable; nothing while it is not.
  const std::optional<error>& fault() const noexcept { return fault_; }

  /// Opens a stream. `head` as RFC 9113 §8.3.1 has it, names in lower case; a body is pulled from the stream.
  /// Errors (connect): when the other side takes no more streams.
  result<std::int32_t> request(const header_list& head, bool has_body, h2_stream& stream);
  /// Answers a request. `fields` without the status.
  result<void> respond(std::int32_t id, int status, const header_list& fields, bool has_body);
  /// Fields behind the body, to be called from pull() with its last bytes.
  void send_trailers(std::int32_t id, const header_list& fields);
  /// The stream has bytes to pull again.
  void resume(std::int32_t id) noexcept;
  /// That many of the stream's bytes have been taken.
  void consume(std::int32_t id, std::size_t count) noexcept;
  /// Ends the stream early; closed() follows.
  void reset(std::int32_t id, h2_code why) noexcept;
  /// Nothing more is told of the stream; its bytes are dropped.
  void forget(std::int32_t id) noexcept;

  void ping() noexcept;
  /// No new streams are taken.
  void shut(h2_code why) noexcept;
  /// The same with a warning ahead: streams that are on their way are still taken, and shut() follows.
  void shut_gently() noexcept;

 private:
  struct callbacks;

  bool may_be_idle(time now) noexcept;
  void blame(std::string_view what);
  void end_block(std::int32_t id, bool ends, int category);
  h2_stream* take_unsent(std::int32_t id) noexcept;

  const side side_;
  const h2_limits limits_;
  h2_peer& told_;
  nghttp2_session* session_ = nullptr;
  std::optional<error> fault_;
  std::string last_words_;  // of the library about what is wrong

  std::vector<std::pair<std::int32_t, h2_stream*>> unsent_;  // requests that stand in the library's queue

  // The header block that is being read.
  header_list block_;
  h2_request asked_;
  int status_ = 0;
  std::size_t block_size_ = 0;
  bool too_large_ = false;

  time now_{}, counted_since_{};
  std::uint32_t idle_frames_ = 0;
  bool trailers_follow_ = false;
};

}  // namespace aloft::http
