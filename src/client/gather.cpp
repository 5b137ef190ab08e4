#include "aloft/gather.hpp"

#include "flow/task_group.hpp"

#include <boost/asio/this_coro.hpp>

namespace aloft::detail {
namespace asio = boost::asio;

asio::awaitable<void> run_children(child_source& source, std::size_t limit) {
  if (limit == 0) throw error{error_kind::usage, "InvalidOption", "gather_options::limit is 0; expected at least 1"};
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);  // also when cancelled, the children are waited for
  flow::task_group children{co_await asio::this_coro::executor};
  bool exhausted = false;
  bool cancelled = co_await flow::is_cancelled();
  std::exception_ptr failure;
  while (!cancelled && !failure) {
    while (!exhausted && !failure && children.running() < limit) {
      try {
        auto child = source.next();
        if (child)
          children.start(std::move(*child));
        else
          exhausted = true;
      } catch (...) {
        failure = std::current_exception();
      }
    }
    if (failure || children.running() == 0) break;
    const auto ended = co_await children.one_ended();
    cancelled = ended == flow::wait_end::cancelled;
    failure = children.failure();
  }
  if (cancelled || failure) children.cancel();
  co_await children.join();
  if (!failure) failure = children.failure();
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (cancelled) throw error{error_kind::cancelled, "Cancelled", "the caller cancelled the calls that were gathered"};
  if (failure) std::rethrow_exception(failure);
}

}  // namespace aloft::detail
