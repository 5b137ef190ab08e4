#include "services/s3/piece_reader.hpp"

#include <aloft/background_work.hpp>
#include <aloft/concurrency.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

constexpr std::size_t first_piece = 64 * 1024, largest_piece = 4 << 20;

class file_reader final : public piece_reader {
 public:
  file_reader(shared_transfers by, std::shared_ptr<source_file> file) : by_{std::move(by)}, file_{std::move(file)} {}

  asio::awaitable<result<void>> fill(std::string& to, std::size_t size) override {
    while (to.size() < size && !ended_) {
      const auto mine = std::make_shared<job>(by_->s3.get_executor(), by_->s3.clock());
      // A thread of its own: those of the queue must not wait for somebody who writes into a pipe.
      const std::function<void()> work = [mine, file = file_, wanted = std::min(size - to.size(), piece_)] {
        mine->bytes.resize(wanted);
        mine->read = file->read_some(mine->bytes.data(), wanted);
        mine->done.set();
      };
      if (!run_in_background(work)) work();
      const wake woken = co_await mine->done.wait();
      if (woken != wake::done) co_return cancelled_transfer();
      if (!mine->read) co_return mine->read.error();
      ended_ = *mine->read == 0;
      if (*mine->read == piece_) piece_ = std::min(piece_ * 2, largest_piece);
      to.append(mine->bytes, 0, *mine->read);
    }
    co_return result<void>{};
  }

 private:
  struct job {
    job(const asio::any_io_executor& executor, const clock& time) : done{executor, time} {}
    std::string bytes;
    result<std::size_t> read{std::size_t{0}};
    event done;
  };

  const shared_transfers by_;
  const std::shared_ptr<source_file> file_;
  std::size_t piece_ = first_piece;
  bool ended_ = false;
};

class source_reader final : public piece_reader {
 public:
  explicit source_reader(std::shared_ptr<body_source> from) : from_{std::move(from)} {}

  asio::awaitable<result<void>> fill(std::string& to, std::size_t size) override {
    while (to.size() < size && !ended_) {
      if (held_.empty()) {
        auto piece = co_await from_->read();
        if (!piece) co_return piece.error();
        held_ = *piece;
        ended_ = held_.empty();
      }
      const auto taken = held_.substr(0, size - to.size());
      to += taken;
      held_.remove_prefix(taken.size());
    }
    co_return result<void>{};
  }

 private:
  const std::shared_ptr<body_source> from_;
  std::string_view held_;  // valid until the next read
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<piece_reader> read_pieces_of(shared_transfers by, std::shared_ptr<source_file> file) {
  return std::make_unique<file_reader>(std::move(by), std::move(file));
}

std::unique_ptr<piece_reader> read_pieces_of(std::shared_ptr<body_source> source) {
  return std::make_unique<source_reader>(std::move(source));
}

}  // namespace aloft::s3
