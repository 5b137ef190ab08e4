#pragma once
// Pieces that arrive in order, written to a file while the next ones come.

#include "services/s3/target_file.hpp"
#include "services/s3/transfer_state.hpp"

#include <aloft/concurrency.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::s3 {

/// Two buffers: one is filled, the other written. After an error nothing more is to be put.
class file_sink {
 public:
  static constexpr std::uint64_t memory = 2 << 20;  ///< bytes that one takes

  /// With a kind of check, sum() is that of what was put.
  file_sink(shared_transfers by, std::shared_ptr<target_file> file, std::uint64_t offset, std::optional<crc_kind> kind);

  boost::asio::awaitable<result<void>> put(std::string_view bytes);
  /// Waits until all is written.
  boost::asio::awaitable<result<void>> finish();
  const object_checksum& sum() const noexcept { return work_->sum; }

 private:
  boost::asio::awaitable<result<void>> wait();
  void write();

  /// What a thread works at: outlives the sink where somebody cancels.
  struct shared {
    std::shared_ptr<target_file> file;
    std::string bytes;
    object_checksum sum;
    bool check = false;
    std::uint64_t offset = 0;
    result<void> written{};
  };

  const shared_transfers by_;
  std::shared_ptr<shared> work_;
  std::string filling_;
  event done_;
  bool writing_ = false;
};

}  // namespace aloft::s3
