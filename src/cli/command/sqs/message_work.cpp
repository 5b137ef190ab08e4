#include "cli/command/sqs/message_work.hpp"

#include "cli/command/sqs/message_line.hpp"
#include "cli/run/running_command.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/json/serialize.hpp>

namespace aloft::cli {
namespace asio = boost::asio;
using namespace std::chrono_literals;
namespace {

constexpr int again_later = 75;  // EX_TEMPFAIL of sysexits.h
constexpr std::chrono::milliseconds patience{2000};

class per_message final : public message_work {
 public:
  per_message(asio::any_io_executor executor, std::string command, std::string queue, console& out)
      : executor_{std::move(executor)}, command_{std::move(command)}, queue_{std::move(queue)}, out_{out} {}

  asio::awaitable<sqs::outcome> handle(sqs::delivery& message) override {
    co_await asio::this_coro::throw_if_cancelled(false);  // a command that runs is ended first
    auto environment = variables_of(message);
    environment.emplace_back("SQS_QUEUE_URL", queue_);
    running_command command{executor_, command_, environment, false};
    co_await command.write(message.body());  // it need not read it
    command.close_input();
    const auto status = co_await command.wait();
    if (!status) {
      co_await command.end(patience);
      throw error{error_kind::cancelled, "Cancelled", "the command was ended"};
    }
    if (*status == 0) co_return sqs::outcome::done();
    if (*status == again_later) co_return sqs::outcome::retry();
    out_.report("aloft: message " + std::string{message.id()} + ": the command ended with " +
                (*status > 128 ? "signal " + std::to_string(*status - 128) : "status " + std::to_string(*status)) +
                "; the message comes again when its visibility timeout ends");
    co_return sqs::outcome::keep();
  }

 private:
  const asio::any_io_executor executor_;
  const std::string command_, queue_;
  console& out_;
};

class lines final : public message_work {
 public:
  lines(bool deletes, console& out) : deletes_{deletes}, out_{out} {}

  asio::awaitable<sqs::outcome> handle(sqs::delivery& message) override {
    out_.write(boost::json::serialize(line_of(message)) + '\n');
    co_return deletes_ ? sqs::outcome::done() : sqs::outcome::keep();
  }

 private:
  const bool deletes_;
  console& out_;
};

}  // namespace

std::unique_ptr<message_work> command_per_message(asio::any_io_executor executor, std::string command,
                                                  std::string queue, console& out) {
  return std::make_unique<per_message>(std::move(executor), std::move(command), std::move(queue), out);
}

std::unique_ptr<message_work> written_lines(bool deletes, console& out) {
  return std::make_unique<lines>(deletes, out);
}

}  // namespace aloft::cli
