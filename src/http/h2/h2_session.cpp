#include "http/h2/h2_session.hpp"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <vector>

namespace aloft::http {
namespace {

std::string_view text_of(const std::uint8_t* at, std::size_t size) noexcept {
  return {reinterpret_cast<const char*>(at), size};
}

nghttp2_nv pair_of(std::string_view name, std::string_view value) noexcept {
  const auto bytes = [](std::string_view of) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(of.data()));  // the library only reads them
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

std::vector<nghttp2_nv> pairs_of(const header_list& fields) {
  std::vector<nghttp2_nv> out;
  out.reserve(fields.size() + 1);
  for (const auto& [name, value] : fields) out.push_back(pair_of(name, value));
  return out;
}

error not_http2(std::string_view what) {
  return error{error_kind::protocol, "MalformedResponse",
               "the other side does not keep to HTTP/2: " + std::string{what}};
}

/// What lasts longer than a step of the library is told by it in flags of C.
template <class T>
T checked(T code) {
  if (code == NGHTTP2_ERR_NOMEM) throw std::bad_alloc{};
  return code;
}

}  // namespace

std::string name_of(h2_code code) {
  static constexpr std::array names{"NO_ERROR",
                                    "PROTOCOL_ERROR",
                                    "INTERNAL_ERROR",
                                    "FLOW_CONTROL_ERROR",
                                    "SETTINGS_TIMEOUT",
                                    "STREAM_CLOSED",
                                    "FRAME_SIZE_ERROR",
                                    "REFUSED_STREAM",
                                    "CANCEL",
                                    "COMPRESSION_ERROR",
                                    "CONNECT_ERROR",
                                    "ENHANCE_YOUR_CALM",
                                    "INADEQUATE_SECURITY",
                                    "HTTP_1_1_REQUIRED"};
  const auto at = static_cast<std::size_t>(code);
  return at < names.size() ? names[at] : "code " + std::to_string(at);
}

/// What the library calls. `user` is the session, a stream's user data its h2_stream.
struct h2_session::callbacks {
  static h2_session& at(void* user) noexcept { return *static_cast<h2_session*>(user); }
  static h2_stream* stream(nghttp2_session* of, std::int32_t id) noexcept {
    return static_cast<h2_stream*>(nghttp2_session_get_stream_user_data(of, id));
  }

  static int begin_headers(nghttp2_session*, const nghttp2_frame*, void* user) {
    h2_session& self = at(user);
    self.block_.clear();
    self.asked_ = {};
    self.status_ = 0;
    self.block_size_ = 0;
    self.too_large_ = false;
    return 0;
  }

  static int header(nghttp2_session* of, const nghttp2_frame* frame, const std::uint8_t* name_at, std::size_t name_size,
                    const std::uint8_t* value_at, std::size_t value_size, std::uint8_t, void* user) {
    h2_session& self = at(user);
    const std::string_view name = text_of(name_at, name_size), value = text_of(value_at, value_size);
    self.block_size_ += name.size() + value.size();
    if (self.block_size_ > self.limits_.header_bytes) {
      if (!std::exchange(self.too_large_, true))
        if (h2_stream* const told = stream(of, frame->hd.stream_id)) told->headers_too_large();
      return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;  // resets the stream
    }
    if (!name.starts_with(':')) {
      self.block_.add(name, value);
    } else if (name == ":status") {
      std::from_chars(value.data(), value.data() + value.size(), self.status_);
    } else if (name == ":method") {
      self.asked_.method = value;
    } else if (name == ":scheme") {
      self.asked_.scheme = value;
    } else if (name == ":authority") {
      self.asked_.authority = value;
    } else if (name == ":path") {
      self.asked_.path = value;
    }
    return 0;
  }

  static int frame(nghttp2_session* of, const nghttp2_frame* frame, void* user) {
    h2_session& self = at(user);
    const bool ends = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    const std::int32_t id = frame->hd.stream_id;
    bool idle = false;
    switch (frame->hd.type) {
      case NGHTTP2_HEADERS: self.end_block(id, ends, frame->headers.cat); break;
      case NGHTTP2_DATA:
        idle = frame->hd.length == 0 && !ends;
        if (h2_stream* const told = stream(of, id); told != nullptr && ends) told->ended();
        break;
      case NGHTTP2_SETTINGS:
        idle = true;
        if ((frame->hd.flags & NGHTTP2_FLAG_ACK) == 0)
          self.told_.settings(nghttp2_session_get_remote_settings(of, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS));
        break;
      case NGHTTP2_PING:
        idle = true;
        if ((frame->hd.flags & NGHTTP2_FLAG_ACK) != 0) self.told_.ping_answered();
        break;
      case NGHTTP2_GOAWAY:
        self.told_.goaway(static_cast<h2_code>(frame->goaway.error_code),
                          text_of(frame->goaway.opaque_data, frame->goaway.opaque_data_len));
        break;
      case NGHTTP2_WINDOW_UPDATE: break;  // one for each piece that was sent is no idle talk
      default: idle = true; break;
    }
    if (!idle || self.may_be_idle(self.now_)) return 0;
    self.blame("it sends frames that carry nothing, and no end of them");
    return NGHTTP2_ERR_CALLBACK_FAILURE;
  }

  static int data(nghttp2_session* of, std::uint8_t, std::int32_t id, const std::uint8_t* bytes, std::size_t size,
                  void*) {
    nghttp2_session_consume_connection(of, size);
    h2_stream* const told = stream(of, id);
    if (told != nullptr)
      told->data(text_of(bytes, size));
    else
      nghttp2_session_consume_stream(of, id, size);
    return 0;
  }

  static int closed(nghttp2_session* of, std::int32_t id, std::uint32_t code, void* user) {
    at(user).take_unsent(id);
    h2_stream* const told = stream(of, id);
    if (told == nullptr) return 0;
    nghttp2_session_set_stream_user_data(of, id, nullptr);
    told->closed(static_cast<h2_code>(code));
    return 0;
  }

  static ssize_t pull(nghttp2_session* of, std::int32_t id, std::uint8_t* into, std::size_t room, std::uint32_t* flags,
                      nghttp2_data_source*, void* user) {
    h2_session& self = at(user);
    h2_stream* const from = stream(of, id);
    if (from == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;  // resets the stream
    self.trailers_follow_ = false;
    const h2_piece piece = from->pull(reinterpret_cast<char*>(into), room);
    if (piece.size == 0 && !piece.last) return NGHTTP2_ERR_DEFERRED;
    if (piece.last) *flags |= NGHTTP2_DATA_FLAG_EOF;
    if (piece.last && self.trailers_follow_) *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
    return static_cast<ssize_t>(piece.size);
  }

  static int invalid(nghttp2_session*, const nghttp2_frame* frame, int code, void* user) {
    if (frame->hd.stream_id == 0 || nghttp2_is_fatal(code) != 0) at(user).last_words_ = nghttp2_strerror(code);
    return 0;
  }

  static int words(nghttp2_session*, int, const char* text, std::size_t size, void* user) {
    at(user).last_words_.assign(text, size);
    return 0;
  }

  /// A GOAWAY of our own that names a fault is the library's judgement of the other side.
  static int sent(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    h2_session& self = at(user);
    if (frame->hd.type == NGHTTP2_HEADERS) self.take_unsent(frame->hd.stream_id);
    if (frame->hd.type == NGHTTP2_GOAWAY && frame->goaway.error_code != NGHTTP2_NO_ERROR && !self.fault_)
      self.blame(self.last_words_.empty() ? name_of(static_cast<h2_code>(frame->goaway.error_code)) : self.last_words_);
    return 0;
  }

  /// A stream that never began has no end either that the library would tell of.
  static int not_sent(nghttp2_session* of, const nghttp2_frame* frame, int, void* user) {
    if (frame->hd.type != NGHTTP2_HEADERS) return 0;
    h2_stream* const told = at(user).take_unsent(frame->hd.stream_id);
    if (told == nullptr) return 0;
    nghttp2_session_set_stream_user_data(of, frame->hd.stream_id, nullptr);
    told->closed(h2_code::refused_stream);
    return 0;
  }

  static nghttp2_session_callbacks* table() {
    static const std::unique_ptr<nghttp2_session_callbacks, void (*)(nghttp2_session_callbacks*)> made{
        [] {
          nghttp2_session_callbacks* all = nullptr;
          if (nghttp2_session_callbacks_new(&all) != 0) throw std::bad_alloc{};
          nghttp2_session_callbacks_set_on_begin_headers_callback(all, begin_headers);
          nghttp2_session_callbacks_set_on_header_callback(all, header);
          nghttp2_session_callbacks_set_on_frame_recv_callback(all, frame);
          nghttp2_session_callbacks_set_on_data_chunk_recv_callback(all, data);
          nghttp2_session_callbacks_set_on_stream_close_callback(all, closed);
          nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(all, invalid);
          nghttp2_session_callbacks_set_error_callback2(all, words);
          nghttp2_session_callbacks_set_on_frame_send_callback(all, sent);
          nghttp2_session_callbacks_set_on_frame_not_send_callback(all, not_sent);
          return all;
        }(),
        nghttp2_session_callbacks_del};
    return made.get();
  }
};

h2_session::h2_session(side which, const h2_limits& limits, h2_peer& told)
    : side_{which}, limits_{limits}, told_{told} {
  nghttp2_option* options = nullptr;
  checked(nghttp2_option_new(&options));
  nghttp2_option_set_no_auto_window_update(options, 1);
  nghttp2_option_set_max_reserved_remote_streams(options, 0);
  const int made = which == side::client ? nghttp2_session_client_new2(&session_, callbacks::table(), this, options)
                                         : nghttp2_session_server_new2(&session_, callbacks::table(), this, options);
  nghttp2_option_del(options);
  if (made != 0) throw std::bad_alloc{};
  std::vector<nghttp2_settings_entry> settings{
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, limits.stream_window},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits.header_bytes)}};
  if (which == side::client)
    settings.push_back({NGHTTP2_SETTINGS_ENABLE_PUSH, 0});
  else
    settings.push_back({NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.max_streams});
  checked(nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size()));
  checked(nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0,
                                                static_cast<std::int32_t>(limits.connection_window)));
}

h2_session::~h2_session() { nghttp2_session_del(session_); }

void h2_session::blame(std::string_view what) {
  if (!fault_) fault_ = not_http2(what);
}

bool h2_session::may_be_idle(time now) noexcept {
  if (now - counted_since_ >= std::chrono::seconds{10}) {
    counted_since_ = now;
    idle_frames_ = 0;
  }
  return ++idle_frames_ <= limits_.idle_frames;
}

void h2_session::end_block(std::int32_t id, bool ends, int category) {
  h2_stream* told = callbacks::stream(session_, id);
  if (side_ == side::server && category == NGHTTP2_HCAT_REQUEST) {
    asked_.fields = std::move(block_);
    told = told_.request(id, std::move(asked_));
    if (told == nullptr) return reset(id, h2_code::refused_stream);
    nghttp2_session_set_stream_user_data(session_, id, told);
  } else if (told != nullptr && side_ == side::client && status_ != 0) {
    told->headers(status_, std::move(block_));
  } else if (told != nullptr) {
    told->trailers(std::move(block_));
  }
  block_.clear();
  if (told != nullptr && ends) told->ended();
}

result<void> h2_session::receive(std::string_view bytes, time now) {
  now_ = now;
  const auto taken =
      nghttp2_session_mem_recv(session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (taken == NGHTTP2_ERR_NOMEM) throw std::bad_alloc{};
  if (taken < 0) {
    blame(last_words_.empty() ? nghttp2_strerror(static_cast<int>(taken)) : last_words_);
    nghttp2_session_terminate_session(session_, NGHTTP2_PROTOCOL_ERROR);
  }
  if (fault_) return *fault_;
  return {};
}

bool h2_session::produce(std::string& to, std::size_t enough) {
  while (to.size() < enough) {
    const std::uint8_t* bytes = nullptr;
    const auto size = nghttp2_session_mem_send(session_, &bytes);
    if (size == NGHTTP2_ERR_NOMEM) throw std::bad_alloc{};
    if (size < 0) blame(nghttp2_strerror(static_cast<int>(size)));
    if (size <= 0) return true;
    to.append(text_of(bytes, static_cast<std::size_t>(size)));
  }
  return false;
}

bool h2_session::wants_to_send() const noexcept { return nghttp2_session_want_write(session_) != 0; }

bool h2_session::over() const noexcept {
  return nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0;
}

result<std::int32_t> h2_session::request(const header_list& head, bool has_body, h2_stream& stream) {
  const auto pairs = pairs_of(head);
  nghttp2_data_provider body{};
  body.read_callback = callbacks::pull;
  const auto id = checked(
      nghttp2_submit_request(session_, nullptr, pairs.data(), pairs.size(), has_body ? &body : nullptr, &stream));
  if (id > 0) {
    unsent_.emplace_back(id, &stream);
    return id;
  }
  return error{error_kind::connect, "ConnectionClosed",
               std::string{"the connection takes no further requests: "} + nghttp2_strerror(id)};
}

result<void> h2_session::respond(std::int32_t id, int status, const header_list& fields, bool has_body) {
  const std::string code = std::to_string(status);
  auto pairs = pairs_of(fields);
  pairs.insert(pairs.begin(), pair_of(":status", code));
  nghttp2_data_provider body{};
  body.read_callback = callbacks::pull;
  const int done =
      status < 200
          ? nghttp2_submit_headers(session_, NGHTTP2_FLAG_NONE, id, nullptr, pairs.data(), pairs.size(), nullptr)
          : nghttp2_submit_response(session_, id, pairs.data(), pairs.size(), has_body ? &body : nullptr);
  if (checked(done) == 0) return {};
  return error{error_kind::usage, "InvalidRequest",
               std::string{"the answer cannot be sent: "} + nghttp2_strerror(done)};
}

void h2_session::send_trailers(std::int32_t id, const header_list& fields) {
  const auto pairs = pairs_of(fields);
  trailers_follow_ = checked(nghttp2_submit_trailer(session_, id, pairs.data(), pairs.size())) == 0;
}

void h2_session::resume(std::int32_t id) noexcept { nghttp2_session_resume_data(session_, id); }

void h2_session::consume(std::int32_t id, std::size_t count) noexcept {
  nghttp2_session_consume_stream(session_, id, count);
}

void h2_session::reset(std::int32_t id, h2_code why) noexcept {
  nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, static_cast<std::uint32_t>(why));
}

void h2_session::forget(std::int32_t id) noexcept {
  take_unsent(id);
  nghttp2_session_set_stream_user_data(session_, id, nullptr);
}

h2_stream* h2_session::take_unsent(std::int32_t id) noexcept {
  const auto at = std::find_if(unsent_.begin(), unsent_.end(), [id](const auto& one) { return one.first == id; });
  if (at == unsent_.end()) return nullptr;
  h2_stream* const found = at->second;
  unsent_.erase(at);
  return found;
}

void h2_session::ping() noexcept { nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr); }

void h2_session::shut(h2_code why) noexcept {
  nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(session_),
                        static_cast<std::uint32_t>(why), nullptr, 0);
}

void h2_session::shut_gently() noexcept { nghttp2_submit_shutdown_notice(session_); }

}  // namespace aloft::http
