#pragma once
// One call of the storm, with its time limit and its cancellation, and what came of it. What it is depends on the seed
// and its number alone.

#include "aloft/session.hpp"
#include "storm/heartbeat.hpp"
#include "storm/ledger.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aloft::storm {

enum class sort {
  get_item,
  send_message,
  receive_message,
  delete_messages,
  put_bytes,
  put_stalling,
  get_object,
  gather
};
std::string_view to_string(sort what) noexcept;

/// What is done, and until when.
struct plan {
  std::uint64_t number = 0;
  sort what = sort::get_item;
  bool callback = false;                                  ///< through async_call
  bool throws = false;                                    ///< through call, not try_call
  int max_attempts = 3;                                   ///< 1 or 3
  std::optional<std::chrono::milliseconds> limit;         ///< operation_timeout
  std::optional<std::chrono::microseconds> cancel_after;  ///< from its start
};
plan plan_of(std::uint64_t seed, std::uint64_t number);
/// The numbers of a gather's calls; of other plans just its own.
std::vector<std::uint64_t> numbers_of(const plan& of);
/// So many numbers belong to one plan.
constexpr std::uint64_t numbers_each = 10;

struct report {
  plan of;
  steady::time_point started, ended;
  std::optional<steady::time_point> cancelled_at;
  std::optional<steady::time_point> answered_at;  ///< a streaming answer's head
  bool fine = false;
  std::string code;                     ///< of the error; what() of an exception of another type
  bool foreign = false;                 ///< an exception that is no aloft::error
  std::optional<std::size_t> attempts;  ///< as the call reports them; nothing for gathers
  std::vector<std::uint64_t> answers;   ///< the calls whose answers came, one for each call that went well
};

/// The clients that the calls go through.
struct clients {
  struct of_service {
    aloft::client once, thrice;  ///< max_attempts
    const aloft::client& get(int max_attempts) const { return max_attempts == 1 ? once : thrice; }
  };
  explicit clients(const aloft::session& in);
  of_service dynamodb, sqs, s3;
};

/// Starts the plan on `on`, a strand where several threads run; `done` is called there.
void start(const plan& what, std::shared_ptr<const clients> through, const boost::asio::any_io_executor& on,
           std::function<void(report)> done);

}  // namespace aloft::storm
