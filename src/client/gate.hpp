#pragma once
// A limit on what is under way at once.

#include "runtime/event.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>

namespace aloft::client_detail {

/// A counted gate; those who find it full pass in the order in which they came. Thread-safe.
class gate {
 public:
  explicit gate(std::size_t places) : free_{places} {}

  /// False when the caller was cancelled while in line; else leave() is due.
  boost::asio::awaitable<bool> enter();
  void leave();

 private:
  std::mutex mutex_;
  std::size_t free_;
  std::deque<std::shared_ptr<runtime::event>> waiting_;
};

}  // namespace aloft::client_detail
