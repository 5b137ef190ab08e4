#include "cli/run/run_event_loop.hpp"

#include "cli/exit_status.hpp"
#include "cli/run/draining_loop.hpp"

#include <unistd.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>
#include <utility>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

int status_of(int signal) noexcept { return signal == SIGINT ? exit_status::interrupted : exit_status::terminated; }

/// Emits cancellation at the first signal, or the first after one that asked for draining, and gives up at the next.
class interruption {
 public:
  interruption(asio::io_context& context, std::function<bool()> drain)
      : signals_{context, SIGINT, SIGTERM}, drain_{std::move(drain)} {
    wait();
  }

  asio::cancellation_slot slot() noexcept { return cancel_.slot(); }
  int signal() const noexcept { return signal_; }

 private:
  void wait() {
    signals_.async_wait([this](const boost::system::error_code& failure, int signal) {
      if (failure) return;
      const auto drain = std::exchange(drain_, nullptr);
      if (drain && drain()) return wait();
      if (signal_ != 0) ::_exit(status_of(signal));
      signal_ = signal;
      cancel_.emit(asio::cancellation_type::terminal);
      wait();
    });
  }

  asio::signal_set signals_;
  std::function<bool()> drain_;
  asio::cancellation_signal cancel_;
  int signal_ = 0;
};

}  // namespace

int run_event_loop(const std::function<asio::awaitable<int>(asio::any_io_executor)>& work) {
  return run_draining_loop(work, {});
}

int run_draining_loop(const std::function<asio::awaitable<int>(asio::any_io_executor)>& work,
                      const std::function<bool()>& drain) {
  asio::io_context context{1};
  interruption interrupted{context, drain};
  std::exception_ptr failure;
  int status = exit_status::other;
  asio::co_spawn(context, work(context.get_executor()),
                 asio::bind_cancellation_slot(interrupted.slot(), [&](std::exception_ptr thrown, int returned) {
                   failure = std::move(thrown);
                   status = returned;
                   context.stop();
                 }));
  context.run();
  if (interrupted.signal() != 0) return status_of(interrupted.signal());
  if (failure) std::rethrow_exception(failure);
  return status;
}

}  // namespace aloft::cli
