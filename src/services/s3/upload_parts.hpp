#pragma once
// An upload in parts, from its creation to its completion.

#include "services/s3/transfer_state.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace aloft::s3 {

/// Parts may be sent side by side; the rest one after another.
class upload_parts {
 public:
  upload_parts(shared_transfers by, object_place to, boost::json::object settings);

  boost::asio::awaitable<result<void>> create();
  /// An upload that exists already.
  void adopt(std::string upload_id) { upload_id_ = std::move(upload_id); }
  const std::string& upload_id() const noexcept { return upload_id_; }

  /// Asks which parts the bucket has of an adopted upload; false: it knows no such upload.
  boost::asio::awaitable<result<bool>> look();
  /// Whether it has that part, with these bytes as far as it can be told. Thread: safe, as those below.
  bool has(std::uint32_t number, std::uint64_t size, const std::optional<object_checksum>& sum);

  /// A part of which the bucket knows already.
  void have(std::uint32_t number, std::string etag, std::optional<object_checksum> sum);
  boost::asio::awaitable<result<void>> send(std::uint32_t number, std::shared_ptr<const std::string> bytes,
                                            std::optional<object_checksum> sum);
  /// A range of another object as a part.
  boost::asio::awaitable<result<void>> send_copy(std::uint32_t number, boost::json::object source);
  /// Makes the object of all parts, which are `count` of `size` bytes.
  boost::asio::awaitable<result<object_info>> complete(std::uint32_t count, std::uint64_t size);
  /// Gives the parts up. Cancellation: none.
  boost::asio::awaitable<void> abort();

 private:
  struct sent_part {
    std::string etag;
    std::optional<object_checksum> sum;
    std::uint64_t size = 0;
  };
  param::map parameters(std::string_view operation) const;
  boost::asio::awaitable<std::optional<object_info>> completed_before(std::uint64_t size);

  const shared_transfers by_;
  const object_place to_;
  const boost::json::object settings_;
  std::string upload_id_;
  std::mutex mutex_;
  std::map<std::uint32_t, sent_part> parts_, found_;  // to be completed; of earlier attempts
};

}  // namespace aloft::s3
