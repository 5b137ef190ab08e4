#include "aloft/client.hpp"

#include "client/client_state.hpp"
#include "runtime/call.hpp"
#include "runtime/presign.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>

namespace aloft {
namespace asio = boost::asio;
namespace {

using shared_client = std::shared_ptr<const client::state>;
using found_operation = result<const model::operation*>;
using std::chrono::milliseconds;

// The coroutines own what they use: the client that started them may be a temporary.
asio::awaitable<result<response>> run(shared_client of, found_operation operation, boost::json::value input,
                                      call_options options) {
  if (!operation) co_return operation.error();
  const auto& context = of->context();
  if (!context) co_return context.error();
  const runtime::call_limits limits{options.attempt_timeout.value_or(milliseconds::zero()),
                                    options.operation_timeout.value_or(milliseconds::zero())};
  runtime::call_input with{std::move(input), std::move(options.body)};
  auto answer = co_await runtime::run_call(*context, **operation, std::move(with), limits);
  if (!answer) co_return answer.error();
  co_return response{std::make_unique<response::state>(response::state{std::move(*answer)})};
}

asio::awaitable<result<response>> run_spawned(shared_client of, found_operation operation, boost::json::value input,
                                              call_options options) {
  // A call that was begun may have taken effect: partial cancellation promises no more than that either.
  co_await asio::this_coro::reset_cancellation_state(asio::enable_partial_cancellation{});
  co_return co_await run(std::move(of), std::move(operation), std::move(input), std::move(options));
}

void describe(http_request&& request, prepared_request& out) {
  out.method = request.method;
  out.url = url_of(request);
  if (!request.headers.contains("host")) out.headers.emplace_back("Host", request.authority());
  for (auto& field : request.headers.take()) out.headers.push_back(std::move(field));
  out.body = std::move(request.body);
}

asio::awaitable<result<prepared_request>> run_prepare(shared_client of, found_operation operation,
                                                      boost::json::value input, call_options options) {
  if (!operation) co_return operation.error();
  const auto& context = of->context();
  if (!context) co_return context.error();
  runtime::call_input with{std::move(input), std::move(options.body)};
  auto request = co_await runtime::prepare_call(*context, **operation, std::move(with));
  if (!request) co_return request.error();
  prepared_request out;
  describe(std::move(*request), out);
  co_return out;
}

asio::awaitable<result<presigned_request>> run_presign(shared_client of, found_operation operation,
                                                       boost::json::value input, presign_options options) {
  if (!operation) co_return operation.error();
  const auto& context = of->context();
  if (!context) co_return context.error();
  auto made =
      co_await runtime::presign_call(*context, **operation, std::move(input), options.expires_in, options.method.str());
  if (!made) co_return made.error();
  presigned_request out;
  describe(std::move(made->request), out);
  out.expires = made->expires;
  co_return out;
}

asio::awaitable<result<presigned_post>> run_presign_post(shared_client of, post_policy policy) {
  const auto& context = of->context();
  if (!context) co_return context.error();
  auto made = co_await runtime::presign_form(*context, std::move(policy));
  if (!made) co_return made.error();
  presigned_post out;
  out.url = url_of(made->request);
  out.fields = std::move(made->fields);
  out.expires = made->expires;
  co_return out;
}

/// A result's value, or its error thrown.
template <class T>
asio::awaitable<T> or_throw(asio::awaitable<result<T>> work) {
  auto outcome = co_await std::move(work);
  if (!outcome) throw outcome.error();
  co_return std::move(*outcome);
}

}  // namespace

client::client(std::shared_ptr<const state> state) noexcept : state_{std::move(state)} {}

asio::awaitable<response> client::call(std::string_view operation, boost::json::value parameters,
                                       call_options options) const {
  return or_throw(run(state_, state_->service->find_operation(operation), std::move(parameters), std::move(options)));
}

asio::awaitable<result<response>> client::try_call(std::string_view operation, boost::json::value parameters,
                                                   call_options options) const {
  return run(state_, state_->service->find_operation(operation), std::move(parameters), std::move(options));
}

asio::awaitable<result<prepared_request>> client::prepare(std::string_view operation, boost::json::value parameters,
                                                          call_options options) const {
  return run_prepare(state_, state_->service->find_operation(operation), std::move(parameters), std::move(options));
}

asio::awaitable<result<presigned_request>> client::try_presign(std::string_view operation,
                                                               boost::json::value parameters,
                                                               presign_options options) const {
  return run_presign(state_, state_->service->find_operation(operation), std::move(parameters), std::move(options));
}

asio::awaitable<presigned_request> client::presign(std::string_view operation, boost::json::value parameters,
                                                   presign_options options) const {
  return or_throw(try_presign(operation, std::move(parameters), std::move(options)));
}

asio::awaitable<result<presigned_post>> client::try_presign_post(post_policy policy) const {
  return run_presign_post(state_, std::move(policy));
}

asio::awaitable<presigned_post> client::presign_post(post_policy policy) const {
  return or_throw(try_presign_post(std::move(policy)));
}

// The coroutine runs on a strand of the session's executor. The caller's slot may fire in another thread, so it is
// connected to a signal of the strand's own; the caller may drop his as soon as the handler has been called.
void client::start(std::string operation, boost::json::value parameters, call_options options,
                   asio::any_io_executor executor, any_handler handler) const {
  struct inner {
    explicit inner(const asio::any_io_executor& on) : strand{asio::make_strand(on)} {}
    asio::strand<asio::any_io_executor> strand;
    asio::cancellation_signal stop;
  };
  const auto call = std::make_shared<inner>(get_executor());
  if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
    slot.assign(
        [call](asio::cancellation_type type) { asio::post(call->strand, [call, type] { call->stop.emit(type); }); });
  auto complete = [handler = std::move(handler), call](std::exception_ptr thrown, result<response> outcome) mutable {
    if (!thrown && !outcome) thrown = std::make_exception_ptr(outcome.error());
    if (thrown) return handler(std::move(thrown), response{});
    handler(nullptr, std::move(*outcome));
  };
  asio::co_spawn(
      call->strand,
      run_spawned(state_, state_->service->find_operation(operation), std::move(parameters), std::move(options)),
      asio::bind_cancellation_slot(call->stop.slot(), asio::bind_executor(executor, std::move(complete))));
}

std::string_view client::service_name() const noexcept { return state_->service->metadata().name; }
std::string_view client::region() const { return state_->region(); }
asio::any_io_executor client::get_executor() const noexcept { return state_->owner->executor; }

inline namespace literals {

boost::json::value operator""_json(const char* text, std::size_t size) {
  boost::system::error_code bad;
  auto made = boost::json::parse(boost::json::string_view{text, size}, bad);
  if (bad) throw error{error_kind::usage, "InvalidJson", "A _json literal is not JSON: " + bad.message()};
  return made;
}

}  // namespace literals
}  // namespace aloft
