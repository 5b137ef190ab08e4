#pragma once
// A consumer that runs in the program until somebody ends it, or nothing comes any more.

#include "cli/command/sqs/idle_watch.hpp"

#include <aloft/sqs_consumer.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>

namespace aloft::cli {

/// Runs the consumer and, beside it, the watch that has it drain. `stop` does the same while it runs, and is empty
/// before and after; it must outlive the coroutine. Throws what the consumer throws.
boost::asio::awaitable<sqs::consumer_counters> run_watched(sqs::consumer consumer, std::shared_ptr<idle_watch> until,
                                                           std::function<void()>& stop);

}  // namespace aloft::cli
