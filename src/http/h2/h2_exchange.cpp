#include "http/h2/h2_exchange.hpp"

#include "flow/wait_end.hpp"
#include "http/direct_transport.hpp"
#include "http/h2/h2_fields.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace aloft::http {
namespace asio = boost::asio;
namespace {

error body_mismatch(std::uint64_t announced, const char* than) {
  return error{error_kind::usage, "BodyLengthMismatch",
               "the body of the request is " + std::string{than} + " than the " + std::to_string(announced) +
                   " bytes that it announced"};
}

error no_answer() {
  return error{error_kind::usage, "NoAnswer", "no answer is due: nothing was sent, or its head has been given"};
}

}  // namespace

h2_exchange::h2_exchange(std::shared_ptr<h2_connection> over, direct_transport& of, const deadlines& limits,
                         const exchange_timings& so_far)
    : on_{std::move(over)},
      transport_{of},
      limits_{limits},
      idle_{limits.idle.count() > 0 ? limits.idle : of.options().idle_timeout},
      send_limit_{idle_},
      times_{so_far},
      arrived_{of.guard()},
      room_{of.guard()} {}

asio::awaitable<result<bool>> h2_exchange::start(const http_request& request, body_framing body) {
  const bool before = co_await flow::is_cancelled();
  if (before) co_return fail(cancelled());
  framing_ = body;
  body_sent_ = request.body.size();
  if (framing_.length && *framing_.length < body_sent_) co_return fail(body_mismatch(*framing_.length, "longer"));
  const auto head = h2_head(request, framing_);
  if (!head) co_return fail(head.error());
  out_ = request.body;
  last_out_ = framing_.length == body_sent_;
  began_ = transport_.now();
  if (const auto opened = open(*head); !opened) co_return fail(opened.error());
  on_->kick();
  co_return co_await sent(last_out_);
}

result<void> h2_exchange::open(const header_list& head) {
  const std::lock_guard lock{on_->mutex()};
  if (const auto& loss = on_->loss()) {
    lost(*loss);
    return *fault_;
  }
  const bool has_body = !out_.empty() || !last_out_;
  auto id = on_->session().request(head, has_body, *this);
  if (!id) return id.error().with([](error_info& info) { info.retryable = true; });
  id_ = *id;
  asked_ = true;
  finished_ = !has_body;
  on_->add(*this);
  return {};
}

// Waits until what is to be sent has been taken: by the session, whose bytes the connection writes before it takes
// more.
asio::awaitable<result<bool>> h2_exchange::sent(bool last) {
  for (;;) {
    {
      const std::lock_guard lock{on_->mutex()};
      const bool taken = out_.empty() && (!last || finished_);
      if (!taken && !closed_ && !ended_ && !fault_) room_.reset();
      if (taken) co_return true;
      if (closed_ || ended_ || fault_) {  // the answer, or the error that comes in its place, says why
        out_ = {};
        co_return false;
      }
    }
    const auto why = co_await room_.wait(limit(send_limit_));
    if (why != flow::wait_end::done) co_return explain(why);
  }
}

asio::awaitable<result<bool>> h2_exchange::write(std::string_view piece) {
  if (failed_ || last_out_) co_return false;
  if (framing_.length && piece.size() > *framing_.length - body_sent_)
    co_return fail(body_mismatch(*framing_.length, "longer"));
  body_sent_ += piece.size();
  {
    const std::lock_guard lock{on_->mutex()};
    if (closed_ || ended_ || fault_) co_return false;
    out_ = piece;
    on_->session().resume(id_);
  }
  on_->kick();
  co_return co_await sent(false);
}

asio::awaitable<result<bool>> h2_exchange::finish(const header_list& trailers) {
  if (failed_ || last_out_) co_return false;
  if (framing_.length && body_sent_ < *framing_.length) co_return fail(body_mismatch(*framing_.length, "shorter"));
  auto fields = h2_fields(trailers);
  if (!fields) co_return fail(fields.error());
  {
    const std::lock_guard lock{on_->mutex()};
    if (closed_ || ended_ || fault_) co_return false;
    trailers_ = std::move(*fields);
    last_out_ = true;
    on_->session().resume(id_);
  }
  on_->kick();
  co_return co_await sent(true);
}

asio::awaitable<result<response_head>> h2_exchange::head() {
  if (failed_ || head_given_ || !asked_) co_return no_answer();
  for (;;) {
    bool sending = false;
    {
      const std::lock_guard lock{on_->mutex()};
      if (cancelled_) co_return fail(cancelled());
      if (head_) {
        head_given_ = true;
        times_.first_byte = first_byte_;
        co_return *std::exchange(head_, std::nullopt);
      }
      if (fault_) {
        failed_ = true;
        co_return *fault_;
      }
      arrived_.reset();
      sending = !finished_;
    }
    const auto why = co_await arrived_.wait(limit(sending ? std::chrono::milliseconds::zero() : idle_));
    if (why != flow::wait_end::done) co_return explain(why);
  }
}

std::optional<result<std::string_view>> h2_exchange::take(bool& kick) {
  if (!head_given_ || failed_)
    return error{error_kind::usage, "NoAnswer", "there is no answer whose body could be read"};
  const std::lock_guard lock{on_->mutex()};
  if (cancelled_) return fail(cancelled());
  if (!in_.empty()) {
    taken_.clear();
    taken_.swap(in_);
    body_read_ += taken_.size();
    if (!closed_ && !on_->loss()) {
      on_->session().consume(id_, taken_.size());
      kick = on_->session().wants_to_send();
    }
    return std::string_view{taken_};
  }
  if (ended_) {
    if (times_.last_byte.count() == 0) times_.last_byte = so_far();
    return std::string_view{};
  }
  if (fault_) {
    failed_ = true;
    return *fault_;
  }
  arrived_.reset();
  return std::nullopt;
}

std::optional<result<std::string_view>> h2_exchange::read_at_hand() {
  bool kick = false;
  auto there = take(kick);
  if (kick) on_->kick();
  return there;
}

asio::awaitable<result<std::string_view>> h2_exchange::read() {
  for (;;) {
    if (auto there = read_at_hand()) co_return *std::move(there);
    const auto why = co_await arrived_.wait(limit(idle_));
    if (why != flow::wait_end::done) co_return explain(why);
  }
}

bool h2_exchange::answer_started() const noexcept {
  const std::lock_guard lock{on_->mutex()};
  return head_ || head_given_;
}

void h2_exchange::cancel() noexcept {
  const std::lock_guard lock{on_->mutex()};
  cancelled_ = true;
  if (!fault_) fault_ = cancelled();
  arrived_.set();
  room_.set();
}

void h2_exchange::lost(const h2_loss& why) noexcept {
  if (closed_) return;
  if (!ended_ && !fault_)
    fault_ = with_progress(why.fault ? *why.fault : broken(why.failure, on_->line().to, progress()), progress());
  over();
}

void h2_exchange::over() noexcept {
  closed_ = true;
  arrived_.set();
  room_.set();
}

void h2_exchange::end(ending) noexcept {
  bool kick = false;
  {
    const std::lock_guard lock{on_->mutex()};
    if (id_ != 0) {
      on_->remove(*this);
      if (!closed_ && !on_->loss()) {
        on_->session().forget(id_);
        on_->session().reset(id_, h2_code::cancel);
        if (!in_.empty()) on_->session().consume(id_, in_.size());
        kick = true;
      }
    }
  }
  auto over = on_;
  direct_transport& of = transport_;
  delete this;
  of.give_back(std::move(over), kick);
}

void h2_exchange::headers(int status, header_list&& fields) {
  if (status < 200 || head_ || head_given_) return;
  head_.emplace();
  head_->status = status;
  head_->headers = std::move(fields);
  first_byte_ = so_far();
  arrived_.set();
}

void h2_exchange::data(std::string_view bytes) {
  in_.append(bytes);
  arrived_.set();
}

void h2_exchange::ended() {
  ended_ = true;
  arrived_.set();
  room_.set();
}

h2_piece h2_exchange::pull(char* into, std::size_t room) {
  h2_piece piece{std::min(room, out_.size()), false};
  std::memcpy(into, out_.data(), piece.size);
  out_.remove_prefix(piece.size);
  if (!out_.empty()) return piece;
  piece.last = last_out_;
  finished_ = last_out_;
  if (finished_ && !trailers_.empty()) on_->session().send_trailers(id_, trailers_);
  room_.set();
  return piece;
}

void h2_exchange::closed(h2_code why) {
  const bool not_taken = why == h2_code::refused_stream && !head_ && !head_given_;  // RFC 9113 §8.7
  if (!ended_ && !fault_) fault_ = with_progress(reset_by_peer(why), not_taken ? exchange_progress{} : progress());
  on_->remove(*this);
  over();
}

error h2_exchange::reset_by_peer(h2_code why) const {
  const std::string at = describe(on_->line().to);
  if (too_large_) return header_too_large(on_->line().to, transport_.options().max_header_bytes);
  error_info info;
  info.kind = error_kind::connect;
  info.retryable = true;
  if (why == h2_code::refused_stream) {
    info.code = "ConnectionClosed";
    info.message = at + " has not taken the request: the connection is about to close, or carries too many";
  } else if (why == h2_code::enhance_your_calm) {
    info.code = "ConnectionReset";
    info.message = at + " asks for fewer requests (ENHANCE_YOUR_CALM)";
    info.throttling = true;
  } else if (why == h2_code::http_1_1_required) {
    info.code = "Http2NotNegotiated";
    info.message = at + " wants this request over HTTP/1.1";
    info.retryable = false;
  } else if (head_ || head_given_) {
    info.kind = error_kind::protocol;
    info.code = "TruncatedResponse";
    info.message = at + " reset the stream in the middle of its answer (" + name_of(why) + "), after " +
                   std::to_string(body_read_ + in_.size()) + " bytes of its body";
  } else {
    info.code = "ConnectionReset";
    info.message = at + " reset the request without an answer (" + name_of(why) + ')';
  }
  return error{std::move(info)};
}

exchange_progress h2_exchange::progress() const {
  exchange_progress at;
  if (asked_) at.request = finished_ ? request_progress::sent : request_progress::partly_sent;
  at.answer_started = head_ || head_given_;
  if (at.answer_started) at.body_read = body_read_ + in_.size();
  return at;
}

steady_time h2_exchange::limit(std::chrono::milliseconds idle) const noexcept {
  return std::min(limits_.attempt, flow::deadline_in(transport_.now(), idle));
}

// What is sent may go with its sender: nobody asks for it any more.
error h2_exchange::explain(flow::wait_end why) {
  const std::lock_guard lock{on_->mutex()};
  out_ = {};
  if (why == flow::wait_end::cancelled || cancelled_) return fail(cancelled());
  if (why == flow::wait_end::deadline)
    return fail(expired(transport_.now() >= limits_.attempt ? expiry::attempt : expiry::idle, on_->line().to));
  return fail(broken(asio::error::operation_aborted, on_->line().to, progress()));
}

error h2_exchange::fail(const error& why) {
  failed_ = true;
  return with_progress(why, progress());
}

std::chrono::microseconds h2_exchange::so_far() const noexcept {
  return std::chrono::duration_cast<std::chrono::microseconds>(transport_.now() - began_);
}

}  // namespace aloft::http
