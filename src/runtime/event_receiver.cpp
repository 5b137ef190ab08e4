#include "runtime/event_receiver.hpp"

#include "flow/quietly.hpp"
#include "http/failure.hpp"
#include "protocol/errors.hpp"
#include "runtime/event_rules.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace aloft::runtime {
namespace asio = boost::asio;
using protocol::incoming_event;
using serde::event_frame;

namespace {

bool says_events(const call_answer& answer) {
  for (const auto& [name, value] : answer.metadata.headers)
    if (iequals(name, "content-type"))
      return iequals(std::string_view{value}.substr(0, protocol::event_stream_media_type.size()),
                     protocol::event_stream_media_type);
  return false;
}

error truncated(std::string_view what) {
  return error{error_kind::protocol, "TruncatedResponse", "the stream of events " + std::string{what}}.with(
      [](error_info& info) { info.request = request_progress::sent; });
}

}  // namespace

event_receiver::event_receiver(std::unique_ptr<event_call> call, asio::any_io_executor runs, std::size_t max_event)
    : call_{std::move(call)},
      executor_{std::move(runs)},
      max_event_{max_event},
      form_{*protocol::event_form_of(call_->context().messages.wire->name())},
      headed_{flow::watchdog::of(executor_, *call_->context().time)},
      over_{flow::watchdog::of(executor_, *call_->context().time)},
      arrived_{flow::watchdog::of(executor_, *call_->context().time)} {}

event_receiver::~event_receiver() { close(); }

void event_receiver::context_gone() noexcept {
  on_ = {};
  leaving_ = {};
  executor_ = asio::system_executor{};
}

asio::awaitable<result<void>> event_receiver::open() {
  auto opened = co_await call_->open();
  if (!opened) {
    failure_ = opened.error();
    co_return opened.error();
  }
  begin(std::move(*opened));
  co_return result<void>{};
}

void event_receiver::begin(opened_events&& with) {
  sender_ = std::move(with.sends);
  answered_ = !sender_;
  on_ = std::move(with.on);
  answer_ = std::move(with.answer);
  decoder_.emplace(max_event_);
  reader_.emplace(form_, call_->operation(), *call_->operation().output, call_->context().messages.limits);
  initial_.reset();
  held_.reset();
  foreign_.reset();
  if (answered_ && !says_events(answer_)) foreign_.emplace();
  fault_.reset();
  last_ = last_event(call_->operation());
  complete_ = last_.empty();
}

bool event_receiver::has_initial_message() const noexcept {
  if (!form_.initial_messages) return false;
  const auto& members = call_->operation().output->members;
  return std::any_of(members.begin(), members.end(),
                     [](const model::member& each) { return !each.target->event_stream; });
}

void event_receiver::hand_out() noexcept {
  if (!std::exchange(handed_out_, true)) call_->handed_out();
}

void event_receiver::close() noexcept {
  if (on_) on_.release();  // the end may have come already, unread; if not, this closes the connection
}

error event_receiver::fail(const error& why) {
  failure_ = why;
  let_go(false);
  return why;
}

// Of a stream that sends, one direction may still be under way when the other has failed: it uses the exchange until it
// is told of the end.
void event_receiver::let_go(bool well) noexcept {
  over_.set();
  headed_.set();
  if (on_ && (sending_ || (sender_ && is_reading()))) {
    on_->cancel();
    leaving_ = std::move(on_);
  } else if (well) {
    on_.release();
  } else {
    on_ = {};
  }
}

void event_receiver::end() noexcept {
  ended_ = true;
  if (on_) on_->cancel();
}

void event_receiver::cancel() noexcept {
  if (!failure_ && !ended_) failure_ = call_->explain(http::cancelled());
  if (on_) on_->cancel();
}

void event_receiver::abandon() noexcept {
  if ((is_reading() || sending_) && on_) on_->cancel();  // who uses it ends, and lets go of this
}

// Of a stream that sends the answer comes in its time: with what is read first.
asio::awaitable<result<std::string_view>> event_receiver::read_piece() {
  http::exchange& over = *on_;
  if (!answered_) {
    auto answer = co_await call_->head(over);
    if (answer) {
      answered_ = true;
      answer_ = std::move(*answer);
      if (!says_events(answer_)) foreign_.emplace();
    } else if (!failure_) {
      failure_ = answer.error();
    }
    headed_.set();
    if (failure_) co_return *failure_;
  }
  co_return co_await over.read();
}

// Reads until the answer of a stream that sends is known.
asio::awaitable<result<void>> event_receiver::know_answer() {
  if (!answered_ && !failure_ && on_) {
    if (!std::exchange(reading_, true)) asio::co_spawn(executor_, read_on(shared_from_this()), asio::detached);
    const auto waited = co_await headed_.wait();
    if (waited != flow::wait_end::done) co_return http::cancelled();
  }
  if (!answered_) co_return failure_ ? *failure_ : http::cancelled();
  co_return result<void>{};
}

asio::awaitable<void> event_receiver::read_on(std::shared_ptr<event_receiver> self) {
  auto piece = co_await flow::quietly(self->read_piece());
  self->piece_.emplace(std::move(piece));
  if (!self->sending_) self->leaving_ = {};
  self->arrived_.set();
}

// A reader that nobody can cancel reads by itself. For others a coroutine of its own reads, which goes on without them:
// cancelling a read of the exchange would be its end.
asio::awaitable<result<std::string_view>> event_receiver::bytes() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (!reading_ && !state.slot().is_connected() && !sender_) co_return co_await on_->read();
  if (state.cancelled() != asio::cancellation_type::none) co_return http::cancelled();
  if (!std::exchange(reading_, true)) asio::co_spawn(executor_, read_on(shared_from_this()), asio::detached);
  const auto waited = co_await arrived_.wait();
  if (waited != flow::wait_end::done) co_return http::cancelled();
  arrived_.reset();
  reading_ = false;
  if (failure_) co_return *failure_;  // and nothing is left of what came
  auto piece = *std::exchange(piece_, std::nullopt);
  co_return piece;
}

void event_receiver::keep_foreign(std::string_view piece) {
  if (foreign_) foreign_->append(piece.substr(0, call_->context().messages.limits.max_error_body - foreign_->size()));
}

received_event event_receiver::keep(incoming_event&& event, const event_frame& frame) const {
  received_event kept;
  kept.member = event.member;
  kept.content = std::move(event.content);
  kept.content.keep(call_->context().service);
  kept.headers = frame.encoded_headers;
  if (event.member != nullptr) return kept;
  kept.type = event.type;
  kept.payload = frame.payload;
  return kept;
}

result<void> event_receiver::at_end() {
  if (!decoder_->empty()) return truncated("ends in the middle of an event");
  if (foreign_ && !foreign_->empty()) return truncated("holds no event");
  if (!complete_)
    return truncated("ends without its event \"" + std::string{last_} + "\": what came is not all there is");
  ended_ = true;
  let_go(true);
  return {};
}

// What the bytes at hand say: true when an event is held, or, where that is wanted, the initial message is there.
result<bool> event_receiver::decode(bool initial_too) {
  for (;;) {
    const auto framed = decoder_->next();
    if (!framed) return framed.error();
    if (!*framed) return false;
    foreign_.reset();
    auto event = reader_->read(**framed);
    if (!event) return event.error();
    if (!event->initial) {
      if (event->type == last_) complete_ = true;
      held_ = keep(std::move(*event), **framed);
      return true;
    }
    if (!initial_) initial_ = std::move(event->content);
    if (initial_too) return true;
  }
}

// Until there is what decode() looks for, or the stream has ended.
asio::awaitable<result<void>> event_receiver::take_in(bool initial_too) {
  for (;;) {
    if (fault_) co_return *fault_;
    auto found = decode(initial_too);
    if (!found) {
      fault_ = found.error();
      co_return *fault_;
    }
    if (*found) co_return result<void>{};
    auto piece = co_await bytes();
    if (!piece) co_return piece.error();
    if (piece->empty()) co_return at_end();
    keep_foreign(*piece);
    decoder_->write(*piece);
  }
}

// The body was no event stream from its first byte on, and its head did not say it was: what it is in the protocol's
// terms, an error perhaps.
asio::awaitable<error> event_receiver::judge_foreign(error failure) {
  if (!foreign_ || failure.kind() != error_kind::protocol) co_return failure;
  fault_ = failure;
  const call_context& context = call_->context();
  while (foreign_->size() < context.messages.limits.max_error_body) {
    auto piece = co_await bytes();
    if (!piece && reading_) co_return piece.error();
    if (!piece || piece->empty()) break;
    keep_foreign(*piece);
  }
  const auto& operation = call_->operation();
  const header_list& headers = answer_.metadata.headers;
  const int status = answer_.metadata.http_status;
  const auto whole = context.messages.wire->read(operation, status, headers, context.messages.limits);
  if (whole->write(*foreign_))
    if (const auto output = whole->finish(); !output && output.error().kind() == error_kind::service)
      co_return output.error();
  const auto type = headers.find("content-type");
  co_return protocol::no_output(
      operation, status, answer_.metadata.request_id, *foreign_,
      type ? "it is no stream of events but " + std::string{*type} : std::string{"it is no stream of events"});
}

/// A reader waits. What becomes of it is told to a sender that waits for the reason of an end.
class event_receiver::waiting_reader {
 public:
  explicit waiting_reader(event_receiver& of) noexcept : of_{of} { of_.has_reader_ = true; }
  ~waiting_reader() {
    of_.has_reader_ = false;
    if (of_.sender_) of_.over_.set();
  }
  waiting_reader(const waiting_reader&) = delete;
  waiting_reader& operator=(const waiting_reader&) = delete;

 private:
  event_receiver& of_;
};

// What take_in() does, and anew where the stream fails before anybody has seen anything of it.
asio::awaitable<result<void>> event_receiver::advance(bool initial_too) {
  for (;;) {
    if (failure_) co_return *failure_;
    if (ended_ || held_) co_return result<void>{};
    if (!on_) co_return fail(call_->explain(http::cancelled()));  // its context is gone
    const waiting_reader here{*this};
    auto taken = co_await flow::quietly(take_in(initial_too));
    if (taken) co_return result<void>{};
    if (ended_) co_return result<void>{};
    if (failure_) co_return fail(*failure_);
    const error why = co_await judge_foreign(taken.error());
    const bool cancelled = why.kind() == error_kind::cancelled;
    if (cancelled && reading_) co_return why;  // what was waited for comes to the next reader
    if (handed_out_ || cancelled || sender_) co_return fail(call_->explain(why));
    on_ = {};
    auto again = co_await call_->open_again(why);
    if (!again) co_return fail(again.error());
    if (!ended_ && !failure_) begin(std::move(*again));
  }
}

std::optional<received_event> event_receiver::at_hand() {
  if (!handed_out_ || failure_ || ended_ || fault_ || reading_ || !on_) return std::nullopt;
  if (!held_)
    if (const auto found = decode(false); !found) fault_ = found.error();  // which next() gives
  if (held_) ++delivered_;
  return std::exchange(held_, std::nullopt);
}

asio::awaitable<result<std::optional<received_event>>> event_receiver::next() {
  auto advanced = co_await advance(false);
  if (!advanced) co_return advanced.error();
  hand_out();
  if (held_) ++delivered_;
  co_return std::exchange(held_, std::nullopt);
}

asio::awaitable<result<value>> event_receiver::initial() {
  auto known = co_await know_answer();
  if (!known) co_return known.error();
  if (has_initial_message() && !initial_ && !handed_out_) {
    auto advanced = co_await advance(true);
    if (!advanced) co_return advanced.error();
  }
  if (failure_ && !handed_out_) co_return *failure_;
  hand_out();
  co_return initial_ ? initial_->root() : answer_.output.root();
}

asio::awaitable<result<response_metadata>> event_receiver::metadata() {
  auto known = co_await know_answer();
  if (!known) co_return known.error();
  if (failure_ && delivered_ == 0) co_return *failure_;
  hand_out();
  co_return answer_.metadata;
}

asio::awaitable<result<void>> event_receiver::send(sending bytes) {
  if (!sender_)
    co_return error{error_kind::usage, "NoInputStream",
                    std::string{operation().name} + " takes no events: it gives some alone"};
  if (failure_) co_return *failure_;
  if (input_ended_ || sending_)
    co_return error{error_kind::usage, "InputEnded",
                    sending_ ? "another event is being sent: one at a time" : "the end of the events has been sent"};
  if (!on_) co_return error{error_kind::usage, "InputEnded", "the stream is over: the service has ended it"};
  const auto piece = bytes(*sender_);
  if (!piece) co_return piece.error();
  sending_ = true;
  auto how = co_await flow::quietly(on_->write(*piece));
  co_return co_await sent(std::move(how));
}

asio::awaitable<result<void>> event_receiver::end_input() {
  if (!sender_ || input_ended_) co_return result<void>{};
  if (sender_->signs()) {
    const sending last = [](event_sender& by) { return by.last(); };
    auto done = co_await send(last);
    if (!done) co_return done.error();
  }
  if (std::exchange(input_ended_, true) || !on_) co_return result<void>{};
  sending_ = true;
  const header_list nothing;
  auto how = co_await flow::quietly(on_->finish(nothing));
  co_return co_await sent(std::move(how));
}

// What became of a piece. A stream that takes no more has an answer that says why: whoever reads finds it.
asio::awaitable<result<void>> event_receiver::sent(result<bool> how) {
  sending_ = false;
  if (!is_reading()) leaving_ = {};
  if (how && *how) co_return result<void>{};
  if (!how && !failure_ && !ended_) {
    co_return fail(call_->explain(how.error()));  // part of a frame may have left: nothing can follow it
  }
  if (!failure_ && !ended_ && has_reader_) {  // which is about to find out
    over_.reset();
    co_await over_.wait();
  }
  if (failure_) co_return *failure_;
  co_return error{error_kind::protocol, "StreamEnded",
                  "the service takes no more events of " + std::string{operation().name} +
                      (ended_ ? ": it has ended the stream" : "; the events that it sends say why")};
}

}  // namespace aloft::runtime
