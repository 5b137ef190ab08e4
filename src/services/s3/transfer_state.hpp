#pragma once
// What all transfers of one `transfers` share.

#include <aloft/object_checksum.hpp>
#include <aloft/s3_transfer.hpp>
#include "services/s3/file_queue.hpp"
#include "services/s3/gate.hpp"
#include "services/s3/pacer.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::s3 {

struct transfers::state {
  state(client by, transfer_options with);

  const client s3;
  const transfer_options how;
  gate requests;  // one for each call that runs
  gate memory;    // bytes
  pacer pace;
  file_queue files;
  std::atomic<std::uint64_t> sent{0}, received{0}, begun{0};

  /// A call under the budget of requests. Of answers that stream the permit ends with their heads.
  boost::asio::awaitable<result<response>> call(std::string_view operation, input parameters, call_options with = {});
};

using shared_transfers = std::shared_ptr<transfers::state>;

error cancelled_transfer();
/// Values of options that cannot be.
result<void> check(const transfer_options& how);

/// Bucket and key, and of the settings what the operation takes.
param::map parameters_for(std::string_view operation, const object_place& place, const boost::json::object& settings);

/// "CRC64NVME" → "ChecksumCRC64NVME"
std::string checksum_member(crc_kind kind);

// Each lives in a file of its own. Cancellation of all: terminal and partial.
boost::asio::awaitable<result<object_info>> upload_file(shared_transfers by, std::string path, object_place to,
                                                        object_settings what);
boost::asio::awaitable<result<object_info>> upload_stream(shared_transfers by, std::shared_ptr<body_source> from,
                                                          object_place to, object_settings what);
boost::asio::awaitable<result<object_info>> download_file(shared_transfers by, object_place from, std::string folder,
                                                          std::string path, bool beneath, object_settings what);
boost::asio::awaitable<result<object_info>> read_object(shared_transfers by, object_place from, piece_sink to,
                                                        object_settings what);
/// `known`: what a listing has just said of the source.
boost::asio::awaitable<result<object_info>> copy_object(shared_transfers by, object_place from, object_place to,
                                                        object_settings what, std::optional<object_entry> known = {});

}  // namespace aloft::s3
