#include "http/connection.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace aloft::http {

boost::asio::mutable_buffer read_buffer::room(std::size_t wanted) {
  const std::size_t count = end_ - begin_;
  if (begin_ > 0) {
    if (count > 0) std::memmove(bytes_.get(), bytes_.get() + begin_, count);
    begin_ = 0;
    end_ = count;
  }
  if (was_full_) wanted = std::max(wanted, std::min(large, 4 * capacity_) - std::min(large, end_));
  if (capacity_ - end_ < wanted) {
    const std::size_t larger = std::max({usual, end_ + wanted, std::min(large, 2 * capacity_)});
    std::unique_ptr<char[]> grown{new char[larger]};  // not make_unique: that would zero it
    if (count > 0) std::memcpy(grown.get(), bytes_.get(), count);
    bytes_ = std::move(grown);
    capacity_ = larger;
  }
  return {bytes_.get() + end_, capacity_ - end_};
}

void read_buffer::reset() noexcept {
  begin_ = end_ = 0;
  was_full_ = false;
  if (capacity_ <= usual) return;
  bytes_.reset();
  capacity_ = 0;
}

void connection::expire(expiry) noexcept {
  // Ends whatever the owner has under way, a connect included, without touching the socket object it is using.
  if (descriptor >= 0) ::shutdown(descriptor, SHUT_RDWR);
}

}  // namespace aloft::http
