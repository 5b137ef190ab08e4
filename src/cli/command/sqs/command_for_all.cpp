#include "cli/command/sqs/message_line.hpp"
#include "cli/command/sqs/message_work.hpp"
#include "cli/run/running_command.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <deque>
#include <map>
#include <optional>

namespace aloft::cli {
namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;
using std::chrono::seconds;
namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// A message that the command has in hands.
struct pending {
  explicit pending(const asio::any_io_executor& executor) : over{executor, asio::steady_timer::time_point::max()} {}
  asio::steady_timer over;  // cancelled when the outcome is there
  std::optional<sqs::outcome> outcome;
  void end(std::optional<sqs::outcome> what) {
    outcome = what;
    over.cancel();
  }
};

/// One life of the command: what it was given goes in by one coroutine and comes back by another. The program's loop
/// has one thread, so nothing here is locked.
class life : public std::enable_shared_from_this<life> {
 public:
  life(const asio::any_io_executor& executor, const std::string& command, console& out)
      : executor_{executor}, command_{executor, command, {}, true}, more_{executor}, out_{out} {
    more_.expires_at(asio::steady_timer::time_point::max());
  }

  void start() {
    asio::co_spawn(
        executor_, [self = shared_from_this()] { return self->write(); }, asio::detached);
    asio::co_spawn(
        executor_, [self = shared_from_this()] { return self->read(); }, asio::detached);
  }
  bool over() const noexcept { return over_; }

  void give(const std::string& id, std::shared_ptr<pending> one, std::string line) {
    held_[id] = std::move(one);
    queue_.push_back(std::move(line));
    more_.cancel();
  }
  void forget(const std::string& id) { held_.erase(id); }
  /// No more messages: the command sees the end of its input.
  void close() {
    closing_ = true;
    more_.cancel();
  }

 private:
  asio::awaitable<void> write() {
    while (!over_) {
      if (queue_.empty()) {
        if (closing_) break;
        (void)co_await more_.async_wait(as_result);
        more_.expires_at(asio::steady_timer::time_point::max());
        continue;
      }
      const std::string line = std::move(queue_.front());
      queue_.pop_front();
      const bool written = co_await command_.write(line);
      if (!written) break;
    }
    command_.close_input();
  }

  asio::awaitable<void> read() {
    while (auto line = co_await command_.read_line()) take(*line);
    over_ = true;
    more_.cancel();
    for (auto& [id, one] : held_) one->end(std::nullopt);
    held_.clear();
    const auto status = co_await command_.wait();
    if (status && *status != 0)
      out_.report("aloft: the command of --exec-loop ended with " +
                  (*status > 128 ? "signal " + std::to_string(*status - 128) : "status " + std::to_string(*status)));
  }

  void take(const std::string& line) {
    boost::system::error_code bad;
    const auto parsed = json::parse(line, bad);
    const auto* const members = bad ? nullptr : parsed.if_object();
    const auto* const id = members != nullptr ? members->if_contains("MessageId") : nullptr;
    const auto* const what = members != nullptr ? members->if_contains("Outcome") : nullptr;
    const auto* const after = members != nullptr ? members->if_contains("After") : nullptr;
    if (id == nullptr || !id->is_string() || (what != nullptr && !what->is_string()) ||
        (after != nullptr && !after->is_int64()))
      return complain(line);
    const auto found = held_.find(std::string{id->get_string()});
    if (found == held_.end())
      return out_.report("aloft: --exec-loop: no message '" + std::string{id->get_string()} + "' is waiting");
    const std::string_view word = what == nullptr ? std::string_view{"done"} : std::string_view{what->get_string()};
    std::optional<sqs::outcome> outcome;
    if (word == "done") outcome = sqs::outcome::done();
    if (word == "keep") outcome = sqs::outcome::keep();
    if (word == "retry")
      outcome = after == nullptr ? sqs::outcome::retry() : sqs::outcome::retry(seconds{after->get_int64()});
    if (!outcome) return complain(line);
    const auto one = std::move(found->second);
    held_.erase(found);
    one->end(outcome);
  }

  void complain(const std::string& line) {
    out_.report(
        R"(aloft: --exec-loop: expected {"MessageId": …, "Outcome": "done"|"retry"|"keep", "After": seconds}, got )" +
        line.substr(0, 200));
  }

  const asio::any_io_executor executor_;
  running_command command_;
  asio::steady_timer more_;
  console& out_;
  std::deque<std::string> queue_;
  std::map<std::string, std::shared_ptr<pending>> held_;
  bool over_ = false, closing_ = false;
};

class for_all final : public message_work {
 public:
  for_all(asio::any_io_executor executor, std::string command, console& out)
      : executor_{std::move(executor)}, command_{std::move(command)}, out_{out} {}
  ~for_all() override {
    if (life_) life_->close();
  }

  asio::awaitable<sqs::outcome> handle(sqs::delivery& message) override {
    if (!life_ || life_->over()) {
      life_ = std::make_shared<life>(executor_, command_, out_);
      life_->start();
    }
    const auto now = life_;
    const auto one = std::make_shared<pending>(executor_);
    const std::string id{message.id()};
    now->give(id, one, json::serialize(line_of(message)) + '\n');
    while (!one->outcome) {
      (void)co_await one->over.async_wait(as_result);
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        now->forget(id);
        throw error{error_kind::cancelled, "Cancelled", "the command was not waited for any longer"};
      }
      if (now->over() && !one->outcome) co_return sqs::outcome::retry();
    }
    co_return *one->outcome;
  }

 private:
  const asio::any_io_executor executor_;
  const std::string command_;
  console& out_;
  std::shared_ptr<life> life_;
};

}  // namespace

std::unique_ptr<message_work> command_for_all(asio::any_io_executor executor, std::string command, console& out) {
  return std::make_unique<for_all>(std::move(executor), std::move(command), out);
}

}  // namespace aloft::cli
