#include "storm/stalling_source.hpp"

#include "storm/faults.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string>

namespace aloft::storm {
namespace {

namespace asio = boost::asio;

class stalling_source final : public body_source {
 public:
  explicit stalling_source(std::uint64_t dice)
      : dice_{dice},
        pieces_{1 + dice % 12},
        known_{(dice >> 8) % 2 == 0},
        again_{(dice >> 9) % 2 == 0},
        throws_{(dice >> 10) % 2 == 0} {}

  std::optional<std::uint64_t> size() const noexcept override {
    if (!known_) return std::nullopt;
    return pieces_ * piece_size;
  }

  asio::awaitable<result<std::string_view>> read() override {
    if (given_ == pieces_) co_return std::string_view{};
    const std::uint64_t now = mix(dice_, given_);
    if (now % 4 == 0) {
      const std::chrono::milliseconds stall{now % 16 == 0 ? 200 + (now >> 8) % 2000 : (now >> 8) % 50};
      asio::steady_timer timer{co_await asio::this_coro::executor, stall};
      if (throws_) {
        co_await timer.async_wait(asio::use_awaitable);
      } else {
        const auto [failure] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (failure) co_return error{error_kind::cancelled, "SourceCancelled", "the source's wait was cancelled"};
      }
    }
    ++given_;
    co_return std::string_view{piece_};
  }

  bool rewind() override {
    if (!again_ && given_ > 0) return false;
    given_ = 0;
    return again_;
  }

 private:
  static constexpr std::size_t piece_size = 5'000;
  const std::uint64_t dice_;
  const std::size_t pieces_;
  const bool known_, again_, throws_;
  const std::string piece_ = std::string(piece_size, 's');
  std::size_t given_ = 0;
};

}  // namespace

std::shared_ptr<body_source> make_stalling_source(std::uint64_t dice) {
  return std::make_shared<stalling_source>(dice);
}

}  // namespace aloft::storm
