#pragma once
// The bytes of an object, or of a part of it, as they come.

#include "services/s3/transfer_state.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::s3 {

/// What the head of an answer to GetObject says.
struct object_head {
  object_info info;
  std::optional<object_checksum> checksum;  ///< of the whole object, where the bucket has one that adds up
  bool parted_checksum = false;             ///< it has one, of the parts' checksums
};

struct byte_range {
  std::uint64_t offset = 0, length = 0;
};

/// An answer whose body is read.
struct opened_object {
  object_head head;
  response answer;
};

/// GetObject. With a range: of the object with this etag, else protocol error "ObjectChanged".
boost::asio::awaitable<result<opened_object>> open_object(shared_transfers by, const object_place& from,
                                                          const object_settings& what,
                                                          std::optional<byte_range> range = {},
                                                          const std::string& etag = {});

/// The next piece of the body; counted and paced.
boost::asio::awaitable<result<std::string_view>> next_piece(transfers::state& by, response_body& body);

/// A transfer that broke off may go on: the connection went, or bytes did not come to their checksum.
bool may_go_on(const error& failure) noexcept;
constexpr int most_tries = 5;

}  // namespace aloft::s3
