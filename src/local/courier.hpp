#pragma once
// Takes requests from the embedded AWS to servers that others run: SNS's deliveries over HTTP. Each is tried once.

#include "aloft/message_transport.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <list>
#include <memory>

namespace aloft::local {

/// Members may be called from any thread.
class courier : public std::enable_shared_from_this<courier> {
 public:
  explicit courier(const boost::asio::any_io_executor& executor);

  void post(http_request request);
  /// Cancels what is under way; nothing is sent from then on.
  void stop();

 private:
  void send(http_request request);

  boost::asio::any_io_executor strand_;
  // On the strand:
  std::shared_ptr<message_transport> transport_;  ///< made when first needed
  std::list<boost::asio::cancellation_signal> running_;
  bool stopped_ = false;
};

}  // namespace aloft::local
