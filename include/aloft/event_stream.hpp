#pragma once
// Answers that stream events: of Bedrock's ConverseStream, CloudWatch Logs' StartLiveTail, Lambda's
// InvokeWithResponseStream, S3's SelectObjectContent, and every other operation whose output has an event stream.
//
//   auto tail = co_await logs.open("start_live_tail", groups);  // groups: {{"logGroupIdentifiers", {arn}}}
//   while (auto event = co_await tail.next())
//     for (auto row : (*event)["sessionResults"]) std::cout << row["message"].as_text() << '\n';
//
// and operations that take events while they give some (Lex's StartConversation, Polly's StartSpeechSynthesisStream,
// Bedrock's InvokeModelWithBidirectionalStream …), over HTTP/2:
//
//   auto talk = co_await polly.open("start_speech_synthesis_stream", voice);
//   co_await talk.send("TextEvent", {{"Text", "Hello."}});  // in a coroutine of its own where it sends for long
//   co_await talk.end_input();
//   while (auto event = co_await talk.next()) speaker.play(event->payload());
//
// docs/event-streams.md has the rules and the doubtful cases.

#include <aloft/completion.hpp>
#include <aloft/error.hpp>
#include <aloft/event_header.hpp>
#include <aloft/input.hpp>
#include <aloft/option_headers.hpp>
#include <aloft/request_body.hpp>
#include <aloft/response.hpp>
#include <aloft/response_body.hpp>
#include <aloft/value.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace aloft {

namespace runtime {
class event_receiver;
}

/// One event. Move-only; it outlives its stream. Views taken from it live as long as it does.
class stream_event {
 public:
  stream_event() noexcept;
  stream_event(stream_event&&) noexcept;
  stream_event& operator=(stream_event&&) noexcept;
  ~stream_event();

  /// The name of the event in the operation's union: "contentBlockDelta", "Records".
  std::string_view type() const noexcept;
  /// The model has this event. Services add some: one that is not known has a type, headers and a payload, and no
  /// members.
  bool known() const noexcept;

  /// A member of the event. Deleted for temporaries: a value must not outlive its event.
  value operator[](std::string_view member) const& noexcept { return content()[member]; }
  value operator[](std::string_view member) && = delete;
  /// The event's structure; null where it is not known.
  value content() const& noexcept;
  value content() && = delete;
  /// The union that the event is of, as the service's documentation shows it: one member, named by the type.
  value output() const& noexcept;
  value output() && = delete;

  /// The bytes of an event that is bytes (Records of S3, PayloadChunk of Lambda), or of one that is not known; empty
  /// for all others. Not copied.
  std::string_view payload() const noexcept;
  /// A header of the event's message, ":event-type" for one; nothing when it has none of that name. The members that
  /// travel in headers are members as well. Walks all of them.
  std::optional<event_header_value> header(std::string_view name) const;

  struct state;
  explicit stream_event(std::unique_ptr<state> state) noexcept;

 private:
  std::unique_ptr<state> state_;
};

/// What opening a stream does differently from its client.
struct stream_options {
  std::optional<std::chrono::milliseconds> attempt_timeout = {};    ///< one attempt, up to the head of its answer
  std::optional<std::chrono::milliseconds> operation_timeout = {};  ///< all of them, and what is waited in between
  /// No byte for that long on the open stream is an error of kind timeout. Default: it may be silent for as long as it
  /// likes; whether the other side is still there is TCP's to find out, within a minute.
  std::optional<std::chrono::milliseconds> idle_timeout = {};
  request_body body = {};                         ///< as call_options::body
  option_headers headers = {};                    ///< as call_options::headers
  std::size_t max_event = std::size_t{25} << 20;  ///< bytes of one message; AWS allows payloads of 24 MiB
  /// Of streams that send: how long an event may wait until the service has room for it. Zero: for ever.
  std::chrono::milliseconds send_timeout{60000};
};

/// The events of one answer, one after another. Made by client::open. Move-only; destroyed before the end, it closes
/// its connection.
///
/// A stream that fails before anything of it was handed out (by next, initial or head) is opened anew by the rules of
/// retries, also where its first message is an exception that may be retried. Afterwards it never is: what has been
/// given cannot be taken back. An error says with retryable() whether opening another one may help.
///
/// Cancellation: terminal and partial; of reading, what was waited for comes to the next reader, and the stream goes
/// on,
///   but for the time in which it is opened anew: it is over then.
/// Ends with: see completion.hpp; nothing where there are no more events.
/// Errors: service (an exception of the stream, with its members, the status and the retry class that the model
/// states),
///   connect, timeout, cancelled, protocol ("TruncatedResponse", "UnreadableEvent", and "UnreadableAnswer" for an
///   answer that is no stream of events). An error of the stream is final.
/// Lifetime: the context of the executor that it was opened on must outlive the stream; operations that were started go
///   on without it.
/// Thread: one at a time; one coroutine that sends may run beside one that reads.
class event_stream {
 public:
  using executor_type = boost::asio::any_io_executor;

  event_stream() noexcept;
  event_stream(event_stream&&) noexcept;
  event_stream& operator=(event_stream&&) noexcept;
  ~event_stream();

  /// False for one that was made by nobody, or moved from.
  explicit operator bool() const noexcept { return receiver_ != nullptr; }

  /// The next event; nothing at a good end. Throws aloft::error.
  boost::asio::awaitable<std::optional<stream_event>> next();
  /// The same with the error as a value.
  boost::asio::awaitable<result<std::optional<stream_event>>> try_next();
  /// The same for any completion token with signature void(std::exception_ptr, std::optional<stream_event>).
  template <class CompletionToken = default_token>
  auto async_next(CompletionToken&& token = CompletionToken{}) {
    return detail::initiate<std::optional<stream_event>>(
        get_executor(), [of = receiver_] { return read_next(of); }, std::forward<CompletionToken>(token));
  }

  /// The members of the output beside the stream (sessionId, contentType …), valid as long as the stream. Where the
  /// protocol sends them in a message of their own, it is waited for, and an event that comes in its place is kept.
  boost::asio::awaitable<value> initial();
  boost::asio::awaitable<result<value>> try_initial();
  /// How the answer came: status, headers, request id, attempts.
  boost::asio::awaitable<response_metadata> head();
  boost::asio::awaitable<result<response_metadata>> try_head();

  /// Sends an event, the input's member of that name as a call's input would be. It waits until the connection has
  /// taken it: the service's speed is the sender's. Reading goes on meanwhile. Opening such a stream does not wait for
  /// an answer: services want events first; what is wrong with the request is found by whoever reads or sends next.
  /// Cancellation: terminal; an event may have left in part, so the stream is over.
  /// Errors: usage "ParamValidation", "EventTooLong" (nothing was sent, the stream goes on), "NoInputStream",
  ///   "InputEnded"; those of the stream, where it has failed: also what its reader was told; protocol "StreamEnded"
  ///   where the service takes no more and nobody has read why.
  boost::asio::awaitable<void> send(std::string_view event, input content = {});
  boost::asio::awaitable<result<void>> try_send(std::string_view event, input content = {});
  /// The same of an event whose payload is bytes (AudioEvent), which must live until they are sent. Usage error
  /// "NoPayload" for another one.
  boost::asio::awaitable<void> send_bytes(std::string_view event, std::string_view bytes);
  boost::asio::awaitable<result<void>> try_send_bytes(std::string_view event, std::string_view bytes);
  /// No more events: tells the service, with the signature that it wants for that. Its own may still come. Does nothing
  /// the second time, and on streams that send nothing.
  boost::asio::awaitable<void> end_input();
  boost::asio::awaitable<result<void>> try_end_input();

  /// What is bytes among the events, joined: rows of S3 Select, a Lambda function's answer. Other events are passed
  /// over; one by which Lambda reports that the function failed is an error of kind service. Takes the stream over.
  /// Usage error "NoPayload" from its first read where none of the operation's events is bytes.
  response_body payload_stream() &&;

  /// The reader wants no more: a next() that waits, and all later ones, give nothing. Closes the connection.
  void end() noexcept;
  /// The same as an error of kind cancelled.
  void cancel() noexcept;

  /// Why reading ended early; nothing before, and after a good end.
  std::optional<error> failure() const;
  /// Events that have been given.
  std::uint64_t delivered() const noexcept;
  executor_type get_executor() const noexcept;  ///< the one that it was opened on

  explicit event_stream(std::shared_ptr<runtime::event_receiver> receiver) noexcept;

 private:
  static boost::asio::awaitable<result<std::optional<stream_event>>> read_next(
      std::shared_ptr<runtime::event_receiver> from);

  std::shared_ptr<runtime::event_receiver> receiver_;
};

}  // namespace aloft
