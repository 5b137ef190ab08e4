#include <aloft/concurrency.hpp>

#include "services/s3/object_stream.hpp"
#include "services/s3/part_crew.hpp"
#include "services/s3/part_plan.hpp"

#include <boost/asio/this_coro.hpp>

#include <map>
#include <mutex>
#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

/// Parts fetched side by side and given in order.
class ordered_parts {
 public:
  ordered_parts(shared_transfers by, const object_place& from, const object_settings& what, const object_head& head,
                part_plan plan, piece_sink to)
      : by_{std::move(by)},
        from_{from},
        what_{what},
        head_{head},
        plan_{plan},
        to_{std::move(to)},
        sum_{head.checksum ? head.checksum->kind() : crc_kind::crc64nvme},
        ready_{by_->s3.get_executor(), by_->s3.clock()} {}

  asio::awaitable<result<void>> run(response first) {
    part_crew crew{by_, co_await asio::this_coro::executor};
    std::uint32_t next = 1;
    auto given = co_await give_first(std::move(first), crew, next);
    for (std::uint32_t index = 1; given && index < plan_.count; ++index) {
      // Memory is taken in the order of the parts, so the one that is waited for has it.
      while (next < plan_.count && next - index < window) {
        auto memory = next == index ? co_await crew.room(plan_.length(next)) : try_room(next);
        if (!memory) break;
        begin(crew, next++, std::move(*memory));
      }
      given = co_await give(index);
    }
    if (!given) crew.fail(given.error());
    auto fetched = co_await crew.finish();
    if (!given) co_return given;
    if (!fetched) co_return fetched;
    if (!head_.checksum || sum_ == *head_.checksum) co_return result<void>{};
    co_return error{error_kind::protocol, "ChecksumMismatch",
                    to_uri(from_) + " has come damaged: its " + std::string{name_of(sum_.kind())} + " is " +
                        sum_.text() + ", expected " + head_.checksum->text()};
  }

 private:
  static constexpr std::uint32_t window = 16;  // parts ahead of the one that is given

  struct fetched {
    std::string bytes;
    std::optional<error> failure;
  };

  std::optional<held_units> try_room(std::uint32_t index) {
    const auto taken = by_->memory.try_acquire(plan_.length(index));
    if (taken == 0) return std::nullopt;
    return held_units{by_->memory, taken};
  }

  void begin(part_crew& crew, std::uint32_t index, held_units memory) {
    {
      const std::lock_guard lock{mutex_};
      memory_.emplace(index, std::move(memory));  // until the part has been given
    }
    crew.start(held_units{by_->memory, 0}, fetch(index));
  }

  asio::awaitable<result<void>> give_first(response answer, part_crew& crew, std::uint32_t& next) {
    while (next < plan_.count && next < window) {
      auto memory = try_room(next);
      if (!memory) break;
      begin(crew, next++, std::move(*memory));
    }
    const std::uint64_t length = plan_.length(0);
    for (std::uint64_t got = 0; got < length;) {
      auto piece = co_await next_piece(*by_, answer.body());
      if (!piece) co_return piece.error();
      if (piece->empty())
        co_return error{error_kind::protocol, "TruncatedResponse", to_uri(from_) + ": the answer ended early"};
      const auto wanted = piece->substr(0, static_cast<std::size_t>(length - got));
      got += wanted.size();
      sum_.update(wanted);
      if (auto put = co_await to_(wanted); !put) co_return put;
    }
    co_return result<void>{};
  }

  asio::awaitable<result<void>> give(std::uint32_t index) {
    for (;;) {
      std::optional<fetched> part;
      {
        const std::lock_guard lock{mutex_};
        if (const auto at = parts_.find(index); at != parts_.end()) {
          part.emplace(std::move(at->second));
          parts_.erase(at);
        } else {
          ready_.reset();
        }
      }
      if (part) {
        if (part->failure) co_return *part->failure;
        sum_.update(part->bytes);
        auto put = co_await to_(part->bytes);
        const std::lock_guard lock{mutex_};
        memory_.erase(index);
        co_return put;
      }
      const wake woken = co_await ready_.wait();
      if (woken != wake::done) co_return cancelled_transfer();
    }
  }

  asio::awaitable<result<void>> fetch(std::uint32_t index) {
    fetched part;
    for (int tries = 1;; ++tries) {
      part.failure.reset();
      const byte_range range{plan_.offset(index) + part.bytes.size(), plan_.length(index) - part.bytes.size()};
      auto opened = co_await open_object(by_, from_, what_, range, head_.info.etag);
      if (!opened) {
        part.failure = opened.error();
      } else {
        for (;;) {
          auto piece = co_await next_piece(*by_, opened->answer.body());
          if (!piece) part.failure = piece.error();
          if (!piece || piece->empty()) break;
          part.bytes += *piece;
        }
      }
      if (!part.failure || tries == most_tries || !may_go_on(*part.failure)) break;
    }
    const std::lock_guard lock{mutex_};
    parts_.emplace(index, std::move(part));
    ready_.set();
    co_return result<void>{};  // give() says what failed
  }

  const shared_transfers by_;
  const object_place& from_;
  const object_settings& what_;
  const object_head& head_;
  const part_plan plan_;
  const piece_sink to_;
  object_checksum sum_;
  std::mutex mutex_;
  event ready_;
  std::map<std::uint32_t, fetched> parts_;
  std::map<std::uint32_t, held_units> memory_;
};

}  // namespace

asio::awaitable<result<object_info>> read_object(shared_transfers by, object_place from, piece_sink to,
                                                 object_settings what) {
  auto opened = co_await open_object(by, from, what);
  if (!opened) co_return opened.error();
  object_head head = opened->head;
  if (head.checksum) head.info.checksum = std::string{name_of(head.checksum->kind())} + ' ' + head.checksum->text();
  if (head.info.size > by->how.threshold) {
    const auto plan = plan_parts(head.info.size, by->how.part_size);
    if (!plan) co_return plan.error();
    head.info.parts = plan->count;
    ordered_parts parts{by, from, what, head, *plan, std::move(to)};
    auto given = co_await parts.run(std::move(opened->answer));
    if (!given) co_return given.error();
    co_return head.info;
  }
  for (;;) {
    auto piece = co_await next_piece(*by, opened->answer.body());
    if (!piece) co_return piece.error();
    if (piece->empty()) co_return head.info;
    if (auto put = co_await to(*piece); !put) co_return put.error();
  }
}

}  // namespace aloft::s3
