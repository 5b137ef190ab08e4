#include "runtime/call.hpp"

#include "flow/quietly.hpp"
#include "flow/sleep.hpp"
#include "http/failure.hpp"
#include "protocol/event_form.hpp"
#include "runtime/call_record.hpp"
#include "runtime/call_target.hpp"
#include "runtime/classify.hpp"
#include "runtime/customizations.hpp"
#include "runtime/event_call.hpp"
#include "runtime/extra_headers.hpp"
#include "runtime/idle_limits.hpp"
#include "runtime/outgoing_body.hpp"
#include "runtime/region_copy.hpp"
#include "runtime/repeatable.hpp"
#include "runtime/request_steps.hpp"
#include "runtime/response_body_state.hpp"
#include "runtime/signature_refusal.hpp"
#include "serde/forwarding_sink.hpp"
#include "serde/walk.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds usual_silence{60};  // botocore's read timeout
constexpr std::chrono::hours no_limit{24 * 365};

/// An answer in a coding, though none was asked for, is not understood: that must be said.
error naming_coding(const error& failure, const header_list& headers) {
  const auto coding = headers.find("Content-Encoding");
  if (!coding || coding->empty() || iequals(*coding, "identity")) return failure;
  return failure.with([&](error_info& info) {
    info.message += "; the body came in the coding \"" + std::string{*coding} + "\", though none was asked for";
  });
}

error wants_open(const model::operation& operation) {
  return error{error_kind::usage, "EventStreamOperation",
               std::string{operation.name} + " gives its output as a stream of events: use open instead of call"};
}

error http2_forbidden(const model::operation& operation) {
  return error{error_kind::usage, "Http2Needed",
               std::string{operation.name} +
                   " streams its events over HTTP/2, which the options of this client forbid (http2_policy::never)"};
}

/// The caller's sink, and whether an answer has been pushed into it.
class fed_sink final : public serde::forwarding_sink {
 public:
  explicit fed_sink(shape_sink& to) : forwarding_sink{to}, to_{to} {}

  using forwarding_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override {
    fed_ = true;
    forwarding_sink::begin(shape, size);
  }
  /// It can take another answer.
  bool ready_again() { return !fed_ || to_.restart(); }

 private:
  shape_sink& to_;
  bool fed_ = false;
};

/// One call from its first step to its last. Lives in the frame of its coroutine, or in its event_call.
class call {
 public:
  call(std::shared_ptr<const call_context> context, const model::operation* operation, call_input input,
       call_limits limits)
      : owned_{std::move(context)},
        context_{*owned_},
        operation_{*operation},
        given_{std::move(input)},
        input_{given_.parameters, operation_.input},
        limits_{limits.over(context_.deadlines)},
        retries_{context_.retries.policy, *context_.retries.quota},
        target_{context_, operation_},
        record_{context_, operation_, limits_, target_, retries_} {}

  asio::awaitable<result<call_answer>> run() {
    record_.begins(id_.view());
    if (operation_.output_event_stream && !event_silence_) return over(wants_open(operation_));
    if (auto made = serialize(); !made) return over(made.error());
    return may_copy_from_region(operation_) ? attempts_with_copy() : attempts();
  }

  /// Until one succeeds, or there are to be no more. An answer that streams events is no success yet.
  asio::awaitable<result<call_answer>> attempts() {
    for (;;) {
      if (context_.retries.pace)
        if (auto due = co_await keep_pace(); !due) co_return record_.finish(due.error());
      record_.attempt_begins();
      auto outcome = co_await attempt();
      if (outcome && events_) {
        record_.describe(outcome->metadata);
        co_return outcome;
      }
      record_.attempt_ends(outcome);
      if (outcome) {
        succeeded();
        co_return record_.finish(std::move(outcome));
      }
      auto last = co_await try_again(outcome.error());
      if (last) co_return record_.finish(*std::move(last));
    }
  }

  asio::awaitable<result<call_answer>> attempts_with_copy() {
    auto copied = co_await sign_region_copy(context_, operation_, request_, record_.over_at());
    if (!copied) co_return record_.finish(copied.error());
    co_return co_await attempts();
  }

  asio::awaitable<result<call_answer>> over(error failure) { co_return record_.finish(std::move(failure)); }

  // Of answers that stream events.
  /// How long they may be silent; called before run().
  void stream_events(milliseconds silence) { event_silence_ = silence; }
  http::exchange_ptr take_events() noexcept { return std::move(events_); }
  /// What the events of a stream that sends are signed with.
  std::optional<auth::chain_signer> take_chain() { return std::move(event_chain_); }
  /// The answer to such a stream, and with it the end of the call.
  asio::awaitable<result<call_answer>> answer_to_events(http::exchange& over) {
    auto answer = co_await read_answer_to_events(over);
    record_.timings() = over.timings();
    record_.attempt_ends(answer);
    if (answer) succeeded();
    co_return record_.finish(std::move(answer));
  }
  /// The attempt whose answer is open has failed all the same.
  asio::awaitable<result<call_answer>> attempts_after(error failure) {
    record_.attempt_ends(failure);
    auto last = co_await try_again(failure);
    if (last) co_return record_.finish(*std::move(last));
    co_return co_await attempts();
  }
  /// It has succeeded, and with it the call.
  void opened() noexcept {
    record_.attempt_ends(call_answer{});
    succeeded();
    record_.end(nullptr);
  }
  error explain(const error& failure) {
    record_.classified(classify(failure));
    return record_.with_context(failure);
  }

  asio::awaitable<result<http_request>> prepare() {
    if (auto made = serialize(); !made) co_return record_.with_context(made.error());
    if (may_copy_from_region(operation_))
      if (auto copied = co_await sign_region_copy(context_, operation_, request_, record_.over_at()); !copied)
        co_return record_.with_context(copied.error());
    if (auto settled = co_await target_.settle(input_, request_); !settled)
      co_return record_.with_context(settled.error());
    if (!body_.streams())
      body_.prepare_whole(operation_, request_, how_signed());
    else if (auto prepared = co_await prepare_body(); !prepared)
      co_return record_.with_context(prepared.error());
    if (auto done = sign(); !done) co_return record_.with_context(done.error());
    co_return std::move(request_);
  }

 private:
  // Once per call: the request that all attempts send.
  result<void> serialize() {
    if (const auto fault = fault_of_input(operation_, input_)) return *fault;
    customize(operation_, input_);
    auto made = context_.messages.wire->serialize(operation_, input_, context_.messages.serialize);
    if (!made) return made.error();
    request_ = std::move(*made);
    if (auto opened = body_.open(given_.body, operation_, request_); !opened) return opened.error();
    customize(operation_, request_, body_.streams());
    if (const auto* headers = given_.headers.get())
      if (auto added = add_headers(*headers, request_); !added) return added.error();
    auto checksum = choose_checksum(operation_, input_, context_.messages.request_checksums, request_);
    if (!checksum) return checksum.error();
    body_.checksum(*checksum, request_);
    ask_for_checksum(operation_, input_, context_.messages.response_checksums, request_);
    target_.take_over(request_);
    silence_ = idle_limit(operation_, input_, limits_.idle, usual_silence);
    if (silence_ == milliseconds::zero()) silence_ = no_limit;
    identify(request_, context_.messages.user_agent, id_.view());
    return {};
  }

  void succeeded() {
    retries_.succeeded();
    if (context_.retries.pace) context_.retries.pace->record(false);
  }

  // After a failed attempt: waits until the next one is due. Gives the call's outcome when there is to be none.
  asio::awaitable<std::optional<error>> try_again(error failure) {
    if (const auto hint = region_hint(failure)) {
      const bool moved = co_await go_to_region(*hint, failure);
      if (moved) co_return std::nullopt;
    }
    const auto delay = next_delay(failure);
    if (!delay) co_return failure;
    const auto slept = co_await flow::sleep(*context_.time, *delay);
    if (slept != flow::wait_end::done) co_return http::cancelled();
    co_return std::nullopt;
  }

  // First a connection, then the signature: it does not age while its request stands in line. What is nearly always at
  // hand (keys, endpoint, a connection) is taken without a coroutine.
  // Inlined, its frame seems to GCC 12 to be freed by another function than the one that made it.
  [[gnu::noinline]] asio::awaitable<result<call_answer>> attempt() {
    sent_ = false;
    retry_after_.reset();
    skew_.reset();
    stated_region_.clear();
    const auto before = co_await asio::this_coro::cancellation_state;
    if (flow::was_cancelled(before)) co_return http::cancelled();
    auto ready = target_.settle_at_hand(input_, request_);
    if (!ready) ready = co_await target_.settle(input_, request_, record_.attempt_over_at());
    if (!*ready) co_return ready->error();
    const auto way = way_to_travel();
    if (!way) co_return way.error();
    if (!body_.streams())
      body_.prepare_whole(operation_, request_, how_signed());
    else if (auto prepared = co_await prepare_body(); !prepared)
      co_return prepared.error();

    const http::deadlines limits{record_.attempt_over_at(), silence_};
    sent_ = true;
    http::exchange_ptr under_way;
    if (way->http2 == http::http2_use::never) under_way = context_.transport->at_hand(target_.origin(), limits);
    if (!under_way || target_.signer_expired()) {
      auto connected = co_await connect(limits, *way, std::move(under_way));
      if (!connected) co_return connected.error();
      under_way = std::move(*connected);
    }
    const auto meanwhile = co_await asio::this_coro::cancellation_state;
    if (flow::was_cancelled(meanwhile)) {
      under_way.return_unused();
      co_return http::cancelled();
    }
    if (operation_.input_event_stream) announce_events();
    auto chain = sign();
    if (!chain) co_return chain.error();
    record_.request_signed(request_);
    if (operation_.input_event_stream) {
      const http::body_framing open_end;
      auto started = co_await under_way->start(request_, open_end);
      if (!started) co_return started.error();
      under_way->lift_deadline();
      under_way->limit_silence(*event_silence_);
      event_chain_.reset();
      if (*chain) event_chain_.emplace(*std::move(*chain));
      events_ = std::move(under_way);
      co_return call_answer{};
    }

    result<http::response_head> head{error{}};
    if (auto* const more = body_.start(std::move(*chain))) {
      head = co_await http::send(*under_way, request_, more);
    } else {
      const http::body_framing whole{request_.body.size()};
      const auto started = co_await under_way->start(request_, whole);
      if (started)
        head = co_await under_way->head();
      else
        head = started.error();
    }
    record_.timings() = under_way->timings();
    if (!head) co_return head.error();
    note(*head);
    const auto reader = context_.messages.wire->read(operation_, head->status, head->headers, context_.messages.limits,
                                                     sink_for_answer());
    const bool streams = (operation_.output_stream != nullptr || operation_.output_event_stream) && head->status <= 300;
    while (!streams) {
      auto piece = under_way->read_at_hand();
      if (!piece) piece = co_await under_way->read();
      if (!*piece) co_return piece->error();
      if ((*piece)->empty()) break;
      if (given_.refused && head->status > 300) note_refusal(**piece);
      if (auto taken = reader->write(**piece); !taken)
        co_return naming_coding(taken.error(), head->headers);  // dropping the exchange closes the connection
    }
    record_.timings() = under_way->timings();
    if (!streams) under_way.release();
    auto answer = finish(*reader, *head);
    if (!answer) co_return answer;
    if (streams && event_silence_) {
      under_way->lift_deadline();
      under_way->limit_silence(*event_silence_);
      events_ = std::move(under_way);
    } else if (streams) {
      answer->body = streaming_body(std::move(under_way), head->headers, co_await asio::this_coro::executor);
    }
    answer->metadata.headers = std::move(head->headers);
    co_return answer;
  }

  void announce_events() {
    request_.body.clear();  // a document without members, where the protocol has such
    request_.headers.set("Content-Type", protocol::event_stream_media_type);
    if (target_.signed_by_keys()) request_.headers.set("X-Amz-Content-Sha256", payload::signed_events);
  }

  asio::awaitable<result<call_answer>> read_answer_to_events(http::exchange& over) {
    auto head = co_await over.head();
    if (!head) co_return head.error();
    note(*head);
    const auto reader = context_.messages.wire->read(operation_, head->status, head->headers, context_.messages.limits);
    while (head->status > 300) {
      auto piece = co_await over.read();
      if (!piece) co_return piece.error();
      if (piece->empty()) break;
      if (auto taken = reader->write(*piece); !taken) co_return naming_coding(taken.error(), head->headers);
    }
    auto answer = finish(*reader, *head);
    if (answer) answer->metadata.headers = std::move(head->headers);
    co_return answer;
  }

  // What the caller wants his answer in; null: a document is to be made, because he has said nothing or because the
  // table of customizations has a word to say about it first.
  shape_sink* sink_for_answer() {
    if (!given_.output || customizes_output(operation_)) return nullptr;
    return &sink_.emplace(*given_.output);
  }

  // What the whole answer says.
  result<call_answer> finish(protocol::response_reader& reader, const http::response_head& head) {
    auto output = reader.finish();
    if (!output) {
      skew_ = clock_skew(output.error(), head.headers, signed_at_, context_.time->now());
      return explain_refusal(request_, target_.auth(), naming_coding(output.error(), head.headers));
    }
    if (auto done = customize(operation_, input_.given(), *output); !done) return done.error();
    if (given_.output && operation_.output && !sink_) {
      if (auto done = serde::walk(*operation_.output, output->root(), *given_.output); !done) return done.error();
      output = document{};
    }
    call_answer answer;
    answer.output = std::move(*output);
    answer.output.keep(context_.service);
    return answer;
  }

  // A connection that has to be made or waited for; and one for keys that have expired on the way, where `with` is not
  // used after all: renewing keys takes a connection too, perhaps of the same few.
  asio::awaitable<result<http::exchange_ptr>> connect(http::deadlines limits, http::exchange_way way,
                                                      http::exchange_ptr with) {
    if (!with) {
      auto made = co_await context_.transport->acquire(target_.origin(), limits, way);
      if (!made || !target_.signer_expired()) co_return made;
      with = std::move(*made);
    }
    with.return_unused();
    if (auto renewed = co_await target_.renew_signer(limits.attempt); !renewed) co_return renewed.error();
    co_return co_await context_.transport->acquire(target_.origin(), limits, way);
  }

  // Emulators behind http:// stream their answers over HTTP/1.1; what goes in both directions at once does not.
  result<http::exchange_way> way_to_travel() const {
    http::exchange_way way;
    const bool both_ways = operation_.input_event_stream;
    const bool needed = event_silence_ && needs_http2(operation_);
    switch (context_.http2) {
      case http2_policy::where_needed: break;
      case http2_policy::preferred: way.http2 = http::http2_use::preferred; break;
      case http2_policy::required: way.http2 = http::http2_use::required; break;
      case http2_policy::never:
        if (needed && (both_ways || target_.origin().scheme == "https")) return http2_forbidden(operation_);
        return way;
    }
    if (needed && (both_ways || target_.origin().scheme == "https")) way.http2 = http::http2_use::required;
    way.alone = both_ways;
    return way;
  }

  // Adaptive retries: an attempt waits for its turn.
  asio::awaitable<result<void>> keep_pace() {
    const auto ended = co_await context_.retries.pace->take(record_.over_at());
    if (ended == flow::wait_end::done) co_return result<void>{};
    if (ended == flow::wait_end::cancelled) co_return http::cancelled();
    co_return error{error_kind::timeout, "OperationTimeout", "the call had to wait for its turn"};
  }

  outgoing_body::signing how_signed() const {
    const bool can_chain = target_.auth().scheme == auth_scheme::sigv4;
    return {target_.signed_by_keys(), can_chain, context_.signing.sign_payload};
  }

  asio::awaitable<result<void>> prepare_body() {
    return body_.prepare(operation_, request_, how_signed(), record_.attempt_over_at(), *context_.time);
  }

  // Signs, and gives what signs the chunks of the body after it where there are such.
  result<std::optional<auth::chain_signer>> sign() {
    number_attempt(request_, retries_.attempt(), retries_.max_attempts());
    if (context_.messages.edit) context_.messages.edit(request_);
    std::optional<auth::chain_signer> chain;
    signed_at_ = context_.signing_time();
    const auto* signer = target_.signer();
    if (signer == nullptr) return chain;
    if (!target_.signed_by_keys()) {
      auto done = sign_with_token(request_, signer->bearer_token);
      if (!done) return done.error();
      return chain;
    }
    const bool sends_events = operation_.input_event_stream;
    const auto how = signing_for(target_.auth(), signed_at_,
                                 sends_events ? std::string{payload::signed_events} : body_.payload_hash());
    auto made = sign_with_keys(request_, target_.auth(), *signer, how, *context_.signing.derived_keys);
    if (!made) return made.error();
    if (body_.wants_chain() || sends_events) chain.emplace(*signer, how, *made, *context_.signing.derived_keys);
    return chain;
  }

  response_body streaming_body(http::exchange_ptr on, const header_list& headers,
                               const asio::any_io_executor& runs) const {
    return make_response_body(std::move(on), runs, headers, checksum_of_answer(operation_, request_, headers));
  }

  void note(const http::response_head& head) {
    record_.answered(head.status, head.headers);
    if (head.status <= 300) return;
    if (given_.refused) *given_.refused = {head.status, head.headers, {}};
    if (context_.addressing.bucket_regions) stated_region_ = head.headers.find("x-amz-bucket-region").value_or("");
    if (auto header = head.headers.find("x-amz-retry-after")) retry_after_ = parse_retry_after(*header);
  }

  void note_refusal(std::string_view piece) {
    constexpr std::size_t enough = std::size_t{1} << 20;
    auto& body = given_.refused->body;
    body.append(piece.substr(0, enough - std::min(enough, body.size())));
  }

  // After a failed attempt: how long to wait before the next one; nothing: the failure is the call's outcome.
  std::optional<milliseconds> next_delay(const error& failure) {
    failure_class kind = classify(failure);
    if (target_.leave(failure, record_.status())) kind = failure_class::transient;
    if (is_open(failure, record_.status()) && !is_repeatable(operation_)) kind = failure_class::final;
    const bool corrected = correct_clock();
    if (corrected) kind = failure_class::transient;
    record_.classified(kind);
    if (context_.retries.pace && sent_) context_.retries.pace->record(kind == failure_class::throttling);
    std::optional<milliseconds> delay;
    const bool can_take_another = !sink_ || sink_->ready_again();
    if (kind != failure_class::final && can_take_another && body_.ready_again()) {
      if (!corrected)
        delay = retries_.next(kind, context_.random->next(), retry_after_, record_.time_left());
      else if (retries_.next_after_correction())
        delay = milliseconds::zero();
    }
    if (sent_) record_.failed(failure, delay.value_or(milliseconds::zero()));
    if (delay) record_.retries_in(*delay);
    return delay;
  }

  // Remembers by how much the endpoint's clock is off where that was the fault: true, once a call, when the request is
  // to be signed anew.
  bool correct_clock() {
    if (!skew_) return false;
    context_.signing.clock_skew->store(skew_->count(), std::memory_order_relaxed);
    return !std::exchange(skew_corrected_, true);
  }

  // Once a call: S3 was asked in a region that the bucket is not in. Access points' ARNs name theirs.
  std::optional<runtime::region_hint> region_hint(const error& failure) {
    if (!context_.addressing.bucket_regions || region_changed_ || !sent_ || failure.kind() == error_kind::connect)
      return std::nullopt;
    const auto bucket = bucket_of(input_);
    if (bucket.empty() || bucket.starts_with("arn:")) return std::nullopt;
    return region_hint_of(operation_, record_.status(), failure, stated_region_);
  }

  // True when the call is to be sent once more, at once and free of the retry quota. An attempt it is all the same.
  asio::awaitable<bool> go_to_region(const runtime::region_hint& hint, const error& failure) {
    region_changed_ = true;
    const auto bucket = bucket_of(input_);
    std::string region = hint.region;
    if (region.empty() && operation_.name != "HeadBucket") region = co_await ask_for_region(bucket);
    if (region.empty() || region == target_.region()) co_return false;
    context_.addressing.bucket_regions->remember(bucket, region);
    if (sink_ && !sink_->ready_again()) co_return false;
    if (!body_.ready_again() || !retries_.next_after_correction()) co_return false;
    record_.failed(failure, milliseconds::zero());
    record_.retries_in(milliseconds::zero());
    co_return true;
  }

  asio::awaitable<std::string> ask_for_region(std::string_view bucket) {
    const auto head = context_.service->find_operation("HeadBucket");
    if (!head) co_return std::string{};
    call_input with{params("Bucket", bucket)};
    call_limits limits = limits_;
    if (const auto left = record_.time_left(); left != milliseconds::max())
      limits.operation = std::max(milliseconds{1}, left);
    call one{owned_, *head, std::move(with), limits};
    const auto answer = co_await one.run();
    std::string region;
    if (answer) region = header_of(answer->metadata, "x-amz-bucket-region");
    if (region.empty()) region = context_.addressing.bucket_regions->find(bucket);  // a redirect of its own has told
    co_return region;
  }

  const std::shared_ptr<const call_context> owned_;
  const call_context& context_;
  const model::operation& operation_;
  const call_input given_;
  serde::edited_input input_;  // as the table of customizations has it
  const call_limits limits_;
  const crypto::uuid_text id_ = make_invocation_id();
  retry_state retries_;
  milliseconds silence_{0};  // that is no fault

  http_request request_;
  outgoing_body body_;
  call_target target_;
  call_record record_;

  std::optional<milliseconds> event_silence_;  // set: the answer streams events

  // Of the attempt in progress or just over.
  bool sent_ = false;
  http::exchange_ptr events_;  // that the events of its answer come on
  std::optional<auth::chain_signer> event_chain_;
  std::optional<milliseconds> retry_after_;
  std::chrono::system_clock::time_point signed_at_{};
  std::optional<std::chrono::seconds> skew_;
  std::string stated_region_;     // x-amz-bucket-region
  std::optional<fed_sink> sink_;  // the caller's, where the answer is read straight into it

  bool skew_corrected_ = false;
  bool region_changed_ = false;
};

/// A call that outlives the coroutine that started it.
class streaming_call final : public event_call {
 public:
  streaming_call(std::shared_ptr<const call_context> context, const model::operation& operation, call_input input,
                 call_limits limits, milliseconds silence)
      : context_{std::move(context)}, operation_{operation}, call_{context_, &operation, std::move(input), limits} {
    call_.stream_events(silence);
  }
  ~streaming_call() override { handed_out(); }

  asio::awaitable<result<opened_events>> open() override {
    auto answer = co_await flow::quietly(call_.run());
    co_return opened(std::move(answer));
  }
  asio::awaitable<result<opened_events>> open_again(error failure) override {
    auto answer = co_await flow::quietly(call_.attempts_after(std::move(failure)));
    co_return opened(std::move(answer));
  }
  asio::awaitable<result<call_answer>> head(http::exchange& of) override {
    open_ = false;
    return flow::quietly(call_.answer_to_events(of));
  }
  void handed_out() noexcept override {
    if (std::exchange(open_, false)) call_.opened();
  }
  error explain(const error& failure) override { return call_.explain(failure); }

  const call_context& context() const noexcept override { return *context_; }
  const model::operation& operation() const noexcept override { return operation_; }

 private:
  result<opened_events> opened(result<call_answer> answer) {
    open_ = answer.has_value();
    if (!answer) return answer.error();
    opened_events out{call_.take_events(), std::move(*answer), {}};
    if (operation_.input_event_stream)
      out.sends = std::make_unique<event_sender>(context_, operation_, call_.take_chain());
    return out;
  }

  const std::shared_ptr<const call_context> context_;
  const model::operation& operation_;
  call call_;
  bool open_ = false;  // and nobody has been told how the call ended
};

}  // namespace

bool needs_http2(const model::operation& operation) noexcept {
  if (operation.input_event_stream) return true;
  return operation.output_event_stream && operation.owner != nullptr &&
         operation.owner->metadata().http2 == model::http2_use::event_streams;
}

std::unique_ptr<event_call> make_event_call(std::shared_ptr<const call_context> context,
                                            const model::operation& operation, call_input input, call_limits limits,
                                            milliseconds silence) {
  return std::make_unique<streaming_call>(std::move(context), operation, std::move(input), limits, silence);
}

asio::awaitable<result<call_answer>> run_call(std::shared_ptr<const call_context> context,
                                              const model::operation& operation, call_input input,
                                              call_limits deadlines) {
  return flow::quietly(&call::run, std::move(context), &operation, std::move(input), deadlines);
}

asio::awaitable<result<http_request>> prepare_call(std::shared_ptr<const call_context> context,
                                                   const model::operation& operation, call_input input) {
  return flow::quietly(&call::prepare, std::move(context), &operation, std::move(input), call_limits{});
}

}  // namespace aloft::runtime
