#include <aloft/s3_transfer.hpp>

#include "services/s3/tree_work.hpp"

#include <aloft/start_operation.hpp>

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

/// Runs a transfer in a coroutine that sees its cancellation instead of being thrown out by it, so that it cleans up.
template <class Start>
asio::awaitable<result<object_info>> guarded(shared_transfers by, Start start) {
  if (auto fine = check(by->how); !fine) co_return fine.error();
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  auto outcome = co_await start(by);
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return outcome;
}

}  // namespace

std::string to_uri(const object_place& place) { return "s3://" + place.bucket + '/' + place.key; }

transfers::transfers(client s3, transfer_options how)
    : state_{std::make_shared<state>(std::move(s3), std::move(how))} {}

asio::awaitable<result<object_info>> transfers::try_upload(std::string path, object_place to,
                                                           object_settings what) const {
  return guarded(state_, [path = std::move(path), to = std::move(to), what = std::move(what)](shared_transfers by) {
    return upload_file(std::move(by), path, to, what);
  });
}

asio::awaitable<result<object_info>> transfers::try_upload_from(std::shared_ptr<body_source> from, object_place to,
                                                                object_settings what) const {
  return guarded(state_, [from = std::move(from), to = std::move(to), what = std::move(what)](shared_transfers by) {
    return upload_stream(std::move(by), from, to, what);
  });
}

asio::awaitable<result<object_info>> transfers::try_download(object_place from, std::string path,
                                                             object_settings what) const {
  return guarded(state_, [path = std::move(path), from = std::move(from), what = std::move(what)](shared_transfers by) {
    return download_file(std::move(by), from, {}, path, false, what);
  });
}

asio::awaitable<result<object_info>> transfers::try_download_below(object_place from, std::string folder,
                                                                   std::string path, object_settings what) const {
  return guarded(state_, [folder = std::move(folder), path = std::move(path), from = std::move(from),
                          what = std::move(what)](shared_transfers by) {
    return download_file(std::move(by), from, folder.empty() ? "." : folder, path, true, what);
  });
}

asio::awaitable<result<object_info>> transfers::try_read(object_place from, piece_sink to, object_settings what) const {
  return guarded(state_, [to = std::move(to), from = std::move(from), what = std::move(what)](shared_transfers by) {
    return read_object(std::move(by), from, to, what);
  });
}

asio::awaitable<result<object_info>> transfers::try_copy(object_place from, object_place to,
                                                         object_settings what) const {
  return guarded(state_, [to = std::move(to), from = std::move(from), what = std::move(what)](shared_transfers by) {
    return copy_object(std::move(by), from, to, what);
  });
}

asio::awaitable<result<object_info>> transfers::try_copy_through(transfers source, object_place from, object_place to,
                                                                 object_settings what) const {
  return guarded(state_, [source = source.shared(), from = std::move(from), to = std::move(to), what = std::move(what)](
                             shared_transfers by) { return copy_through(source, std::move(by), from, to, what); });
}

asio::awaitable<object_info> transfers::upload(std::string path, object_place to, object_settings what) const {
  return aloft::detail::or_throw(try_upload(std::move(path), std::move(to), std::move(what)));
}

asio::awaitable<object_info> transfers::download(object_place from, std::string path, object_settings what) const {
  return aloft::detail::or_throw(try_download(std::move(from), std::move(path), std::move(what)));
}

asio::awaitable<object_info> transfers::copy(object_place from, object_place to, object_settings what) const {
  return aloft::detail::or_throw(try_copy(std::move(from), std::move(to), std::move(what)));
}

transfer_counters transfers::counters() const {
  return {state_->sent.load(std::memory_order_relaxed), state_->received.load(std::memory_order_relaxed),
          state_->begun.load(std::memory_order_relaxed)};
}

client::executor_type transfers::get_executor() const noexcept { return state_->s3.get_executor(); }
const client& transfers::s3_client() const noexcept { return state_->s3; }
const transfer_options& transfers::options() const noexcept { return state_->how; }

}  // namespace aloft::s3

namespace aloft {

template void detail::start(boost::asio::any_io_executor, boost::asio::any_io_executor,
                            boost::asio::awaitable<result<s3::object_info>>, completion_handler<s3::object_info>);

}  // namespace aloft
