#pragma once
// A part in memory as the body of a request: sent without being copied.

#include "services/s3/transfer_state.hpp"

#include <aloft/request_body.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace aloft::s3 {

class part_body final : public body_source {
 public:
  part_body(shared_transfers by, std::shared_ptr<const std::string> bytes)
      : by_{std::move(by)}, bytes_{std::move(bytes)} {}

  std::optional<std::uint64_t> size() const noexcept override { return bytes_->size(); }
  bool rewind() override {
    done_ = 0;
    return true;
  }
  boost::asio::awaitable<result<std::string_view>> read() override {
    constexpr std::size_t most = 1 << 20, most_paced = 64 << 10;
    const std::string_view piece = std::string_view{*bytes_}.substr(done_, by_->pace.limits() ? most_paced : most);
    done_ += piece.size();
    if (by_->pace.limits() && !piece.empty()) {
      const bool paid = co_await by_->pace.pay(piece.size());
      if (!paid) co_return cancelled_transfer();
    }
    by_->sent.fetch_add(piece.size(), std::memory_order_relaxed);
    co_return piece;
  }

 private:
  const shared_transfers by_;
  const std::shared_ptr<const std::string> bytes_;
  std::size_t done_ = 0;
};

}  // namespace aloft::s3
