#include "storm/faults.hpp"

#include <array>

namespace aloft::storm {
namespace {

struct share {
  fate what;
  unsigned of_thousand;
};

constexpr std::array<share, 20> shares{
    {{fate::fine, 565},        {fate::slow, 60},          {fate::drip, 30},         {fate::announced_close, 20},
     {fate::silent_close, 50}, {fate::extra_glued, 25},   {fate::extra_late, 35},   {fate::closed_unread, 15},
     {fate::reset_unread, 15}, {fate::early_refusal, 10}, {fate::closed_after, 25}, {fate::reset_after, 25},
     {fate::cut_closed, 15},   {fate::cut_reset, 15},     {fate::silence, 15},      {fate::silence_midway, 10},
     {fate::server_error, 20}, {fate::unavailable, 20},   {fate::throttled, 20},    {fate::refused, 10}}};

constexpr unsigned sum_of_shares() {
  unsigned sum = 0;
  for (const auto& one : shares) sum += one.of_thousand;
  return sum;
}
static_assert(sum_of_shares() == 1000);

}  // namespace

std::string_view to_string(fate what) noexcept {
  switch (what) {
    case fate::fine: return "fine";
    case fate::slow: return "slow";
    case fate::drip: return "drip";
    case fate::announced_close: return "announced_close";
    case fate::silent_close: return "silent_close";
    case fate::extra_glued: return "extra_glued";
    case fate::extra_late: return "extra_late";
    case fate::closed_unread: return "closed_unread";
    case fate::reset_unread: return "reset_unread";
    case fate::early_refusal: return "early_refusal";
    case fate::closed_after: return "closed_after";
    case fate::reset_after: return "reset_after";
    case fate::cut_closed: return "cut_closed";
    case fate::cut_reset: return "cut_reset";
    case fate::silence: return "silence";
    case fate::silence_midway: return "silence_midway";
    case fate::server_error: return "server_error";
    case fate::unavailable: return "unavailable";
    case fate::throttled: return "throttled";
    case fate::refused: return "refused";
  }
  return "?";
}

std::uint64_t mix(std::uint64_t seed, std::uint64_t number, std::uint64_t more) noexcept {
  std::uint64_t state = seed * 0x9E3779B97F4A7C15U + number * 0xD1B54A32D192ED03U + more * 0x8CB92BA72F3D8DD7U;
  for (int round = 0; round < 2; ++round) {
    state ^= state >> 31;
    state *= 0xBF58476D1CE4E5B9U;
    state ^= state >> 29;
  }
  return state;
}

decision decide(std::uint64_t seed, std::uint64_t number, int arrival) noexcept {
  const std::uint64_t dice = mix(seed, number, static_cast<std::uint64_t>(arrival) + 1'000);
  decision out;
  unsigned at = static_cast<unsigned>(dice % 1000);
  for (const auto& one : shares) {
    out.what = one.what;
    if (at < one.of_thousand) break;
    at -= one.of_thousand;
  }
  const unsigned sort = static_cast<unsigned>(dice >> 12) % 10;
  out.before_body = sort < 5 ? interim::proper : static_cast<interim>(sort % 5);
  out.delay = std::chrono::milliseconds{(dice >> 20) % 40};
  if (out.what == fate::slow) out.delay *= 5;
  out.cut = static_cast<std::uint32_t>(dice >> 32);
  return out;
}

welcome decide_welcome(std::uint64_t seed, std::uint64_t connection) noexcept {
  const auto at = mix(seed, connection, 7) % 100;
  return at < 2 ? welcome::closed : at < 4 ? welcome::reset : at < 8 ? welcome::slow : welcome::fine;
}

}  // namespace aloft::storm
