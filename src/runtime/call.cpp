#include "runtime/call.hpp"

#include "auth/mismatch.hpp"
#include "runtime/call_target.hpp"
#include "runtime/classify.hpp"
#include "runtime/customizations.hpp"
#include "runtime/outgoing_body.hpp"
#include "runtime/pause.hpp"
#include "runtime/region_copy.hpp"
#include "runtime/request_steps.hpp"
#include "runtime/response_body_state.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <optional>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

using steady = std::chrono::steady_clock;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

error cancelled() { return error{error_kind::cancelled, "Cancelled", "the caller cancelled the call"}; }

std::optional<error> failure_of(const result<call_answer>& outcome) {
  if (outcome) return std::nullopt;
  return outcome.error();
}

std::string header_of(const response_metadata& about, std::string_view wanted) {
  for (const auto& [name, value] : about.headers)
    if (iequals(name, wanted)) return value;
  return {};
}

/// One call from its first step to its last. Lives in the frame of run_call().
class call {
 public:
  call(const call_context& context, const model::operation& operation, const call_input& input, call_limits limits)
      : context_{context},
        operation_{operation},
        input_{input.parameters},
        given_body_{input.body},
        limits_{limits},
        retries_{context.retries, *context.quota},
        target_{context, operation} {
    if (limits_.attempt == milliseconds::zero()) limits_.attempt = context.deadlines.attempt;
    if (limits_.operation == milliseconds::zero()) limits_.operation = context.deadlines.operation;
    if (limits_.operation > milliseconds::zero()) over_at_ = started_ + limits_.operation;
  }

  asio::awaitable<result<call_answer>> run() {
    if (auto made = serialize(); !made) co_return finish(made.error());
    if (may_copy_from_region(operation_))
      if (auto copied = co_await sign_region_copy(context_, operation_, request_); !copied)
        co_return finish(copied.error());
    for (;;) {
      attempt_started_ = steady::now();
      if (context_.pace)
        if (auto due = co_await keep_pace(); !due) co_return finish(due.error());
      auto outcome = co_await attempt();
      report_attempt(outcome);
      if (outcome) {
        retries_.succeeded();
        if (context_.pace) context_.pace->record(false, context_.time->steady_now());
        co_return finish(std::move(outcome));
      }
      if (const auto hint = region_hint(outcome.error())) {
        const bool moved = co_await go_to_region(*hint, outcome.error());
        if (moved) continue;
      }
      const auto delay = next_delay(outcome.error());
      if (!delay) co_return finish(outcome.error());
      if (!co_await pause(*context_.time, *delay)) co_return finish(cancelled());
    }
  }

  asio::awaitable<result<http_request>> prepare() {
    if (auto made = serialize(); !made) co_return with_context(made.error());
    if (may_copy_from_region(operation_))
      if (auto copied = co_await sign_region_copy(context_, operation_, request_); !copied)
        co_return with_context(copied.error());
    if (auto settled = co_await target_.settle(input(), request_); !settled) co_return with_context(settled.error());
    if (auto prepared = co_await prepare_body(); !prepared) co_return with_context(prepared.error());
    if (auto done = sign(); !done) co_return with_context(done.error());
    co_return std::move(request_);
  }

 private:
  // Once per call: the request that all attempts send.
  result<void> serialize() {
    if (const auto fault = fault_of_input(operation_, input_)) return *fault;
    customized_ = customized_input(operation_, input_);
    auto made = context_.wire->serialize(operation_, input(), context_.serialize);
    if (!made) return made.error();
    request_ = std::move(*made);
    if (auto opened = body_.open(given_body_, operation_, request_); !opened) return opened.error();
    customize(operation_, request_, body_.streams());
    auto checksum = choose_checksum(operation_, input(), context_.request_checksums, request_);
    if (!checksum) return checksum.error();
    body_.checksum(*checksum, request_);
    ask_for_checksum(operation_, input(), context_.response_checksums, request_);
    target_.take_over(request_);
    identify(request_, context_.user_agent, make_invocation_id());
    return {};
  }

  const boost::json::value& input() const noexcept { return customized_ ? *customized_ : input_; }

  asio::awaitable<result<call_answer>> attempt() {
    sent_ = false;
    status_ = 0;
    retry_after_.reset();
    skew_.reset();
    stated_region_.clear();
    request_id_.clear();
    if (auto settled = co_await target_.settle(input(), request_); !settled) co_return settled.error();
    if (auto prepared = co_await prepare_body(); !prepared) co_return prepared.error();
    const http::deadlines limits{attempt_deadline(), milliseconds::zero()};
    sent_ = true;
    auto first = co_await exchange(limits);
    if (first || !stale_ || !body_.ready_again()) co_return first;
    // The server had closed a connection that we kept. That is no failure of the service: once more, for free.
    co_return co_await exchange(limits);
  }

  // Adaptive retries: an attempt waits for its turn.
  asio::awaitable<result<void>> keep_pace() {
    while (auto wait = context_.pace->take(context_.time->steady_now())) {
      if (steady::now() + *wait >= over_at_)
        co_return error{error_kind::timeout, "OperationTimeout", "the call had to wait for its turn"};
      const bool slept = co_await pause(*context_.time, *wait);
      if (!slept) co_return cancelled();
    }
    attempt_started_ = steady::now();
    co_return result<void>{};
  }

  asio::awaitable<result<void>> prepare_body() {
    const bool can_chain = target_.auth().scheme == auth_scheme::sigv4;
    const outgoing_body::signing signing{target_.signed_by_keys(), can_chain, context_.sign_payload};
    return body_.prepare(operation_, request_, signing);
  }

  // Signs, and gives what signs the chunks of the body after it where there are such.
  result<std::optional<auth::chain_signer>> sign() {
    number_attempt(request_, retries_.attempt(), retries_.max_attempts());
    context_.observers.before_sign(operation_, request_);
    std::optional<auth::chain_signer> chain;
    const auto* signer = target_.signer();
    if (signer == nullptr) return chain;
    if (!target_.signed_by_keys()) {
      auto done = sign_with_token(request_, signer->bearer_token);
      if (!done) return done.error();
      return chain;
    }
    const auto how = signing_for(target_.auth(), context_.signing_time(), body_.payload_hash());
    auto made = sign_with_keys(request_, target_.auth(), *signer, how, *context_.signing_keys);
    if (!made) return made.error();
    if (body_.wants_chain()) chain.emplace(*signer, how, *made, *context_.signing_keys);
    return chain;
  }

  // Lease a connection, then sign: a signature does not age while its request stands in line.
  asio::awaitable<result<call_answer>> exchange(const http::deadlines& limits) {
    stale_ = false;
    auto lease = co_await context_.transport->acquire(target_.origin(), limits);
    if (lease && target_.signer_expired()) {
      lease->give_back();  // renewing keys takes a connection too, perhaps of the same few
      if (auto renewed = co_await target_.renew_signer(); !renewed) co_return renewed.error();
      auto another = co_await context_.transport->acquire(target_.origin(), limits);
      lease = std::move(another);
    }
    if (!lease) co_return lease.error();
    auto chain = sign();
    if (!chain) co_return chain.error();

    auto head = co_await lease->send(request_, body_.start(std::move(*chain)));
    if (!head) {
      stale_ = lease->reused() && !lease->answer_started() && head.error().kind() == error_kind::connect;
      co_return head.error();
    }
    note(*head);
    const auto reader = context_.wire->read(operation_, status_, head->headers, context_.limits);
    const bool streams = operation_.output_stream != nullptr && status_ <= 300;
    while (!streams) {
      auto piece = co_await lease->read_some();
      if (!piece) co_return piece.error();
      if (piece->empty()) break;
      if (auto taken = reader->write(*piece); !taken)
        co_return taken.error();  // dropping the lease closes the connection
    }
    if (!streams) lease->release();
    auto output = reader->finish();
    if (!output) {
      skew_ = clock_skew(output.error(), head->headers.find("date"), context_.time->now());
      co_return explained(output.error());
    }
    if (auto done = customize(operation_, input_, *output); !done) co_return done.error();
    call_answer answer;
    answer.output = std::move(*output);
    answer.output.keep(context_.service);
    if (streams) answer.body = streaming_body(std::move(*lease), head->headers, co_await asio::this_coro::executor);
    answer.metadata.headers = head->headers.take();
    co_return answer;
  }

  response_body streaming_body(http::lease on, const header_list& headers, const asio::any_io_executor& runs) const {
    return make_response_body(std::move(on), runs, headers, checksum_of_answer(operation_, request_, headers));
  }

  // A server that disagrees with a signature may tell what it computed: the line that differs is worth more than all of
  // it.
  error explained(const error& failure) const {
    if (failure.code() != "SignatureDoesNotMatch") return failure;
    const bool encoded = target_.auth().scope->double_encode_path;
    // S3 has an element of its own for it, others tell it in their message.
    const auto& members = failure.info().members;
    const auto* theirs = members ? members->if_contains("CanonicalRequest") : nullptr;
    const auto difference = theirs && theirs->is_string()
                                ? auth::explain_difference(request_, {encoded, encoded}, theirs->get_string())
                                : auth::explain_mismatch(request_, {encoded, encoded}, failure.message());
    if (difference.empty()) return failure;
    return failure.with([&](error_info& info) {
      info.message.resize(std::min(info.message.find("\n\n"), info.message.size()));
      info.message += " (" + difference + ')';
    });
  }

  void note(const http::response_head& head) {
    status_ = head.status;
    request_id_ = protocol::request_id(head.headers);
    if (context_.regions && status_ > 300) stated_region_ = head.headers.find("x-amz-bucket-region").value_or("");
    if (status_ > 300)
      if (auto header = head.headers.find("x-amz-retry-after")) retry_after_ = parse_retry_after(*header);
  }

  std::optional<milliseconds> next_delay(const error& failure) {
    failure_class kind = classify(failure, operation_);
    if (skew_) {
      context_.clock_skew->store(skew_->count(), std::memory_order_relaxed);
      if (!skew_corrected_) kind = failure_class::transient;
      skew_corrected_ = true;
    }
    last_class_ = kind;
    if (context_.pace && sent_) context_.pace->record(kind == failure_class::throttling, context_.time->steady_now());
    if (kind != failure_class::final && !body_.ready_again()) kind = failure_class::final;
    auto delay = retries_.next(kind, context_.random->next(), retry_after_);
    if (delay && steady::now() + *delay >= over_at_) delay.reset();
    if (sent_) attempts_.push_back({failure.code(), status_, delay.value_or(milliseconds::zero())});
    if (delay) context_.observers.before_retry(operation_, *delay);
    return delay;
  }

  // Once a call: S3 was asked in a region that the bucket is not in. Access points' ARNs name theirs.
  std::optional<runtime::region_hint> region_hint(const error& failure) {
    if (!context_.regions || region_changed_ || !sent_ || failure.kind() == error_kind::connect) return std::nullopt;
    const auto bucket = bucket_of(input_);
    if (bucket.empty() || bucket.starts_with("arn:")) return std::nullopt;
    return region_hint_of(operation_, status_, failure, stated_region_);
  }

  // True when the call is to be sent once more, at once and free of the retry quota.
  asio::awaitable<bool> go_to_region(const runtime::region_hint& hint, const error& failure) {
    region_changed_ = true;
    const auto bucket = bucket_of(input_);
    std::string region = hint.region;
    if (region.empty() && operation_.name != "HeadBucket") region = co_await ask_for_region(bucket);
    if (region.empty() || region == target_.region() || !body_.ready_again()) co_return false;
    context_.regions->remember(bucket, region);
    attempts_.push_back({failure.code(), status_, milliseconds::zero()});
    context_.observers.before_retry(operation_, milliseconds::zero());
    co_return true;
  }

  asio::awaitable<std::string> ask_for_region(std::string_view bucket) {
    const auto head = context_.service->find_operation("HeadBucket");
    if (!head) co_return std::string{};
    boost::json::object members;
    members["Bucket"] = bucket;
    const call_input with{boost::json::value(std::move(members)), {}};
    const call_limits limits{limits_.attempt, std::max(milliseconds{1}, rest_of_time())};
    call one{context_, **head, with, limits};
    const auto answer = co_await one.run();
    std::string region;
    if (answer) region = header_of(answer->metadata, "x-amz-bucket-region");
    if (region.empty()) region = context_.regions->find(bucket);  // a redirect of its own has told
    co_return region;
  }

  milliseconds rest_of_time() const noexcept {
    if (limits_.operation == milliseconds::zero()) return std::chrono::hours{1};
    return duration_cast<milliseconds>(over_at_ - steady::now());
  }

  http::steady_time attempt_deadline() const noexcept {
    if (limits_.attempt == milliseconds::zero()) return over_at_;
    return std::min(over_at_, attempt_started_ + limits_.attempt);
  }

  void report_attempt(const result<call_answer>& outcome) const {
    if (context_.observers.none()) return;
    context_.observers.after_attempt({operation_, retries_.attempt(), status_, request_id_, failure_of(outcome),
                                      duration_cast<microseconds>(steady::now() - attempt_started_)});
  }

  void report_call(const result<call_answer>& outcome, microseconds took) const {
    if (context_.observers.none()) return;
    context_.observers.after_call({operation_, retries_.attempt(), failure_of(outcome), took});
  }

  result<call_answer> finish(result<call_answer> outcome) {
    const auto took = duration_cast<microseconds>(steady::now() - started_);
    if (outcome) {
      response_metadata& about = outcome->metadata;
      about.http_status = status_;
      about.request_id = std::move(request_id_);
      about.extended_request_id = header_of(about, "x-amz-id-2");
      about.endpoint = target_.where()->url();
      about.region = target_.region();
      about.attempts = std::move(attempts_);
      about.duration = took;
    } else {
      outcome = with_context(outcome.error());
    }
    report_call(outcome, took);
    return outcome;
  }

  error with_context(const error& failure) const {
    return failure.with([&](error_info& info) {
      info.service = context_.service->metadata().name;
      info.operation = operation_.name;
      info.region = target_.region();
      if (target_.where() != nullptr) info.endpoint = target_.where()->url();
      if (info.request_id.empty()) info.request_id = request_id_;
      info.attempts = attempts_;
      info.throttling = last_class_ == failure_class::throttling;
      info.retryable = last_class_ != failure_class::final;
      if (info.kind == error_kind::timeout && steady::now() >= over_at_) {
        info.code = "OperationTimeout";
        info.message = "the call was not done within its operation timeout of " +
                       std::to_string(limits_.operation.count()) + " ms";
      }
    });
  }

  const call_context& context_;
  const model::operation& operation_;
  const boost::json::value& input_;
  const request_body& given_body_;
  std::optional<boost::json::value> customized_;  // in place of input_ where the table of customizations says so
  call_limits limits_;
  retry_state retries_;
  const steady::time_point started_ = steady::now();
  steady::time_point over_at_ = steady::time_point::max();

  http_request request_;
  outgoing_body body_;
  call_target target_;

  // Of the attempt in progress or just over.
  steady::time_point attempt_started_{};
  bool sent_ = false;
  bool stale_ = false;
  int status_ = 0;
  std::string request_id_;
  std::optional<milliseconds> retry_after_;
  std::optional<std::chrono::seconds> skew_;

  std::string stated_region_;  // x-amz-bucket-region

  bool skew_corrected_ = false;
  bool region_changed_ = false;
  failure_class last_class_ = failure_class::final;
  std::vector<attempt_outcome> attempts_;
};

}  // namespace

asio::awaitable<result<call_answer>> run_call(std::shared_ptr<const call_context> context,
                                              const model::operation& operation, call_input input,
                                              call_limits deadlines) {
  // Cancellation is an outcome here, not an exception at the next co_await.
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  call one{*context, operation, input, deadlines};
  auto outcome = co_await one.run();
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return outcome;
}

asio::awaitable<result<http_request>> prepare_call(std::shared_ptr<const call_context> context,
                                                   const model::operation& operation, call_input input) {
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  call one{*context, operation, input, {}};
  auto made = co_await one.prepare();
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return made;
}

}  // namespace aloft::runtime
