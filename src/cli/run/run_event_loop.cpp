#include "cli/run/run_event_loop.hpp"

#include "cli/exit_status.hpp"

#include <unistd.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

int status_of(int signal) noexcept { return signal == SIGINT ? exit_status::interrupted : exit_status::terminated; }

/// Emits cancellation at the first signal and gives up at the second.
class interruption {
 public:
  explicit interruption(asio::io_context& context) : signals_{context, SIGINT, SIGTERM} { wait(); }

  asio::cancellation_slot slot() noexcept { return cancel_.slot(); }
  int signal() const noexcept { return signal_; }

 private:
  void wait() {
    signals_.async_wait([this](const boost::system::error_code& failure, int signal) {
      if (failure) return;
      if (signal_ != 0) ::_exit(status_of(signal));
      signal_ = signal;
      cancel_.emit(asio::cancellation_type::terminal);
      wait();
    });
  }

  asio::signal_set signals_;
  asio::cancellation_signal cancel_;
  int signal_ = 0;
};

}  // namespace

int run_event_loop(const std::function<asio::awaitable<int>(asio::any_io_executor)>& work) {
  asio::io_context context{1};
  interruption interrupted{context};
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
