#pragma once
// What an upload of unknown length reads from.

#include "services/s3/source_file.hpp"
#include "services/s3/transfer_state.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace aloft::s3 {

class piece_reader {
 public:
  virtual ~piece_reader() = default;
  /// Appends until `to` has `size` bytes, or fewer at the end. Cancellation: total.
  virtual boost::asio::awaitable<result<void>> fill(std::string& to, std::size_t size) = 0;
};

/// What is no regular file. A read that waits keeps a thread until somebody writes, or closes the other end.
std::unique_ptr<piece_reader> read_pieces_of(shared_transfers by, std::shared_ptr<source_file> file);
std::unique_ptr<piece_reader> read_pieces_of(std::shared_ptr<body_source> source);

}  // namespace aloft::s3
