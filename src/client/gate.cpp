#include "client/gate.hpp"

namespace aloft::client_detail {
namespace asio = boost::asio;

asio::awaitable<bool> gate::enter() {
  std::shared_ptr<runtime::event> turn;
  {
    std::lock_guard lock{mutex_};
    if (free_ > 0) {
      --free_;
      co_return true;
    }
    turn = waiting_.emplace_back(std::make_shared<runtime::event>());
  }
  if (co_await turn->wait()) co_return true;
  std::unique_lock lock{mutex_};
  // Cancelled: out of the line, or, if the place was given meanwhile, on to the next.
  if (std::erase(waiting_, turn) == 0) {
    lock.unlock();
    leave();
  }
  co_return false;
}

void gate::leave() {
  std::shared_ptr<runtime::event> next;
  {
    std::lock_guard lock{mutex_};
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    next = std::move(waiting_.front());
    waiting_.pop_front();
  }
  next->set();
}

}  // namespace aloft::client_detail
