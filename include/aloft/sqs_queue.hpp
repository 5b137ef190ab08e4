#pragma once
// Which queue is meant. Everything in aloft::sqs takes a queue in any of three forms:
//
//   https://sqs.eu-west-1.amazonaws.com/111122223333/orders   its URL: nothing is asked
//   arn:aws:sqs:eu-west-1:111122223333:orders                 its ARN, also of another account
//   orders                                                    its name, in the client's account and region
//
// Cancellation: as that of a call.
// Ends with: an awaitable's value, or a thrown aloft::error.
// Errors: those of a call; usage "UnknownQueue" for a text that is none of the three; service "QueueDoesNotExist".
// Lifetime: nothing is kept of the arguments. Thread: safe.

#include <aloft/client.hpp>
#include <aloft/error.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

namespace aloft::sqs {

/// The queue's URL. One call (GetQueueUrl) where `queue` is no URL.
boost::asio::awaitable<std::string> queue_url(client sqs, std::string queue);
/// The same with the error as a value.
boost::asio::awaitable<result<std::string>> try_queue_url(client sqs, std::string queue);

/// Whether messages of a group keep their order: the name ends with ".fifo". Pure.
bool is_fifo(std::string_view queue) noexcept;

}  // namespace aloft::sqs
