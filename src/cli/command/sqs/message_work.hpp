#pragma once
// What `aloft sqs listen` does with a message: run a command for it, give it to one that runs all the time, or write it
// as a line.

#include "cli/console.hpp"

#include <aloft/sqs_consumer.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace aloft::cli {

class message_work {
 public:
  virtual ~message_work() = default;
  /// The outcome; what it throws is reported, and the message tried again. Called for several messages at once.
  virtual boost::asio::awaitable<sqs::outcome> handle(sqs::delivery& message) = 0;
};

/// `sh -c COMMAND` for each message: its body on the standard input, the rest in the environment. Exit status 0: done;
/// 75 (EX_TEMPFAIL): again, after a while; anything else: left alone, and reported.
std::unique_ptr<message_work> command_per_message(boost::asio::any_io_executor executor, std::string command,
                                                  std::string queue, console& out);

/// `sh -c COMMAND` once: a line of JSON for each message on its standard input; on its standard output a line for each
/// outcome: {"MessageId": …, "Outcome": "done"|"retry"|"keep", "After": seconds}. What it had in hands when it ends is
/// tried again, and it is started anew for the next message.
std::unique_ptr<message_work> command_for_all(boost::asio::any_io_executor executor, std::string command, console& out);

/// A line of JSON on the standard output. `deletes`: then it is done, else left alone.
std::unique_ptr<message_work> written_lines(bool deletes, console& out);

}  // namespace aloft::cli
