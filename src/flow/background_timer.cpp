#include "flow/background_timer.hpp"

#include "flow/context_watch.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <optional>
#include <utility>

namespace aloft::flow {
namespace asio = boost::asio;

struct background_timer::state final : std::enable_shared_from_this<state>, context_listener {
  explicit state(const asio::io_context::executor_type& on) : executor{on}, timer{on} {}
  ~state() = default;

  /// In the loop itself: the handler that runs is work, so that the count of it cannot fall to nothing by this.
  void arm(std::chrono::steady_clock::duration wait, std::function<void()> ring) {
    timer->expires_after(wait);
    timer->async_wait([self = shared_from_this(), ring = std::move(ring)](const boost::system::error_code& stopped) {
      self->executor.on_work_started();  // the loop takes it off after this
      if (!stopped) ring();
    });
    executor.on_work_finished();  // what waits is no reason to go on
  }

  void context_gone() noexcept override { timer.reset(); }

  const asio::io_context::executor_type executor;
  std::optional<asio::steady_timer> timer;  // until its context goes: it belongs to a service of that
};

namespace {

const asio::io_context::executor_type* loop_of(const asio::any_io_executor& executor) {
  return executor.target<asio::io_context::executor_type>();
}

}  // namespace

background_timer::background_timer(const asio::any_io_executor& executor)
    : state_{[&]() -> std::shared_ptr<state> {
        const asio::any_io_executor bare = without_strand(executor);
        const auto* const loop = loop_of(bare);
        if (loop == nullptr) return nullptr;
        auto made = std::make_shared<state>(*loop);
        watch_context(bare, made);
        return made;
      }()} {}

background_timer::~background_timer() = default;

void background_timer::start(std::chrono::steady_clock::duration wait, std::function<void()> ring) {
  if (!state_) return;
  asio::post(state_->executor,
             [state = state_, wait, ring = std::move(ring)]() mutable { state->arm(wait, std::move(ring)); });
}

}  // namespace aloft::flow
