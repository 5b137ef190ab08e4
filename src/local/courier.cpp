#include "local/courier.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <iterator>
#include <utility>

namespace aloft::local {

namespace asio = boost::asio;

courier::courier(const asio::any_io_executor& executor) : strand_{asio::make_strand(executor)} {}

void courier::post(http_request request) {
  asio::post(strand_,
             [self = shared_from_this(), request = std::move(request)]() mutable { self->send(std::move(request)); });
}

void courier::send(http_request request) {
  if (stopped_) return;
  if (!transport_) transport_ = network_transport(strand_);
  const auto place = running_.emplace(running_.end());
  asio::co_spawn(strand_, transport_->exchange(std::move(request)),
                 asio::bind_cancellation_slot(
                     place->slot(), [self = shared_from_this(), place](const std::exception_ptr&, const auto&) {
                       asio::post(self->strand_, [self, place] { self->running_.erase(place); });
                     }));
}

void courier::stop() {
  asio::post(strand_, [self = shared_from_this()] {
    self->stopped_ = true;
    for (auto& one : self->running_) one.emit(asio::cancellation_type::terminal);
    self->transport_.reset();
  });
}

}  // namespace aloft::local
