#include "local/sqs/region_queues.hpp"

#include "crypto/uuid.hpp"
#include "local/random.hpp"
#include "local/region_facts.hpp"
#include "local/sqs/queue_error.hpp"

#include <algorithm>
#include <functional>

namespace aloft::local::sqs {
namespace {

constexpr std::chrono::seconds name_rest{60};

std::uint64_t seed_of(std::string_view text) {
  std::uint64_t seed = 0x737173;
  for (const char c : text) seed = seed * 1099511628211u ^ static_cast<unsigned char>(c);
  return seed;
}

/// "ACCOUNT/NAME" at the end of a queue's URL.
std::pair<std::string_view, std::string_view> end_of(std::string_view url) {
  const auto last = url.rfind('/');
  if (last == url.npos || last == 0) return {};
  const auto before = url.rfind('/', last - 1);
  if (before == url.npos) return {};
  return {url.substr(before + 1, last - before - 1), url.substr(last + 1)};
}

}  // namespace

region_queues::region_queues(std::string account_id, std::string_view region)
    : account_id_{std::move(account_id)}, region_{region}, random_{seed_of(account_id_ + '/' + region_)} {
  const auto* fact = find_region(region);
  partition_ = fact != nullptr ? fact->partition : "aws";
}

std::string region_queues::arn(std::string_view name) const {
  return join({"arn:", partition_, ":sqs:", region_, ":", account_id_, ":", name});
}

std::string region_queues::url(std::string_view endpoint, std::string_view name) const {
  return join({endpoint, "/", account_id_, "/", name});
}

queue* region_queues::find(std::string_view name) {
  const auto found = queues_.find(name);
  return found != queues_.end() ? &found->second : nullptr;
}

queue* region_queues::find_by_arn(std::string_view wanted) {
  const auto prefix = arn("");
  return wanted.starts_with(prefix) ? find(wanted.substr(prefix.size())) : nullptr;
}

queue& region_queues::require(const input& request, const call_context& context) {
  const auto url = request.text("QueueUrl");
  const auto [account, name] = end_of(url);
  if (name.empty()) throw refusal("InvalidAddress", join({"The address ", url, " is not valid for this endpoint."}));
  auto* found = account == account_id_ ? find(name) : nullptr;
  if (found == nullptr) throw no_such_queue();
  found->advance(now_of(context));
  return *found;
}

void region_queues::check_redrive(const queue_settings& settings, std::string_view source_arn) {
  if (!settings.redriven()) return;
  const auto refuse = [&](std::string_view why) {
    throw bad_parameter(settings.text("RedrivePolicy"), "RedrivePolicy", why);
  };
  const auto* target = find_by_arn(settings.redriven()->target);
  if (target == nullptr) refuse("Dead letter target does not exist.");
  if (target->settings().fifo() != settings.fifo())
    refuse("Dead-letter queue must be same type of queue as the source.");
  if (!target->settings().takes_from(source_arn)) refuse("The dead-letter queue does not allow this queue.");
}

std::vector<std::uint64_t> region_queues::receivable(queue& from, std::size_t most, instant now) {
  const auto& redriven = from.settings().redriven();
  auto* target = redriven ? find_by_arn(redriven->target) : nullptr;
  for (;;) {
    auto numbers = from.receivable(most);
    if (target == nullptr) return numbers;
    const auto dead = std::ranges::partition(
        numbers, [&](std::uint64_t number) { return from.at(number).received < redriven->most_received; });
    if (dead.empty()) return numbers;
    for (const auto number : dead) {
      auto moved = from.take_out(number);
      moved.dead_letter_source = from.arn();
      target->take_in(std::move(moved), now);
    }
  }
}

void region_queues::remove(queue& gone, instant now) {
  const auto bell = gone.bell();
  deleted_[gone.name()] = now;
  queues_.erase(std::string{gone.name()});
  bell->ring();
}

bool region_queues::deleted_recently(std::string_view name, instant now) {
  std::erase_if(deleted_, [&](const auto& one) { return one.second + name_rest <= now; });
  return deleted_.contains(name);
}

std::string region_queues::next_id() {
  std::array<std::uint8_t, 16> bytes;
  for (std::size_t half = 0; half < 2; ++half) {
    auto random = next_random(random_);
    for (std::size_t i = 0; i < 8; ++i, random >>= 8) bytes[half * 8 + i] = static_cast<std::uint8_t>(random);
  }
  return std::string{crypto::uuid_from(bytes).view()};
}

instant now_of(const call_context& context) {
  return std::chrono::floor<std::chrono::milliseconds>(context.now.to_time_point());
}

}  // namespace aloft::local::sqs
