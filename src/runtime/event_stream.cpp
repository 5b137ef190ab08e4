#include "aloft/event_stream.hpp"

#include <aloft/start_operation.hpp>
#include "flow/quietly.hpp"
#include "protocol/event_form.hpp"
#include "runtime/event_receiver.hpp"
#include "runtime/event_rules.hpp"
#include "runtime/response_body_state.hpp"

#include <boost/asio/system_executor.hpp>

#include <algorithm>
#include <vector>

namespace aloft {
namespace asio = boost::asio;

struct stream_event::state {
  runtime::received_event event;
};

namespace {

using receiver_ptr = std::shared_ptr<runtime::event_receiver>;

error no_stream() {
  return error{error_kind::usage, "NoAnswer", "there is no event stream: it was moved, or never opened"};
}

// The functions of a stream take its state by value: the stream may be moved, or destroyed, before they are over.
asio::awaitable<result<value>> read_initial(receiver_ptr from) {
  if (!from) co_return no_stream();
  co_return co_await flow::quietly(from->initial());
}

asio::awaitable<result<response_metadata>> read_head(receiver_ptr from) {
  if (!from) co_return no_stream();
  co_return co_await flow::quietly(from->metadata());
}

asio::awaitable<result<void>> send_event(receiver_ptr to, std::string name, input content) {
  if (!to) co_return no_stream();
  const runtime::event_receiver::sending made = [&](runtime::event_sender& by) { return by.event(name, content); };
  co_return co_await flow::quietly(to->send(made));
}

asio::awaitable<result<void>> send_payload(receiver_ptr to, std::string name, std::string_view bytes) {
  if (!to) co_return no_stream();
  const runtime::event_receiver::sending made = [&](runtime::event_sender& by) { return by.bytes(name, bytes); };
  co_return co_await flow::quietly(to->send(made));
}

asio::awaitable<void> or_throw(asio::awaitable<result<void>> work) {
  if (const auto done = co_await std::move(work); !done) throw done.error();
}

asio::awaitable<result<void>> end_events(receiver_ptr to) {
  if (!to) co_return no_stream();
  co_return co_await flow::quietly(to->end_input());
}

bool gives_bytes(const model::member& event) noexcept {
  const auto* const payload = protocol::payload_of(*event.target);
  return payload != nullptr && protocol::is_raw(*payload);
}

/// The bytes of the events that are bytes.
class payload_source final : public runtime::piece_source {
 public:
  explicit payload_source(receiver_ptr from) noexcept : from_{std::move(from)} {}

  asio::awaitable<result<std::string_view>> read() override {
    if (!from_) co_return no_stream();
    const model::operation& operation = from_->operation();
    const auto& events = protocol::event_stream_of(operation.output)->target->members;
    if (std::none_of(events.begin(), events.end(), gives_bytes))
      co_return error{error_kind::usage, "NoPayload",
                      "no event of " + std::string{operation.name} + " is bytes: read its events"};
    for (;;) {
      auto next = co_await from_->next();
      if (!next) co_return next.error();
      if (!*next) co_return std::string_view{};
      event_ = stream_event{std::make_unique<stream_event::state>(stream_event::state{std::move(**next)})};
      if (const auto failed = runtime::reported_failure(operation, event_.type(), event_.content()))
        co_return from_->explain(*failed);
      if (event_.known() && !event_.payload().empty()) co_return event_.payload();
    }
  }
  void drop() noexcept override {
    if (from_) from_->abandon();
    from_.reset();
  }
  void context_gone() noexcept override {
    if (from_) from_->context_gone();
  }

 private:
  receiver_ptr from_;
  stream_event event_;  // whose bytes were given last
};

}  // namespace

stream_event::stream_event() noexcept = default;
stream_event::stream_event(std::unique_ptr<state> state) noexcept : state_{std::move(state)} {}
stream_event::stream_event(stream_event&&) noexcept = default;
stream_event& stream_event::operator=(stream_event&&) noexcept = default;
stream_event::~stream_event() = default;

std::string_view stream_event::type() const noexcept {
  if (!state_) return {};
  return known() ? state_->event.member->name : std::string_view{state_->event.type};
}
bool stream_event::known() const noexcept { return state_ && state_->event.member != nullptr; }
value stream_event::output() const& noexcept { return state_ ? state_->event.content.root() : value{}; }
value stream_event::content() const& noexcept { return known() ? output()[state_->event.member->name] : value{}; }

std::string_view stream_event::payload() const noexcept {
  if (!state_) return {};
  if (!known()) return state_->event.payload;
  const auto* const payload = protocol::payload_of(*state_->event.member->target);
  return payload != nullptr && protocol::is_raw(*payload) ? content()[payload->name].as_text() : std::string_view{};
}

std::optional<event_header_value> stream_event::header(std::string_view name) const {
  std::vector<event_header> all;
  if (!state_ || !serde::read_headers(state_->event.headers, all)) return std::nullopt;
  for (const auto& one : all)
    if (one.name == name) return one.value;
  return std::nullopt;
}

event_stream::event_stream() noexcept = default;
event_stream::event_stream(receiver_ptr receiver) noexcept : receiver_{std::move(receiver)} {}
event_stream::event_stream(event_stream&&) noexcept = default;
event_stream& event_stream::operator=(event_stream&& other) noexcept {
  if (this == &other) return *this;
  if (receiver_) receiver_->abandon();
  receiver_ = std::move(other.receiver_);
  return *this;
}
event_stream::~event_stream() {
  if (receiver_) receiver_->abandon();
}

asio::awaitable<result<std::optional<stream_event>>> event_stream::read_next(receiver_ptr from) {
  if (!from) co_return no_stream();
  std::optional<stream_event> made;
  if (auto ready = from->at_hand()) {
    made.emplace(std::make_unique<stream_event::state>(stream_event::state{*std::move(ready)}));
    co_return made;
  }
  auto next = co_await flow::quietly(from->next());
  if (!next) co_return next.error();
  if (*next) made.emplace(std::make_unique<stream_event::state>(stream_event::state{std::move(**next)}));
  co_return made;
}

asio::awaitable<result<std::optional<stream_event>>> event_stream::try_next() { return read_next(receiver_); }
asio::awaitable<std::optional<stream_event>> event_stream::next() { return detail::or_throw(read_next(receiver_)); }
asio::awaitable<result<value>> event_stream::try_initial() { return read_initial(receiver_); }
asio::awaitable<value> event_stream::initial() { return detail::or_throw(read_initial(receiver_)); }
asio::awaitable<result<response_metadata>> event_stream::try_head() { return read_head(receiver_); }
asio::awaitable<response_metadata> event_stream::head() { return detail::or_throw(read_head(receiver_)); }

asio::awaitable<result<void>> event_stream::try_send(std::string_view event, input content) {
  return send_event(receiver_, std::string{event}, std::move(content));
}
asio::awaitable<void> event_stream::send(std::string_view event, input content) {
  return or_throw(send_event(receiver_, std::string{event}, std::move(content)));
}
asio::awaitable<result<void>> event_stream::try_send_bytes(std::string_view event, std::string_view bytes) {
  return send_payload(receiver_, std::string{event}, bytes);
}
asio::awaitable<void> event_stream::send_bytes(std::string_view event, std::string_view bytes) {
  return or_throw(send_payload(receiver_, std::string{event}, bytes));
}
asio::awaitable<result<void>> event_stream::try_end_input() { return end_events(receiver_); }
asio::awaitable<void> event_stream::end_input() { return or_throw(end_events(receiver_)); }

response_body event_stream::payload_stream() && {
  const auto runs = get_executor();
  return runtime::make_response_body(std::make_unique<payload_source>(std::move(receiver_)), runs);
}

void event_stream::end() noexcept {
  if (receiver_) receiver_->end();
}
void event_stream::cancel() noexcept {
  if (receiver_) receiver_->cancel();
}

std::optional<error> event_stream::failure() const { return receiver_ ? receiver_->failure() : std::nullopt; }
std::uint64_t event_stream::delivered() const noexcept { return receiver_ ? receiver_->delivered() : 0; }
asio::any_io_executor event_stream::get_executor() const noexcept {
  return receiver_ ? receiver_->executor() : asio::any_io_executor{asio::system_executor{}};
}

template void detail::start(asio::any_io_executor, asio::any_io_executor,
                            asio::awaitable<result<std::optional<stream_event>>>,
                            completion_handler<std::optional<stream_event>>);
template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<event_stream>>,
                            completion_handler<event_stream>);

}  // namespace aloft
