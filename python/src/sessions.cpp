#include "sessions.hpp"

#include <boost/asio/io_context.hpp>

#include <new>

namespace aloft::python {
namespace asio = boost::asio;

asio::awaitable<result<credentials>> fed_credentials::load() {
  const std::lock_guard lock{mutex_};
  co_return held_;
}

void fed_credentials::feed(credentials next) {
  const std::lock_guard lock{mutex_};
  held_ = std::move(next);
}

session session_handle::get() {
  const std::lock_guard lock{mutex_};
  if (!held_) held_ = make_();
  return *held_;
}

void session_handle::drop() noexcept {
  new (&mutex_) std::mutex;  // another thread of the parent's may have held it
  if (!held_) return;
  if (sync_) {
    // Its loop is known to nobody else; a thread that drove it in the parent is not here to let go of it, so what it
    // holds stays. Its reactor must be another than the parent's all the same.
    const auto executor = held_->get_executor();
    if (const auto* loop = executor.target<asio::io_context::executor_type>())
      loop->context().notify_fork(asio::execution_context::fork_child);
    new std::optional<session>{std::move(held_)};
  }
  held_.reset();
}

result<client> client_handle::get() {
  const std::lock_guard lock{mutex_};
  if (!held_) {
    auto made = of_->get().try_client(service_.model.name(), options_);
    if (!made) return made.error();
    held_ = std::move(*made);
  }
  return *held_;
}

void client_handle::drop() noexcept {
  new (&mutex_) std::mutex;
  if (held_ && of_->sync()) new std::optional<client>{std::move(held_)};
  held_.reset();
}

}  // namespace aloft::python
