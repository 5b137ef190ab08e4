#include "aloft/client.hpp"

#include "aloft/start_operation.hpp"
#include "client/client_state.hpp"
#include "client/pages_state.hpp"
#include "client/waiting.hpp"
#include "runtime/call.hpp"
#include "runtime/event_receiver.hpp"
#include "runtime/presigned_call.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>

namespace aloft {
namespace asio = boost::asio;
namespace {

using shared_client = std::shared_ptr<const client::state>;
using found_operation = result<const model::operation*>;

// What a call that failed gives: a result says so, a response alone is never given.
template <class Answer>
Answer failed(const error& why) {
  if constexpr (std::is_same_v<Answer, response>)
    throw why;
  else
    return why;
}

// The coroutines own what they use: the client that started them may be a temporary.
// One coroutine for both forms: Answer is response or result<response>.
template <class Answer>
asio::awaitable<Answer> run(shared_client of, found_operation operation, aloft::input input, call_options options) {
  if (!operation) co_return failed<Answer>(operation.error());
  const auto& context = of->context();
  if (!context) co_return failed<Answer>(context.error());
  const runtime::call_limits limits{options.attempt_timeout, options.operation_timeout, options.idle_timeout};
  runtime::call_input with{std::move(input), std::move(options.body), std::move(options.headers), options.output,
                           options.refused};
  auto answer = co_await runtime::run_call(*context, **operation, std::move(with), limits);
  if (!answer) co_return failed<Answer>(answer.error());
  co_return response{std::make_unique<response::state>(response::state{std::move(*answer)})};
}

asio::awaitable<result<event_stream>> run_open(shared_client of, found_operation operation, aloft::input input,
                                               stream_options options) {
  if (!operation) co_return operation.error();
  if (!(*operation)->output_event_stream)
    co_return error{error_kind::usage, "NoEventStream",
                    std::string{(*operation)->name} + " gives no stream of events: use call instead of open"};
  const auto& context = of->context();
  if (!context) co_return context.error();
  const runtime::call_limits limits{options.attempt_timeout, options.operation_timeout, {}};
  runtime::call_input with{std::move(input), std::move(options.body), std::move(options.headers)};
  const auto silence = options.idle_timeout.value_or(std::chrono::milliseconds::zero());
  auto call = runtime::make_event_call(*context, **operation, std::move(with), limits, silence);
  const asio::any_io_executor runs = co_await asio::this_coro::executor;
  auto receiver = std::make_shared<runtime::event_receiver>(std::move(call), runs, options.max_event);
  flow::watch_context(runs, receiver);
  auto opened = co_await receiver->open();
  if (!opened) co_return opened.error();
  receiver->limit_sending(options.send_timeout);
  co_return event_stream{std::move(receiver)};
}

void describe(http_request&& request, prepared_request& out) {
  out.method = request.method;
  out.url = url_of(request);
  if (!request.headers.contains("host")) out.headers.emplace_back("Host", request.authority());
  for (const auto& [name, value] : request.headers) out.headers.emplace_back(name, value);
  out.body = std::move(request.body);
}

asio::awaitable<result<prepared_request>> run_prepare(shared_client of, found_operation operation, aloft::input input,
                                                      call_options options) {
  if (!operation) co_return operation.error();
  const auto& context = of->context();
  if (!context) co_return context.error();
  runtime::call_input with{std::move(input), std::move(options.body), std::move(options.headers), options.output};
  auto request = co_await runtime::prepare_call(*context, **operation, std::move(with));
  if (!request) co_return request.error();
  prepared_request out;
  describe(std::move(*request), out);
  co_return out;
}

asio::awaitable<result<presigned_request>> run_presign(shared_client of, found_operation operation, aloft::input input,
                                                       presign_options options) {
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

}  // namespace

client::client(std::shared_ptr<const state> state) noexcept : state_{std::move(state)} {}

asio::awaitable<response> client::call(std::string_view operation, input parameters, call_options options) const {
  return run<response>(state_->shared_from_this(), state_->service->find_operation(operation), std::move(parameters),
                       std::move(options));
}

asio::awaitable<result<response>> client::try_call(std::string_view operation, input parameters,
                                                   call_options options) const {
  return run<result<response>>(state_->shared_from_this(), state_->service->find_operation(operation),
                               std::move(parameters), std::move(options));
}

asio::awaitable<event_stream> client::open(std::string_view operation, input parameters, stream_options options) const {
  return detail::or_throw(try_open(operation, std::move(parameters), std::move(options)));
}

asio::awaitable<result<event_stream>> client::try_open(std::string_view operation, input parameters,
                                                       stream_options options) const {
  return run_open(state_->shared_from_this(), state_->service->find_operation(operation), std::move(parameters),
                  std::move(options));
}

asio::awaitable<prepared_request> client::prepare(std::string_view operation, input parameters,
                                                  call_options options) const {
  return detail::or_throw(try_prepare(operation, std::move(parameters), std::move(options)));
}

asio::awaitable<result<prepared_request>> client::try_prepare(std::string_view operation, input parameters,
                                                              call_options options) const {
  return run_prepare(state_->shared_from_this(), state_->service->find_operation(operation), std::move(parameters),
                     std::move(options));
}

asio::awaitable<result<presigned_request>> client::try_presign(std::string_view operation, input parameters,
                                                               presign_options options) const {
  return run_presign(state_->shared_from_this(), state_->service->find_operation(operation), std::move(parameters),
                     std::move(options));
}

asio::awaitable<presigned_request> client::presign(std::string_view operation, input parameters,
                                                   presign_options options) const {
  return detail::or_throw(try_presign(operation, std::move(parameters), std::move(options)));
}

asio::awaitable<result<presigned_post>> client::try_presign_post(post_policy policy) const {
  return run_presign_post(state_->shared_from_this(), std::move(policy));
}

asio::awaitable<presigned_post> client::presign_post(post_policy policy) const {
  return detail::or_throw(try_presign_post(std::move(policy)));
}

aloft::pages client::pages(std::string_view operation, input parameters, pages_options options) const {
  auto reader = std::make_shared<client_detail::page_reader>(state_->shared_from_this(),
                                                             state_->service->find_operation(operation),
                                                             std::move(parameters), std::move(options));
  return aloft::pages{std::make_shared<aloft::pages::state>(std::move(reader), state_)};
}

aloft::items client::items(std::string_view operation, input parameters, pages_options options) const {
  auto source = pages(operation, std::move(parameters), std::move(options));
  return aloft::items{std::make_shared<aloft::items::state>(std::move(source.state_))};
}

asio::awaitable<result<wait_outcome>> client::try_wait(std::string_view waiter, input parameters,
                                                       wait_options options) const {
  return client_detail::run_wait(state_->shared_from_this(), std::string{waiter}, std::move(parameters), options,
                                 client_detail::wait_failure::outcome);
}

asio::awaitable<wait_outcome> client::wait(std::string_view waiter, input parameters, wait_options options) const {
  return detail::or_throw(wait_or_error(waiter, std::move(parameters), options));
}

asio::awaitable<result<wait_outcome>> client::wait_or_error(std::string_view waiter, input parameters,
                                                            wait_options options) const {
  return client_detail::run_wait(state_->shared_from_this(), std::string{waiter}, std::move(parameters), options,
                                 client_detail::wait_failure::error);
}

std::string_view client::service_name() const noexcept { return state_->service->metadata().name; }
std::string_view client::region() const { return state_->region(); }
asio::any_io_executor client::get_executor() const noexcept { return state_->owner->executor; }
const clock& client::clock() const noexcept { return state_->owner->time(); }

template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<response>>,
                            completion_handler<response>);
template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<wait_outcome>>,
                            completion_handler<wait_outcome>);
template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<prepared_request>>,
                            completion_handler<prepared_request>);
template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<presigned_request>>,
                            completion_handler<presigned_request>);
template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<presigned_post>>,
                            completion_handler<presigned_post>);

inline namespace literals {

boost::json::value operator""_json(const char* text, std::size_t size) {
  boost::system::error_code bad;
  auto made = boost::json::parse(boost::json::string_view{text, size}, bad);
  if (bad) throw error{error_kind::usage, "InvalidJson", "A _json literal is not JSON: " + bad.message()};
  return made;
}

}  // namespace literals
}  // namespace aloft
