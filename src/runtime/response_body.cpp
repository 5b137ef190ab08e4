#include "aloft/response_body.hpp"

#include <aloft/start_operation.hpp>
#include "flow/quietly.hpp"
#include "runtime/output_file.hpp"
#include "runtime/response_body_state.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace aloft {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

error_code nearest_code(const error& why) {
  switch (why.kind()) {
    case error_kind::cancelled: return asio::error::operation_aborted;
    case error_kind::timeout: return asio::error::timed_out;
    case error_kind::connect: return asio::error::connection_reset;
    default: return boost::system::errc::make_error_code(boost::system::errc::bad_message);
  }
}

// The functions of a body take its state by value: the body may be moved, or destroyed, before they are over.
using shared_state = std::shared_ptr<response_body::state>;

asio::awaitable<result<std::string_view>> read_piece(shared_state of) {
  if (!of) co_return std::string_view{};
  if (!of->held.empty()) co_return std::exchange(of->held, {});
  co_return co_await of->read();
}

asio::awaitable<result<std::string>> collect_all(shared_state of, std::size_t limit) {
  std::string all;
  if (of && of->size) all.reserve(std::min<std::uint64_t>(*of->size, limit));
  for (;;) {
    auto piece = co_await read_piece(of);
    if (!piece) co_return piece.error();
    if (piece->empty()) co_return all;
    if (piece->size() > limit - all.size()) {
      const error too_large{error_kind::usage, "BodyTooLarge",
                            "the body of the answer is larger than the limit of " + std::to_string(limit) + " bytes"};
      co_return too_large;
    }
    all += *piece;
  }
}

asio::awaitable<result<std::uint64_t>> save_all(shared_state of, std::string path) {
  auto file = co_await runtime::output_file::open(std::move(path));
  if (!file) co_return file.error();
  std::uint64_t size = 0;
  for (;;) {
    auto piece = co_await read_piece(of);
    if (!piece) co_return piece.error();
    if (piece->empty()) break;
    if (auto written = co_await file->write(*piece); !written) co_return written.error();
    size += piece->size();
  }
  if (auto kept = file->keep(); !kept) co_return kept.error();
  co_return size;
}

asio::awaitable<result<std::size_t>> read_into(shared_state of, asio::mutable_buffer into) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation{});
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!of) co_return std::size_t{0};
  co_return co_await of->read_into(into);
}

}  // namespace

response_body::state::~state() {
  if (rest) rest.release();  // the end may have come already, unread; if not, this closes the connection
  if (source) source->drop();
}

result<std::string_view> response_body::state::fail(const error& why) {
  failure = why;
  rest = {};
  return why;
}

asio::awaitable<result<std::string_view>> response_body::state::read() {
  if (failure) co_return *failure;
  if (source) {
    auto piece = co_await flow::quietly(source->read());
    if (!piece) failure = piece.error();
    co_return piece;
  }
  if (!rest) co_return std::string_view{};
  auto piece = co_await flow::quietly(rest->read());
  if (!piece) co_return fail(piece.error());
  if (!piece->empty()) {
    if (check) check->update(*piece);
    co_return *piece;
  }
  rest.release();
  if (check)
    if (auto verified = check->verify(); !verified) co_return fail(verified.error());
  co_return std::string_view{};
}

asio::awaitable<result<std::size_t>> response_body::state::read_into(asio::mutable_buffer into) {
  if (into.size() == 0) co_return std::size_t{0};
  if (held.empty()) {
    auto piece = co_await read();
    if (!piece) co_return piece.error();
    held = *piece;
  }
  const std::size_t count = std::min(held.size(), into.size());
  if (count > 0) std::memcpy(into.data(), held.data(), count);
  held.remove_prefix(count);
  co_return count;
}

response_body::response_body() noexcept = default;
response_body::response_body(std::shared_ptr<state> state) noexcept : state_{std::move(state)} {}
response_body::response_body(response_body&&) noexcept = default;
response_body& response_body::operator=(response_body&&) noexcept = default;
response_body::~response_body() = default;

std::optional<std::uint64_t> response_body::size() const noexcept { return state_ ? state_->size : std::nullopt; }

asio::awaitable<result<std::string_view>> response_body::try_read() { return read_piece(state_); }
asio::awaitable<result<std::string>> response_body::try_collect(std::size_t limit) {
  return collect_all(state_, limit);
}
asio::awaitable<result<std::uint64_t>> response_body::try_save(std::string path) {
  return save_all(state_, std::move(path));
}
asio::awaitable<std::string_view> response_body::read() { return detail::or_throw(try_read()); }
asio::awaitable<std::string> response_body::collect(std::size_t limit) { return detail::or_throw(try_collect(limit)); }
asio::awaitable<std::uint64_t> response_body::save(std::string path) {
  return detail::or_throw(try_save(std::move(path)));
}

template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<std::string_view>>,
                            completion_handler<std::string_view>);
template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<std::string>>,
                            completion_handler<std::string>);
template void detail::start(asio::any_io_executor, asio::any_io_executor, asio::awaitable<result<std::uint64_t>>,
                            completion_handler<std::uint64_t>);

asio::any_io_executor response_body::get_executor() const noexcept {
  return state_ ? state_->executor : asio::any_io_executor{asio::system_executor{}};
}

std::optional<error> response_body::failure() const { return state_ ? state_->failure : std::nullopt; }

void response_body::start(asio::mutable_buffer into, executor_type executor, any_handler handler) {
  const bool wants_none = into.size() == 0;
  const auto slot = asio::get_associated_cancellation_slot(handler);
  auto complete = [of = state_, wants_none, handler = std::move(handler)](std::exception_ptr thrown,
                                                                          std::size_t count) mutable {
    if (thrown) return handler(nearest_code(flow::error_of(thrown, "BodyFailed")), 0);
    if (count == 0 && !wants_none) return handler(asio::error::eof, 0);
    handler(error_code{}, count);
  };
  detail::start<std::size_t>(executor, executor, aloft::read_into(state_, into),
                             asio::bind_cancellation_slot(slot, std::move(complete)));
}

response_body runtime::make_response_body(http::exchange_ptr on, const asio::any_io_executor& runs,
                                          const header_list& headers, std::optional<expected_checksum> must_be) {
  on->lift_deadline();
  std::optional<std::uint64_t> size;
  if (const auto stated = headers.find("Content-Length")) {
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(stated->data(), stated->data() + stated->size(), number);
    if (failure == std::errc{} && end == stated->data() + stated->size()) size = number;
  }
  auto made = std::make_shared<response_body::state>(std::move(on), runs, size, std::move(must_be));
  flow::watch_context(runs, made);
  return response_body{std::move(made)};
}

response_body runtime::make_response_body(std::unique_ptr<piece_source> from, const asio::any_io_executor& runs) {
  auto made = std::make_shared<response_body::state>(std::move(from), runs);
  flow::watch_context(runs, made);
  return response_body{std::move(made)};
}

}  // namespace aloft
