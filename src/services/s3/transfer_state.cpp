#include "services/s3/transfer_state.hpp"

#include "services/s3/request_members.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;

transfers::state::state(client by, transfer_options with)
    : s3{std::move(by)},
      how{std::move(with)},
      requests{s3.get_executor(), s3.clock(), how.requests},
      memory{s3.get_executor(), s3.clock(), how.memory},
      pace{s3.clock(), how.bandwidth},
      files{s3.get_executor(), s3.clock(), how.file_threads} {}

asio::awaitable<result<response>> transfers::state::call(std::string_view operation, input parameters,
                                                         call_options with) {
  std::uint64_t taken = requests.try_acquire();
  if (taken == 0) taken = co_await requests.acquire();
  const held_units permit{requests, taken};
  if (!permit) co_return cancelled_transfer();
  begun.fetch_add(1, std::memory_order_relaxed);
  co_return co_await s3.try_call(operation, std::move(parameters), std::move(with));
}

error cancelled_transfer() { return error{error_kind::cancelled, "Cancelled", "the caller cancelled the transfer"}; }

result<void> check(const transfer_options& how) {
  const auto bad = [](std::string message) { return error{error_kind::usage, "InvalidOption", std::move(message)}; };
  if (how.requests == 0) return bad("transfer_options::requests is 0; expected at least 1");
  if (how.file_threads == 0) return bad("transfer_options::file_threads is 0; expected at least 1");
  if (how.part_size < smallest_part || how.part_size > largest_part)
    return bad("transfer_options::part_size is " + std::to_string(how.part_size) +
               "; S3 takes parts of 5 MiB to 5 GiB");
  if (how.threshold > largest_part)
    return bad("transfer_options::threshold is " + std::to_string(how.threshold) +
               "; S3 takes at most 5 GiB in one request");
  if (how.memory == 0) return bad("transfer_options::memory is 0; expected the size of a part at least");
  return {};
}

param::map parameters_for(std::string_view operation, const object_place& place, const boost::json::object& settings) {
  param::map all;
  all.reserve(4 + settings.size());
  all.emplace_back("Bucket", param{place.bucket});
  all.emplace_back("Key", param{place.key});
  if (!settings.empty())
    for (const auto& [name, value] : members_of(operation, settings)) all.emplace_back(name, param{value});
  return all;
}

std::string checksum_member(crc_kind kind) { return "Checksum" + std::string{name_of(kind)}; }

}  // namespace aloft::s3
